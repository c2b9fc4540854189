import { Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFilter, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { passingMovesQuery } from '../api/alignments'
import type { BoundaryMove, Legend } from '../api/types'
import { amountOf, shownMoves, unitsOf } from '../edit/boundaryMoves'
import type { FlowFilter } from '../edit/moves'
import { t } from '../i18n'
import { count, number } from '../ui/format'
import { Card } from '../ui/Page'
import { words } from '../ui/said'
import { measureName } from './measures'
import classes from './MovedUnits.module.css'
import { MoveTable, turned, useMoveRows, type MoveChoice, type MoveColumn } from './MoveTable'

interface Props {
  draftId: string
  moves: readonly BoundaryMove[]
  /** The measures of the amounts; the one without a name counts units. */
  measures: readonly string[]
  now: Legend
  draft: Legend
  choice: MoveChoice
}

/** BoundaryMoves lists the boundaries that a draft gives away, searched, filtered by a condition on boundaries and sorted, each a move that can be chosen. */
export function BoundaryMoves({ draftId, moves, measures, now, draft, choice }: Props) {
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState('')
  const [asked] = useDebouncedValue(filter.trim(), 400)
  const filtered = useQuery({ ...passingMovesQuery(draftId, asked), enabled: asked !== '', placeholderData: keepPreviousData })
  const passing = asked === '' ? undefined : filtered.data
  const [flow, setFlow] = useState<FlowFilter>({})
  const [sorted, setSorted] = useState({ sort: '', descending: false })
  const names = useMemo(() => new Map([...now.areas, ...draft.areas].map((area) => [area.number, area.name])), [now, draft])
  const byIndex = useMemo(() => new Map(moves.map((move) => [move.boundary, move])), [moves])
  const shown = useMemo(() => Int32Array.from(shownMoves(moves, { words: search, flow, passing }, sorted, measures), (move) => move.boundary), [moves, search, flow, passing, sorted, measures])
  const rows = useMoveRows(shown.length)
  const name = (area: number) => (area === 0 ? t('common.unassigned') : (names.get(area) ?? ''))
  const columns: MoveColumn[] = [
    { key: 'from', label: t('compare.from'), width: 180 }, { key: 'to', label: t('compare.to'), width: 180 },
    { key: 'code', label: t('boundaries.code'), width: 130, sortable: true }, { key: 'name', label: t('common.name'), width: 190, sortable: true },
    { key: '$units', label: t('common.unitsName'), width: 100, right: true, sortable: true },
    ...measures.filter((measure) => measure !== '').map((measure) => ({ key: measure, label: measureName(measure), width: 150, right: true, sortable: true })),
  ]
  const cell = (boundary: number, { key }: MoveColumn) => {
    const move = byIndex.get(boundary)
    if (!move) return ''
    if (key === 'from' || key === 'to') return name(move[key])
    if (key === 'code' || key === 'name') return move[key]
    return key === '$units' ? count(unitsOf(move)) : number(amountOf(move, measures.indexOf(key)))
  }
  return (
    <Card flush>
      <div className={classes.bar}>
        <TextInput size="xs" className={classes.field} label={t('desk.search')} placeholder={t('boundaries.codeOrName')} leftSection={<IconSearch size={14} />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <TextInput size="xs" className={classes.field} label={t('desk.condition')} placeholder={t('boundaries.exampleCondition')} leftSection={<IconFilter size={14} />} value={filter}
          error={filtered.error && asked !== '' ? words(filtered.error) : undefined} onChange={(event) => setFilter(event.currentTarget.value)} />
        {(['from', 'to'] as const).map((end) => (
          <Select key={end} size="xs" className={classes.field} searchable clearable limit={100} label={t(`compare.${end}`)} placeholder={t('desk.all')} value={flow[end] === undefined ? null : String(flow[end])}
            data={[...new Set(moves.map((move) => move[end]))].map((area) => ({ value: String(area), label: name(area) })).sort((a, b) => a.label.localeCompare(b.label))}
            onChange={(area) => setFlow({ ...flow, [end]: area === null ? undefined : Number(area) })} />
        ))}
        <Text size="sm" c="dimmed" className={`${classes.count} num`} aria-live="polite">{t('common.boundaries', { count: shown.length })}</Text>
      </div>
      <MoveTable {...rows} {...{ shown, columns, cell, choice, sorted }} onSort={(column) => setSorted((held) => turned(held, column))} label={t('boundaries.movedList')} empty={t('boundaries.noneFound')} />
    </Card>
  )
}
