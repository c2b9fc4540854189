import { useComputedColorScheme } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight, IconLock } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { Legend, LegendArea } from '../api/types'
import type { ColourBook } from '../columns/colourBook'
import { hex } from '../columns/palette'
import { keyOf, valueOf, type LegendColumn } from '../edit/legendColumns'
import type { Row } from '../edit/tree'
import { t } from '../i18n'
import { DeviationBar } from '../ui/DeviationBar'
import { compact, count, kilometres, missing, percent } from '../ui/format'
import classes from './LegendTable.module.css'
import { columnLabel } from './legendLabels'

export interface Sorted { key: string; descending: boolean }

interface Props {
  legend: Legend
  rows: readonly Row[]
  columns: readonly LegendColumn[]
  book: ColourBook
  tolerance: number
  selected: number
  collapsed: ReadonlySet<number>
  sorted: Sorted | undefined
  empty: string
  onSort: (key: string) => void
  onFold: (area: number) => void
  onHover: (area: number) => void
  onSelect: (area: number) => void
}

const rowHeight = 38
const nameWidth = 250
const widths: Record<LegendColumn['kind'], number> = {
  owner: 150, level: 110, units: 92, travel: 112, profile: 120, notes: 200, sum: 128, target: 128, deviation: 190, share: 110,
}
const figures = new Set<LegendColumn['kind']>(['units', 'travel', 'sum', 'target', 'share'])

/** LegendTable is the legend with a column per figure: sorted by any, some pinned, thousands of areas at the cost of a screenful. */
export function LegendTable(props: Props) {
  const { rows, columns, legend, sorted, selected } = props
  const holder = useRef<HTMLDivElement>(null)
  // The virtualiser keeps its own state and must not be memoised around.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => holder.current, estimateSize: () => rowHeight, overscan: 12 })
  const template = `${nameWidth}px ${columns.map((column) => `${widths[column.kind]}px`).join(' ')}`
  const lefts = leftEdges(columns)
  const move = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const at = Math.min(rows.length - 1, Math.max(0, rows.findIndex((row) => row.area.number === selected) + step))
    const next = rows[at]
    if (next) props.onSelect(next.area.number)
    virtual.scrollToIndex(at, { align: 'auto' })
  }
  return (
    <div ref={holder} className={classes.scroll} role="grid" tabIndex={0} aria-label={t('look.areas')} aria-rowcount={rows.length + 1} aria-colcount={columns.length + 1}
      aria-activedescendant={selected > 0 ? `legend-${selected}` : undefined} onKeyDown={move} onMouseLeave={() => props.onHover(0)}>
      <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns: template }}>
        <Head id="name" label={t('look.area')} left={0} sorted={sorted} onSort={props.onSort} />
        {columns.map((column, k) => (
          <Head key={keyOf(column)} id={keyOf(column)} label={columnLabel(column)} left={lefts[k]} right={figures.has(column.kind)} sorted={sorted} onSort={props.onSort} />
        ))}
      </div>
      {rows.length === 0 && <p className={classes.empty} role="row"><span role="gridcell">{props.empty}</span></p>}
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (!row) return null
          const { area } = row
          return (
            <div key={area.number} id={`legend-${area.number}`} role="row" aria-rowindex={item.index + 2} aria-selected={selected === area.number} className={classes.row}
              style={{ transform: `translateY(${item.start}px)`, height: rowHeight, gridTemplateColumns: template }}
              onMouseEnter={() => props.onHover(area.number)} onClick={() => props.onSelect(selected === area.number ? 0 : area.number)}>
              <Name row={row} book={props.book} folded={props.collapsed.has(area.number)} onFold={() => props.onFold(area.number)} />
              {columns.map((column, k) => (
                <span key={keyOf(column)} role="gridcell" className={`${classes.cell} num`} data-right={figures.has(column.kind)} {...stuck(lefts[k])}>
                  <Figure area={area} column={column} legend={legend} tolerance={props.tolerance} />
                </span>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** leftEdges says where each pinned column sticks; undefined for the others. */
function leftEdges(columns: readonly LegendColumn[]): (number | undefined)[] {
  let left = nameWidth
  return columns.map((column) => {
    if (!column.pinned) return undefined
    const at = left
    left += widths[column.kind]
    return at
  })
}

const stuck = (left: number | undefined) => (left === undefined ? {} : { 'data-stuck': true, style: { left } })

function Head({ id, label, left, right = false, sorted, onSort }: {
  id: string; label: string; left: number | undefined; right?: boolean; sorted: Sorted | undefined; onSort: (key: string) => void
}) {
  const on = sorted?.key === id
  const Arrow = sorted?.descending ? IconArrowDown : IconArrowUp
  return (
    <span role="columnheader" aria-sort={on ? (sorted.descending ? 'descending' : 'ascending') : 'none'} className={classes.cell} data-right={right} {...stuck(left)}>
      <button type="button" className={classes.sort} title={label} onClick={() => onSort(id)}><span>{label}</span>{on && <Arrow size={13} aria-hidden />}</button>
    </span>
  )
}

function Name({ row, book, folded, onFold }: { row: Row; book: ColourBook; folded: boolean; onFold: () => void }) {
  const scheme = useComputedColorScheme('light')
  const { area, depth, children } = row
  const Chevron = folded ? IconChevronRight : IconChevronDown
  return (
    <span role="gridcell" className={classes.cell} data-stuck style={{ left: 0, paddingLeft: 10 + depth * 14 }}>
      <span className={classes.name}>
        {children > 0
          ? <span className={classes.fold} onClick={(event) => { event.stopPropagation(); onFold() }}><Chevron size={14} /></span>
          : <span className={classes.swatch} style={{ background: hex(book.of(area.number), scheme) }} />}
        <span className={classes.clip} title={area.name} data-top={children > 0}>{area.name}</span>
        {area.locked && <IconLock size={12} aria-label={t('areas.locked')} />}
      </span>
    </span>
  )
}

function Figure({ area, column, legend, tolerance }: { area: LegendArea; column: LegendColumn; legend: Legend; tolerance: number }) {
  const value = valueOf(area, column, legend)
  switch (column.kind) {
    case 'units':
      return count(Number(value))
    case 'travel':
      return typeof value === 'number' ? kilometres(value) : missing
    case 'sum':
    case 'target':
      return typeof value === 'number' ? compact(value) : missing
    case 'share':
      return typeof value === 'number' ? percent(value) : missing
    case 'deviation':
      return <DeviationBar value={typeof value === 'number' ? value : undefined} tolerance={tolerance} />
    case 'profile':
      return value === '' ? '' : value === 'non-contiguous' ? t('look.scattered') : t('look.contiguous')
    case 'owner':
    case 'level':
    case 'notes':
      return <span title={String(value)}>{value}</span>
  }
}
