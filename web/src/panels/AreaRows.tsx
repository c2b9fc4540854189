import { Text } from '@mantine/core'
import { useComputedColorScheme } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconLock, IconMapPin } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef, useState } from 'react'
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
  const { rows, selected, measure, collapsed, level } = props
  const scheme = useComputedColorScheme('light')
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

  // Rows are drawn again for what they show, not because who listens to them is a new function.
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const [acts] = useState<Acts>(() => ({
    fold: (area) => latest.current.onFold(area),
    hover: (area) => latest.current.onHover(area),
    select: (area) => latest.current.onSelect(area),
    allowed: (area, to) => latest.current.drag?.allowed(area, to) ?? false,
    drop: (area, to) => latest.current.drag?.drop(area, to),
    take: (to) => latest.current.drag?.take?.(to),
  }))

  const move = (event: React.KeyboardEvent) => {
    const at = rows.findIndex((row) => row.area.number === selected)
    const row = rows[at]
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))]
      if (next) props.onSelect(next.area.number)
    } else if (row && row.children > 0 && (event.key === 'ArrowLeft') !== collapsed.has(row.area.number) && event.key.startsWith('Arrow')) {
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
          if (!row) return null
          const { area, depth, children } = row
          const coloured = area.leaf ? area.level <= level || level < 0 : area.level === level
          return (
            <AreaRow key={area.number} number={area.number} name={area.name} leaf={area.leaf} locked={area.locked ?? false} pinned={area.pinned ?? false} units={area.units}
              sum={props.counting ? undefined : area.sums[measure]} deviation={area.deviations[measure]} tolerance={props.tolerance} depth={depth} top={item.start}
              folded={children > 0 ? collapsed.has(area.number) : undefined} colour={coloured ? hex(props.book.of(area.number), scheme) : undefined}
              selected={selected === area.number} acts={acts} draggable={props.drag !== undefined} takes={area.leaf && props.drag?.take !== undefined} />
          )
        })}
      </div>
    </div>
  )
}

/** What can be done with a row. */
interface Acts {
  fold: (area: number) => void
  hover: (area: number) => void
  select: (area: number) => void
  allowed: (area: number, to: number) => boolean
  drop: (area: number, to: number) => void
  take: (to: number) => void
}

interface RowProps {
  number: number
  name: string
  leaf: boolean
  locked: boolean
  pinned: boolean
  units: number
  /** Of the measure shown; undefined when it is the number of units. */
  sum: number | undefined
  deviation: number | undefined
  tolerance: number
  depth: number
  /** Where the row begins in the list, in pixels. */
  top: number
  /** Whether what is below the area is hidden; undefined where there is nothing. */
  folded: boolean | undefined
  /** How the map draws the area; undefined when it does not. */
  colour: string | undefined
  selected: boolean
  acts: Acts
  draggable: boolean
  /** Whether units may be dropped here. */
  takes: boolean
}

const AreaRow = memo(function AreaRow(row: RowProps) {
  const { number, folded, colour, depth, acts } = row
  const { over, handlers } = useDrag(row)
  const Chevron = folded ? IconChevronRight : IconChevronDown
  return (
    <div
      id={`area-${number}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={row.selected}
      {...(folded !== undefined ? { 'aria-expanded': !folded } : {})}
      className={over ? `${classes.row} ${classes.over}` : classes.row}
      {...handlers}
      style={{ transform: `translateY(${row.top}px)`, height, paddingLeft: 14 + depth * 16 }}
      onMouseEnter={() => acts.hover(number)}
      onClick={() => acts.select(row.selected ? 0 : number)}
    >
      {folded !== undefined ? (
        <span className={classes.fold} onClick={(event) => {
          event.stopPropagation()
          acts.fold(number)
        }}><Chevron size={14} /></span>
      ) : depth > 0 ? <span className={classes.fold} /> : null}
      <span className={classes.swatch} style={colour === undefined ? { border: '1.5px solid var(--bw-line-strong)' } : { background: colour }} />
      <span className={classes.name}>
        <span className={classes.title} title={row.name}>
          <span className={classes.clip}>{row.name}</span>
          {row.locked && <IconLock size={12} aria-label={t('areas.locked')} />}
          {row.pinned && <IconMapPin size={12} aria-label={t('areas.centrePinned')} />}
        </span>
        <span className={`${classes.sub} num`}>
          {row.sum === undefined ? '' : `${compact(row.sum)}, `}{t('common.units', { count: row.units })}
        </span>
      </span>
      <span className={classes.bar}><DeviationBar value={row.deviation} tolerance={row.tolerance} /></span>
    </div>
  )
})

const dragged = 'application/x-bailiwick-area'

/** What is carried when the selected units are dragged onto a territory. */
export const draggedUnits = 'application/x-bailiwick-units'

/** useDrag lets a row be dragged onto another, below which the area then goes, and selected units onto a territory. */
function useDrag({ number, draggable, takes, acts }: RowProps) {
  const [over, setOver] = useState(false)
  if (!draggable) return { over: false, handlers: {} }
  // While dragging, a browser shows only the types of what is carried, so the number travels in a type.
  const carried = (event: React.DragEvent) => Number(event.dataTransfer.types.find((type) => type.startsWith(`${dragged}-`))?.slice(dragged.length + 1) ?? 0)
  return {
    over,
    handlers: {
      draggable: true,
      onDragStart: (event: React.DragEvent) => {
        event.dataTransfer.setData(`${dragged}-${number}`, '')
        event.dataTransfer.effectAllowed = 'move'
      },
      onDragOver: (event: React.DragEvent) => {
        const units = takes && event.dataTransfer.types.includes(draggedUnits)
        if (!units && !acts.allowed(carried(event), number)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: React.DragEvent) => {
        event.preventDefault()
        setOver(false)
        if (event.dataTransfer.types.includes(draggedUnits)) acts.take(number)
        else acts.drop(carried(event), number)
      },
    },
  }
}
