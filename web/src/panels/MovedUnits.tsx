import { Button, Checkbox, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconDownload, IconFilter, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { movesLink } from '../api/alignments'
import { unitOrderQuery, unitRowsQuery, type UnitOrder } from '../api/unitTable'
import type { Column, Comparison, Snapshot, Unit } from '../api/types'
import { columnName } from '../edit/columnNames'
import { inOrder, moveColumns, movedUnits, ofFlow, type FlowFilter } from '../edit/moves'
import { blocksOf } from '../edit/unitGrid'
import { t } from '../i18n'
import { Card } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { words } from '../ui/said'
import classes from './MovedUnits.module.css'
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

/** MoveChoice takes moves out of those that are wanted, and back. */
export interface MoveChoice {
  out: ReadonlySet<number>
  onSet: (units: Iterable<number>, wanted: boolean) => void
}

const rowHeight = 34

/** MovedUnits lists the units with another territory on the right: of all flows or one, searched and sorted; only visible rows are read. */
export function MovedUnits({ comparison, snapshot, left, right, flow, onFlow, choice }: Props) {
  const [sorted, setSorted] = useState<Pick<UnitOrder, 'sort' | 'descending'>>({ sort: '', descending: false })
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
  const sort = (column: string) =>
    setSorted((held) => (held.sort !== column ? { sort: column, descending: true } : held.descending ? { sort: column, descending: false } : { sort: '', descending: false }))
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
  sorted: Pick<UnitOrder, 'sort' | 'descending'>
  choice: MoveChoice | undefined
  /** Absent where the rows cannot be sorted. */
  onSort?: (column: string) => void
}

function Rows({ comparison, snapshot, left, right, shown, columns, sorted, choice, onSort }: RowsProps) {
  const holder = useRef<HTMLDivElement>(null)
  // The virtualiser keeps its own state and must not be memoised around.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => holder.current, estimateSize: () => rowHeight, overscan: 8 })
  const items = virtual.getVirtualItems()
  const blocks = shown.length > 0 ? blocksOf(shown, items[0]?.index ?? 0, items.at(-1)?.index ?? 0) : []
  const read = useQueries({ queries: blocks.map((block) => unitRowsQuery(snapshot.id, block)) })
  const units = new Map<number, Unit>()
  for (const block of read) for (const unit of block.data ?? []) units.set(unit.index, unit)
  const names = useMemo(() => ({
    left: new Map(comparison.areas.map((area) => [area.leftNumber ?? 0, area.name])),
    right: new Map(comparison.areas.map((area) => [area.rightNumber ?? 0, area.name])),
  }), [comparison.areas])
  const name = (side: 'left' | 'right', area: number | undefined) => (area ? (names[side].get(area) ?? '') : t('common.unassigned'))
  const last = useRef(-1)
  const wanted = choice ? shown.reduce((sum, unit) => sum + (choice.out.has(unit) ? 0 : 1), 0) : 0
  /** A click sets one row, with Shift all rows from the last one clicked. */
  const set = (row: number, range: boolean) => {
    if (!choice) return
    const now = choice.out.has(shown[row] ?? -1)
    const from = range && last.current >= 0 ? Math.min(last.current, row) : row
    const to = range && last.current >= 0 ? Math.max(last.current, row) : row
    choice.onSet(shown.subarray(from, to + 1), now)
    last.current = row
  }
  const gridTemplateColumns = `${choice ? '44px ' : ''}180px 180px ${columns.map((c) => (c.type === 'number' ? '130px' : '190px')).join(' ')}`
  const aligned = (c: Column) => (c.type === 'number' ? classes.right : '')
  return (
    <div ref={holder} className={classes.scroll} role="region" tabIndex={0} aria-label={t('versus.movedList')}>
      <div role="table" aria-label={t('versus.movedList')} aria-rowcount={shown.length + 1} aria-colcount={columns.length + (choice ? 3 : 2)}>
        <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns }}>
          {choice && (
            <span role="columnheader" className={classes.cell}>
              <Checkbox size="xs" aria-label={t('optimise.chooseAllShown')} checked={wanted > 0 && wanted === shown.length} indeterminate={wanted > 0 && wanted < shown.length}
                onChange={() => choice.onSet(shown, wanted < shown.length)} />
            </span>
          )}
          <span role="columnheader" className={classes.cell}>{t('compare.from')}</span>
          <span role="columnheader" className={classes.cell}>{t('compare.to')}</span>
          {columns.map((c) => (
            <span key={c.name} role="columnheader" className={`${classes.cell} ${aligned(c)}`} aria-sort={sorted.sort === c.name ? (sorted.descending ? 'descending' : 'ascending') : 'none'}>
              {onSort
                ? <button type="button" className={classes.sort} onClick={() => onSort(c.name)}>{columnName(c.name)}{sorted.sort === c.name && <Arrow down={sorted.descending} />}</button>
                : columnName(c.name)}
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const unit = shown[item.index] ?? 0
            return (
              <div key={item.index} role="row" aria-rowindex={item.index + 2} className={classes.row} style={{ transform: `translateY(${item.start}px)`, gridTemplateColumns }}>
                {choice && (
                  <span role="cell" className={classes.cell}>
                    <Checkbox size="xs" aria-label={t('optimise.chooseMove', { row: item.index + 1 })} checked={!choice.out.has(unit)} onChange={(event) => set(item.index, (event.nativeEvent as unknown as MouseEvent).shiftKey)} />
                  </span>
                )}
                <span role="cell" className={classes.cell}>{name('left', left[unit])}</span>
                <span role="cell" className={classes.cell}>{name('right', right[unit])}</span>
                {columns.map((c) => <span key={c.name} role="cell" className={`${classes.cell} num ${aligned(c)}`}>{show(c, units.get(unit)?.values[c.name])}</span>)}
              </div>
            )
          })}
        </div>
      </div>
      {shown.length === 0 && <Text c="dimmed" p="lg" ta="center">{t('desk.noUnitPassesFilters')}</Text>}
    </div>
  )
}

const Arrow = ({ down }: { down: boolean }) => (down ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />)
