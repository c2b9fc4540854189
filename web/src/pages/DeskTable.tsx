import { MultiSelect, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDebouncedValue } from '@mantine/hooks'
import { IconFilter, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { unitOrderQuery, type UnitOrder } from '../api/unitTable'
import { shownColumn } from '../edit/columnNames'
import { useDeskPart } from '../edit/desk'
import { t } from '../i18n'
import { UnitGrid } from '../panels/UnitGrid'
import classes from '../panels/UnitGrid.module.css'
import { ProblemNote } from '../ui/ProblemNote'
import { words } from '../ui/said'
import { Carving } from './Carving'
import type { useDeskData } from './useDeskData'
import type { MapHandle } from './useMapHandle'
import { useSavedFilters } from './useSavedFilters'

interface Props { data: ReturnType<typeof useDeskData>; handle: MapHandle; tolerance: number; onFilter: (condition: string) => void }

/** DeskTable is the plan without a map: all units in a table, with the same commands on the selection. */
export function DeskTable({ data, handle, tolerance, onFilter }: Props) {
  const { selection, select, area } = useDeskPart('selection', 'select', 'area')
  const [sorted, setSorted] = useState<Pick<UnitOrder, 'sort' | 'descending'>>({ sort: '', descending: false })
  const [search, setSearch] = useState('')
  const { filter: condition = '' } = useSearch({ from: '/alignments/$alignmentId' })
  const [filter, setFilter] = useTyped(condition, onFilter)
  const [chosen, setChosen] = useState<{ of: number; areas: string[] }>()
  const [asked] = useDebouncedValue(search, 250)
  const { data: alignment } = data.alignment
  const snapshot = data.snapshot.data
  const legend = data.legend.data
  const assignment = data.assignment.data
  // The area that is open in the legend is shown, until others are chosen here.
  const areas = chosen?.of === area ? chosen.areas : area > 0 ? [String(area)] : []

  const order: UnitOrder = { ...sorted, search: asked, filter: condition, areas: areas.map(Number) }
  const units = useQuery({ ...unitOrderQuery(alignment?.id ?? '', alignment?.version ?? 0, order), enabled: alignment !== undefined, retry: false })
  const saved = useSavedFilters(snapshot?.datasetId)
  const names = useMemo(() => new Map((legend?.areas ?? []).map((a) => [a.number, a.name])), [legend])
  const sort = (column: string) =>
    setSorted((held) => (held.sort !== column ? { sort: column, descending: false } : held.descending ? { sort: '', descending: false } : { sort: column, descending: true }))
  if (!alignment || !snapshot || !legend || !assignment) return null
  return (
    <section className={classes.frame} aria-label={t('desk.unitsAsTable')}>
      <div className={classes.bar}>
        <TextInput size="xs" className={classes.search} label={t('desk.search')} placeholder={t('desk.idOrName')} leftSection={<IconSearch size={14} />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <TextInput size="xs" className={classes.condition} label={t('desk.condition')} placeholder={t('desk.exampleCondition')} leftSection={<IconFilter size={14} />} value={filter}
          error={units.error && condition !== '' ? words(units.error) : undefined} onChange={(event) => setFilter(event.currentTarget.value)} />
        {saved.length > 0 && (
          <Select size="xs" className={classes.saved} label={t('data.savedFilter')} placeholder={t('desk.all')} clearable value={saved.find((one) => one.text === filter)?.text ?? null}
            data={saved.map((one) => ({ value: one.text, label: one.name }))} onChange={(written) => setFilter(written ?? '')} />
        )}
        <MultiSelect size="xs" className={classes.areas} label={t('desk.areas')} placeholder={areas.length === 0 ? t('desk.all') : ''} searchable clearable limit={100} value={areas} onChange={(next) => setChosen({ of: area, areas: next })}
          data={[...legend.areas.map((a) => ({ value: String(a.number), label: a.name })), { value: '0', label: t('common.unassigned') }]} />
        <Text size="sm" c="dimmed" className={`${classes.count} num`} aria-live="polite" pb={5}>{units.data ? t('common.units', { count: units.data.length }) : ''}</Text>
      </div>
      {units.error && condition === '' && <ProblemNote title={t('desk.unitsCouldNotBe')} error={units.error} onRetry={() => void units.refetch()} />}
      {units.data && (
        <UnitGrid snapshot={snapshot} order={units.data} columns={snapshot.columns.filter(shownColumn)} assignment={assignment} names={names} book={handle.book}
          sorted={order} selection={selection} onSort={sort} onSelect={select} />
      )}
      {selection.length > 0 && <Carving data={data} columns={undefined} tolerance={tolerance} />}
    </section>
  )
}

/**
 * useTyped holds the text of a field whose value lives elsewhere: what is typed is told a little later, and a value that
 * was changed elsewhere replaces the text.
 */
function useTyped(value: string, onValue: (value: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(value)
  const [told, setTold] = useState(value)
  const [seen, setSeen] = useState(value)
  const tell = useDebouncedCallback((next: string) => {
    setTold(next)
    onValue(next)
  }, 500)
  if (value !== seen) {
    setSeen(value)
    if (value !== told) {
      setText(value)
      setTold(value)
    }
  }
  return [text, (next) => {
    setText(next)
    tell(next)
  }]
}
