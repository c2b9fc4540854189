import { Text } from '@mantine/core'
import { useComputedColorScheme } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconLock, IconMapPin } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import type { ColourBook } from '../columns/colourBook'
import { hex } from '../columns/palette'
import type { Row } from '../edit/tree'
import { t } from '../i18n'
import { DeviationBar } from '../ui/DeviationBar'
import { compact } from '../ui/format'
import classes from './AreaRows.module.css'

interface Props {
  rows: readonly Row[]
  measure: number
  /** Whether the measure is the number of units, which every row tells anyway. */
  counting: boolean
  book: ColourBook
  /** The level whose areas the map colours. */
  level: number
  collapsed: ReadonlySet<number>
  tolerance: number
  selected: number
  empty: string
  onFold: (area: number) => void
  onHover: (area: number) => void
  onSelect: (area: number) => void
  /** What may be dropped where; without it rows cannot be dragged. */
  drag?: { allowed: (area: number, to: number) => boolean; drop: (area: number, to: number) => void; take?: (to: number) => void }
}

const height = 46

/** AreaRows draws the visible part of the tree; thousands of areas cost no more than a screenful. */
export function AreaRows(props: Props) {
  const { rows, selected } = props
  const holder = useRef<HTMLDivElement>(null)
  // The virtualiser keeps its own state and must not be memoised around.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => holder.current, estimateSize: () => height, overscan: 12 })

  useEffect(() => {
    const at = rows.findIndex((row) => row.area.number === selected)
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
    // Only a new selection scrolls, not a new order of rows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected])

  const move = (event: React.KeyboardEvent) => {
    const at = rows.findIndex((row) => row.area.number === selected)
    const row = rows[at]
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))]
      if (next) props.onSelect(next.area.number)
    } else if (row && row.children > 0 && (event.key === 'ArrowLeft') !== props.collapsed.has(row.area.number) && event.key.startsWith('Arrow')) {
      event.preventDefault()
      props.onFold(row.area.number)
    } else if (event.key === 'Escape') props.onSelect(0)
  }

  return (
    <div ref={holder} className={classes.scroll} role="tree" tabIndex={0} aria-label={t('areas.areas')} onKeyDown={move}
      aria-activedescendant={selected > 0 ? `area-${selected}` : undefined} onMouseLeave={() => props.onHover(0)}>
      {rows.length === 0 && <Text size="sm" c="dimmed" p="lg" ta="center">{props.empty}</Text>}
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          return row && <AreaRow key={row.area.number} {...props} row={row} top={item.start} />
        })}
      </div>
    </div>
  )
}

function AreaRow({ row, top, ...props }: Props & { row: Row; top: number }) {
  const { area, depth, children } = row
  const scheme = useComputedColorScheme('light')
  const coloured = area.leaf ? area.level <= props.level || props.level < 0 : area.level === props.level
  const folded = props.collapsed.has(area.number)
  const { over, handlers } = useDrag(area.number, area.leaf, props.drag)
  const Chevron = folded ? IconChevronRight : IconChevronDown
  return (
    <div
      id={`area-${area.number}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={props.selected === area.number}
      {...(children > 0 ? { 'aria-expanded': !folded } : {})}
      className={over ? `${classes.row} ${classes.over}` : classes.row}
      {...handlers}
      style={{ transform: `translateY(${top}px)`, height, paddingLeft: 14 + depth * 16 }}
      onMouseEnter={() => props.onHover(area.number)}
      onClick={() => props.onSelect(props.selected === area.number ? 0 : area.number)}
    >
      {children > 0 ? (
        <span className={classes.fold} onClick={(event) => {
          event.stopPropagation()
          props.onFold(area.number)
        }}><Chevron size={14} /></span>
      ) : depth > 0 ? <span className={classes.fold} /> : null}
      <span className={classes.swatch} style={coloured ? { background: hex(props.book.of(area.number), scheme) } : { border: '1.5px solid var(--bw-line-strong)' }} />
      <span className={classes.name}>
        <span className={classes.title} title={area.name}>
          <span className={classes.clip}>{area.name}</span>
          {area.locked && <IconLock size={12} aria-label={t('areas.locked')} />}
          {area.pinned && <IconMapPin size={12} aria-label={t('areas.centrePinned')} />}
        </span>
        <span className={`${classes.sub} num`}>
          {props.counting ? '' : `${compact(area.sums[props.measure])}, `}{t('common.units', { count: area.units })}
        </span>
      </span>
      <span className={classes.bar}><DeviationBar value={area.deviations[props.measure]} tolerance={props.tolerance} /></span>
    </div>
  )
}

const dragged = 'application/x-bailiwick-area'

/** What is carried when the selected units are dragged onto a territory. */
export const draggedUnits = 'application/x-bailiwick-units'

/** useDrag lets a row be dragged onto another, below which the area then goes, and selected units onto a territory. */
function useDrag(area: number, leaf: boolean, drag: Props['drag']) {
  const [over, setOver] = useState(false)
  if (!drag) return { over: false, handlers: {} }
  // While dragging, a browser shows only the types of what is carried, so the number travels in a type.
  const carried = (event: React.DragEvent) => Number(event.dataTransfer.types.find((type) => type.startsWith(`${dragged}-`))?.slice(dragged.length + 1) ?? 0)
  return {
    over,
    handlers: {
      draggable: true,
      onDragStart: (event: React.DragEvent) => {
        event.dataTransfer.setData(`${dragged}-${area}`, '')
        event.dataTransfer.effectAllowed = 'move'
      },
      onDragOver: (event: React.DragEvent) => {
        const units = leaf && drag.take !== undefined && event.dataTransfer.types.includes(draggedUnits)
        if (!units && !drag.allowed(carried(event), area)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: React.DragEvent) => {
        event.preventDefault()
        setOver(false)
        if (event.dataTransfer.types.includes(draggedUnits)) drag.take?.(area)
        else drag.drop(carried(event), area)
      },
    },
  }
}
