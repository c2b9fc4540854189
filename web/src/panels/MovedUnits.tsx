import { Button, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDownload, IconFilter, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { movesLink } from '../api/alignments'
import { unitOrderQuery, unitRowsQuery } from '../api/unitTable'
import type { Column, Comparison, Snapshot, Unit } from '../api/types'
import { columnName } from '../edit/columnNames'
import { inOrder, moveColumns, movedUnits, ofFlow, type FlowFilter } from '../edit/moves'
import { blocksOf } from '../edit/unitGrid'
import { t } from '../i18n'
import { Card } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { words } from '../ui/said'
import classes from './MovedUnits.module.css'
import { MoveTable, turned, useMoveRows, type MoveChoice, type MoveColumn, type MoveSort } from './MoveTable'
import { show } from './UnitsTable'

interface Props {
  comparison: Comparison
  snapshot: Snapshot
  left: Int32Array
  right: Int32Array
  flow: FlowFilter
  onFlow: (flow: FlowFilter) => void
  /** Which of the moves are wanted, where they may be chosen. */
  choice?: MoveChoice
}

/** MovedUnits lists the units with another territory on the right: of all flows or one, searched and sorted; only visible rows are read. */
export function MovedUnits({ comparison, snapshot, left, right, flow, onFlow, choice }: Props) {
  const [sorted, setSorted] = useState<MoveSort>({ sort: '', descending: false })
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, 250)
  const [filter, setFilter] = useState('')
  const [condition] = useDebouncedValue(filter, 400)
  // The order of a table is asked of an alignment; a draft has none of its own.
  const stored = [comparison.left, comparison.right].find((side) => !side.id.startsWith('draft:'))
  const plain = sorted.sort === '' && asked === '' && condition === ''
  const order = useQuery({
    ...unitOrderQuery(stored?.id ?? '', stored?.version ?? 0, { ...sorted, search: asked, filter: condition, areas: [] }),
    enabled: stored !== undefined && !plain, placeholderData: keepPreviousData, retry: false,
  })
  const moved = useMemo(() => movedUnits(comparison.areas, left, right), [comparison.areas, left, right])
  const shown = useMemo(() => inOrder(ofFlow(moved, left, right, flow), plain ? undefined : order.data), [moved, left, right, flow, plain, order.data])
  const columns = useMemo(() => moveColumns(snapshot.columns, comparison.measures), [snapshot.columns, comparison.measures])
  const sort = (column: string) => setSorted((held) => turned(held, column))
  return (
    <Card flush>
      <div className={classes.bar}>
        {stored && (
          <TextInput size="xs" className={classes.field} label={t('desk.search')} placeholder={t('desk.idOrName')} leftSection={<IconSearch size={14} />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        )}
        {stored && (
          <TextInput size="xs" className={classes.field} label={t('desk.condition')} placeholder={t('desk.exampleCondition')} leftSection={<IconFilter size={14} />} value={filter}
            error={order.error && condition !== '' ? words(order.error) : undefined} onChange={(event) => setFilter(event.currentTarget.value)} />
        )}
        <AreaSelect label={t('compare.from')} value={flow.from} areas={ends(comparison, 'from')} onValue={(from) => onFlow({ ...flow, from })} />
        <AreaSelect label={t('compare.to')} value={flow.to} areas={ends(comparison, 'to')} onValue={(to) => onFlow({ ...flow, to })} />
        <Text size="sm" c="dimmed" className={`${classes.count} num`} aria-live="polite">{t('common.units', { count: shown.length })}</Text>
        {!choice && (
          <Button size="xs" variant="default" leftSection={<IconDownload size={14} />} component="a" download disabled={shown.length === 0}
            href={movesLink(comparison.left.id, comparison.right.id, comparison.measures, { ...flow, search: asked, filter: condition })}>{t('compare.exportShown')}</Button>
        )}
      </div>
      {order.error && condition === '' && <ProblemNote title={t('desk.unitsCouldNotBe')} error={order.error} onRetry={() => void order.refetch()} />}
      <Rows {...{ comparison, snapshot, left, right, shown, columns, sorted, choice }} {...(stored ? { onSort: sort } : {})} />
    </Card>
  )
}

/** ends are the areas that units leave or come to, by name. */
function ends(comparison: Comparison, end: 'from' | 'to'): { value: string; label: string }[] {
  const names = new Map(comparison.moves.flows.map((flow) => [flow[end], (end === 'from' ? flow.fromName : flow.toName) || t('common.unassigned')]))
  return [...names].map(([area, name]) => ({ value: String(area), label: name })).sort((a, b) => a.label.localeCompare(b.label))
}

function AreaSelect({ label, value, areas, onValue }: { label: string; value: number | undefined; areas: { value: string; label: string }[]; onValue: (value: number | undefined) => void }) {
  return (
    <Select size="xs" className={classes.field} searchable clearable limit={100} label={label} placeholder={t('desk.all')} data={areas} value={value === undefined ? null : String(value)}
      onChange={(next) => onValue(next === null ? undefined : Number(next))} />
  )
}

interface RowsProps extends Pick<Props, 'comparison' | 'snapshot' | 'left' | 'right'> {
  shown: Int32Array
  columns: readonly Column[]
  sorted: MoveSort
  choice: MoveChoice | undefined
  /** Absent where the rows cannot be sorted. */
  onSort?: (column: string) => void
}

function Rows({ comparison, snapshot, left, right, shown, columns, sorted, choice, onSort }: RowsProps) {
  const rows = useMoveRows(shown.length)
  const blocks = shown.length > 0 ? blocksOf(shown, rows.items[0]?.index ?? 0, rows.items.at(-1)?.index ?? 0) : []
  const read = useQueries({ queries: blocks.map((block) => unitRowsQuery(snapshot.id, block)) })
  const units = new Map<number, Unit>()
  for (const block of read) for (const unit of block.data ?? []) units.set(unit.index, unit)
  const names = useMemo(() => ({
    left: new Map(comparison.areas.map((area) => [area.leftNumber ?? 0, area.name])),
    right: new Map(comparison.areas.map((area) => [area.rightNumber ?? 0, area.name])),
  }), [comparison.areas])
  const name = (side: 'left' | 'right', area: number | undefined) => (area ? (names[side].get(area) ?? '') : t('common.unassigned'))
  const byName = new Map(columns.map((column) => [column.name, column]))
  const told: MoveColumn[] = [
    { key: '$from', label: t('compare.from'), width: 180 }, { key: '$to', label: t('compare.to'), width: 180 },
    ...columns.map((c) => ({ key: c.name, label: columnName(c.name), width: c.type === 'number' ? 130 : 190, right: c.type === 'number', sortable: true })),
  ]
  const cell = (unit: number, { key }: MoveColumn) => {
    if (key === '$from') return name('left', left[unit])
    if (key === '$to') return name('right', right[unit])
    const column = byName.get(key)
    return column && show(column, units.get(unit)?.values[key])
  }
  return <MoveTable {...rows} {...{ shown, cell, choice, sorted, onSort }} columns={told} label={t('versus.movedList')} empty={t('desk.noUnitPassesFilters')} />
}
