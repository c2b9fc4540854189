import { Checkbox, Text, useComputedColorScheme } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { unitRowsQuery, type UnitOrder } from '../api/unitTable'
import type { Column, Snapshot, Unit } from '../api/types'
import type { ColourBook } from '../columns/colourBook'
import { hex, unassignedHex } from '../columns/palette'
import { columnName } from '../edit/columnNames'
import { blocksOf, gridKey, type GridStep } from '../edit/unitGrid'
import { t } from '../i18n'
import { count } from '../ui/format'
import classes from './UnitGrid.module.css'
import { show } from './UnitsTable'

interface Props {
  snapshot: Snapshot
  /** Indices of the units in the order shown. */
  order: Int32Array
  columns: readonly Column[]
  assignment: Int32Array
  names: ReadonlyMap<number, string>
  book: ColourBook
  sorted: UnitOrder
  selection: readonly number[]
  onSort: (column: string) => void
  onSelect: (units: readonly number[]) => void
}

const rowHeight = 36

/** More rows than this are taller than browsers can scroll; a filter brings the rest into view. */
export const mostRows = 400_000

/** UnitGrid is the virtualised table of units with a selection; only visible rows are read from the server. */
export function UnitGrid(props: Props) {
  const { order, columns, selection } = props
  const holder = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const anchor = useRef(0)
  const rows = Math.min(order.length, mostRows)
  // The virtualiser keeps its own state and must not be memoised around.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: rows, getScrollElement: () => holder.current, estimateSize: () => rowHeight, overscan: 10 })
  const items = virtual.getVirtualItems()
  const blocks = blocksOf(order, items[0]?.index ?? 0, items.at(-1)?.index ?? 0)
  const read = useQueries({ queries: blocks.map((block) => unitRowsQuery(props.snapshot.id, block)) })
  const units = new Map<number, Unit>()
  for (const block of read) for (const unit of block.data ?? []) units.set(unit.index, unit)
  const chosen = useMemo(() => new Set(selection), [selection])
  const template = `44px 190px ${columns.map((c) => (c.type === 'number' ? '130px' : '190px')).join(' ')}`

  const toggle = (from: number, to: number, on: boolean) => {
    const next = new Set(chosen)
    for (let k = Math.min(from, to); k <= Math.max(from, to); k++) {
      if (on) next.add(order[k] ?? 0)
      else next.delete(order[k] ?? 0)
    }
    props.onSelect([...next].sort((a, b) => a - b))
  }
  const go = (step: GridStep) => {
    setActive(step.active)
    virtual.scrollToIndex(step.active, { align: 'auto' })
    if (step.kind === 'all') props.onSelect([...order.subarray(0, rows)].sort((a, b) => a - b))
    else if (step.kind === 'extend') toggle(anchor.current, step.active, true)
    else if (step.kind === 'toggle') toggle(step.active, step.active, !chosen.has(order[step.active] ?? -1))
    else if (step.kind === 'clear') props.onSelect([])
    if (step.kind !== 'extend') anchor.current = step.active
  }
  const press = (event: React.KeyboardEvent) => {
    const step = gridKey(event, active, rows, Math.floor((holder.current?.clientHeight ?? 400) / rowHeight) - 2)
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    go(step)
  }
  const click = (event: React.MouseEvent, index: number) => {
    holder.current?.focus({ preventScroll: true })
    if (event.shiftKey) return go({ kind: 'extend', active: index })
    go({ kind: 'toggle', active: index })
  }

  return (
    <div ref={holder} className={classes.scroll} role="grid" tabIndex={0} aria-label={t('common.unitsName')} aria-multiselectable="true" aria-rowcount={rows + 1}
      aria-colcount={columns.length + 2} aria-activedescendant={rows > 0 ? `unit-row-${active}` : undefined} onKeyDown={press}>
      <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns: template }}>
        <span role="columnheader" className={classes.cell}><span className="visually-hidden">{t('desk.selected')}</span></span>
        <Head column="$area" label={t('desk.territory')} sorted={props.sorted} onSort={props.onSort} />
        {columns.map((c) => <Head key={c.name} column={c.name} label={columnName(c.name)} right={c.type === 'number'} sorted={props.sorted} onSort={props.onSort} />)}
      </div>
      {rows === 0 && <Text role="row" c="dimmed" p="lg" ta="center"><span role="gridcell">{t('desk.noUnitPassesFilters')}</span></Text>}
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="rowgroup">
        {items.map((item) => {
          const index = order[item.index] ?? 0
          return (
            <UnitRow key={item.index} {...props} index={index} unit={units.get(index)} at={item.index} top={item.start} template={template}
              selected={chosen.has(index)} active={item.index === active} onClick={(event) => click(event, item.index)} />
          )
        })}
      </div>
      {order.length > rows && <Text size="sm" c="dimmed" p="md">{t('desk.firstUnitsFilterSee', { rows: count(rows), length: count(order.length) })}</Text>}
    </div>
  )
}

function Head({ column, label, right = false, sorted, onSort }: { column: string; label: string; right?: boolean; sorted: UnitOrder; onSort: (column: string) => void }) {
  const on = sorted.sort === column
  const Arrow = sorted.descending ? IconArrowDown : IconArrowUp
  return (
    <span role="columnheader" aria-sort={on ? (sorted.descending ? 'descending' : 'ascending') : 'none'} className={`${classes.cell} ${right ? classes.right : ''}`}>
      <button type="button" className={classes.sort} onClick={() => onSort(column)}>{label}{on && <Arrow size={13} aria-hidden />}</button>
    </span>
  )
}

interface RowProps extends Props {
  index: number
  unit: Unit | undefined
  at: number
  top: number
  template: string
  selected: boolean
  active: boolean
  onClick: (event: React.MouseEvent) => void
}

function UnitRow({ index, unit, at, top, template, selected, active, columns, assignment, names, book, onClick }: RowProps) {
  const scheme = useComputedColorScheme('light')
  const area = assignment[index] ?? 0
  return (
    <div id={`unit-row-${at}`} role="row" aria-rowindex={at + 2} aria-selected={selected} className={`${classes.row} ${active ? classes.active : ''}`}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: template }} onClick={onClick}>
      <span role="gridcell" className={classes.cell}><Checkbox size="xs" tabIndex={-1} checked={selected} readOnly aria-label={unit?.id ?? t('desk.unit2', { index: index + 1 })} /></span>
      <span role="gridcell" className={classes.cell}>
        <span className={classes.swatch} style={{ background: area > 0 ? hex(book.of(area), scheme) : unassignedHex[scheme] }} />
        {names.get(area) ?? t('common.unassigned')}
      </span>
      {columns.map((c) => (
        <span key={c.name} role="gridcell" className={`${classes.cell} num ${c.type === 'number' ? classes.right : ''}`}>{unit ? show(c, unit.values[c.name]) : ''}</span>
      ))}
    </div>
  )
}
