import { useElementSize } from '@mantine/hooks'
import { useId } from 'react'
import classes from './Scatter.module.css'

export interface Dot {
  id: number
  x: number
  y: number
  /** What a screen reader says about it. */
  label: string
}

export interface Axis {
  name: string
  ticks: readonly number[]
  format: (value: number) => string
}

interface Props {
  title: string
  x: Axis
  y: Axis
  dots: readonly Dot[]
  hovered: number | undefined
  chosen: number | undefined
  onHover: (id: number | undefined) => void
  onChoose: (id: number) => void
  /** Joins the dots, for a curve. */
  line?: boolean
  /** A point to compare with, such as the plan as it is. */
  reference?: { x: number; y: number; name: string } | undefined
}

/** The width until the plot knows its own. */
const usual = 300
const height = 210
const left = 50
const right = 12
const top = 8
const bottom = 40

/**
 * Scatter draws points over two axes. It is one stop for the keyboard: arrow keys go from point to point, Enter chooses;
 * plots that are given the same hovered and chosen points are linked.
 */
export function Scatter({ title, x, y, dots, hovered, chosen, onHover, onChoose, line, reference }: Props) {
  const base = useId()
  const { ref, width: measured } = useElementSize<HTMLElement>()
  // Drawn at its own size, so that text is as large in a wide plot as in a narrow one.
  const width = measured || usual
  const px = scale(x, left, width - right)
  const py = scale(y, height - bottom, top)
  const order = [...dots].sort((a, b) => a.x - b.x || a.y - b.y)
  const marked = hovered ?? chosen
  const key = (event: React.KeyboardEvent) => {
    const at = order.findIndex((dot) => dot.id === marked)
    const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      onHover(order[Math.max(0, Math.min(order.length - 1, at < 0 ? 0 : at + step))]?.id)
    } else if ((event.key === 'Enter' || event.key === ' ') && marked !== undefined) {
      event.preventDefault()
      onChoose(marked)
    } else if (event.key === 'Escape') onHover(undefined)
  }
  const lit = dots.find((dot) => dot.id === hovered)
  const active = dots.some((dot) => dot.id === marked) ? { 'aria-activedescendant': `${base}-${marked}` } : {}
  return (
    <figure ref={ref} className={classes.figure}>
      <figcaption className={classes.title} id={`${base}-title`}>{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} className={classes.plot} role="listbox" tabIndex={0} aria-labelledby={`${base}-title`} {...active}
        onKeyDown={key} onMouseLeave={() => onHover(undefined)}>
        <g aria-hidden>
          {x.ticks.map((value) => (
            <g key={value}>
              <line className={classes.grid} x1={px(value)} x2={px(value)} y1={top} y2={height - bottom} />
              <text className={classes.tick} x={px(value)} y={height - bottom + 14} textAnchor="middle">{x.format(value)}</text>
            </g>
          ))}
          {y.ticks.map((value) => (
            <g key={value}>
              <line className={classes.grid} x1={left} x2={width - right} y1={py(value)} y2={py(value)} />
              <text className={classes.tick} x={left - 6} y={py(value) + 3.5} textAnchor="end">{y.format(value)}</text>
            </g>
          ))}
          <text className={classes.axis} x={(left + width - right) / 2} y={height - 6} textAnchor="middle">{x.name}</text>
          {line && <polyline className={classes.line} points={order.map((dot) => `${px(dot.x)},${py(dot.y)}`).join(' ')} />}
          {lit && <path className={classes.crosshair} d={`M${left},${py(lit.y)}H${px(lit.x)}V${height - bottom}`} />}
          {reference && (
            <g transform={`translate(${px(reference.x)} ${py(reference.y)})`}>
              <path className={classes.reference} d="M-4.5,-4.5L4.5,4.5M-4.5,4.5L4.5,-4.5" />
              <text className={classes.referenceName} y={py(reference.y) < top + 22 ? 17 : -9} textAnchor="middle">{reference.name}</text>
            </g>
          )}
        </g>
        {order.map((dot) => (
          <g key={dot.id} id={`${base}-${dot.id}`} role="option" aria-selected={dot.id === chosen} aria-label={dot.label}
            onMouseEnter={() => onHover(dot.id)} onClick={() => onChoose(dot.id)}>
            <circle className={classes.hit} cx={px(dot.x)} cy={py(dot.y)} r={12} />
            <circle className={classes.dot} cx={px(dot.x)} cy={py(dot.y)} r={dot.id === marked ? 6 : 4.5}
              data-mark={dot.id === chosen ? 'chosen' : dot.id === hovered ? 'hovered' : undefined} />
          </g>
        ))}
      </svg>
    </figure>
  )
}

/** scale maps the range of an axis' ticks to pixels. */
function scale(axis: Axis, from: number, to: number): (value: number) => number {
  const low = axis.ticks[0] ?? 0
  const high = axis.ticks.at(-1) ?? 1
  return (value) => from + ((to - from) * (value - low)) / (high - low || 1)
}
