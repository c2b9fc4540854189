import { MultiSelect, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFilter, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { unitOrderQuery, type UnitOrder } from '../api/unitTable'
import { shownColumn } from '../edit/columnNames'
import { useDesk } from '../edit/desk'
import { UnitGrid } from '../panels/UnitGrid'
import classes from '../panels/UnitGrid.module.css'
import { count } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { Carving } from './Carving'
import type { useDeskData } from './useDeskData'
import type { MapHandle } from './useMapHandle'

interface Props { data: ReturnType<typeof useDeskData>; handle: MapHandle; measure: number; tolerance: number }

/** DeskTable is the plan without a map: all units in a table, with the same commands on the selection. */
export function DeskTable({ data, handle, measure, tolerance }: Props) {
  const { selection, select, area } = useDesk()
  const [sorted, setSorted] = useState<Pick<UnitOrder, 'sort' | 'descending'>>({ sort: '', descending: false })
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState('')
  const [chosen, setChosen] = useState<{ of: number; areas: string[] }>()
  const [asked] = useDebouncedValue(search, 250)
  const [condition] = useDebouncedValue(filter, 500)
  const { data: alignment } = data.alignment
  const snapshot = data.snapshot.data
  const legend = data.legend.data
  const assignment = data.assignment.data
  // The area that is open in the legend is shown, until others are chosen here.
  const areas = chosen?.of === area ? chosen.areas : area > 0 ? [String(area)] : []

  const order: UnitOrder = { ...sorted, search: asked, filter: condition, areas: areas.map(Number) }
  const units = useQuery({ ...unitOrderQuery(alignment?.id ?? '', alignment?.version ?? 0, order), enabled: alignment !== undefined, retry: false })
  const names = useMemo(() => new Map((legend?.areas ?? []).map((a) => [a.number, a.name])), [legend])
  const sort = (column: string) =>
    setSorted((held) => (held.sort !== column ? { sort: column, descending: false } : held.descending ? { sort: '', descending: false } : { sort: column, descending: true }))
  if (!alignment || !snapshot || !legend || !assignment) return null
  return (
    <section className={classes.frame} aria-label="Units as a table">
      <div className={classes.bar}>
        <TextInput size="xs" w={200} label="Search" placeholder="Id or name" leftSection={<IconSearch size={14} />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <TextInput size="xs" w={280} label="Condition" placeholder="AnnualRevenue > 10000" leftSection={<IconFilter size={14} />} value={filter}
          error={units.error && condition !== '' ? units.error.message : undefined} onChange={(event) => setFilter(event.currentTarget.value)} />
        <MultiSelect size="xs" w={240} label="Areas" placeholder={areas.length === 0 ? 'All' : ''} searchable clearable limit={100} value={areas} onChange={(next) => setChosen({ of: area, areas: next })}
          data={[...legend.areas.map((a) => ({ value: String(a.number), label: a.name })), { value: '0', label: 'Unassigned' }]} />
        <Text size="sm" c="dimmed" className="num" aria-live="polite" pb={5}>{units.data ? `${count(units.data.length)} units` : ''}</Text>
      </div>
      {units.error && condition === '' && <ProblemNote title="The units could not be listed" error={units.error} onRetry={() => void units.refetch()} />}
      {units.data && (
        <UnitGrid snapshot={snapshot} order={units.data} columns={snapshot.columns.filter(shownColumn)} assignment={assignment} names={names} book={handle.book}
          sorted={order} selection={selection} onSort={sort} onSelect={select} />
      )}
      {selection.length > 0 && <Carving data={data} measure={measure} tolerance={tolerance} />}
    </section>
  )
}
