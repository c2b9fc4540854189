import { useRef } from 'react'
import classes from './Triangle.module.css'

interface Props {
  label: string
  /** Names of the corners: top, left, right. */
  corners: readonly [string, string, string]
  /** Where the knob is, in a triangle one unit wide with y downwards. */
  x: number
  y: number
  /** The value of the top corner from 0 to 100, and everything in words. */
  now: number
  said: string
  onMove: (x: number, y: number) => void
  /** Arrow keys: across is to the right corner, up to the top one. */
  onStep: (across: number, up: number) => void
}

const side = 200
const tall = (side * Math.sqrt(3)) / 2
const margin = 18

/** Triangle chooses a mixture of three things with one knob. Arrow keys move it; inputs beside it say the same in numbers. */
export function Triangle({ label, corners, x, y, now, said, onMove, onStep }: Props) {
  const held = useRef(false)
  const drag = (event: React.PointerEvent<SVGSVGElement>) => {
    if (!held.current) return
    const box = event.currentTarget.getBoundingClientRect()
    const scale = (side + 2 * margin) / box.width
    onMove(((event.clientX - box.left) * scale - margin) / side, ((event.clientY - box.top) * scale - margin) / side)
  }
  const line = (t: number) => `M${(side * t) / 2},${tall * (1 - t)}H${side - (side * t) / 2}`
  return (
    <svg className={classes.triangle} viewBox={`${-margin} ${-margin} ${side + 2 * margin} ${tall + 2 * margin}`}
      onPointerDown={(event) => {
        held.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
        drag(event)
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        held.current = false
      }}>
      <g aria-hidden>
        <path className={classes.face} d={`M${side / 2},0L${side},${tall}H0Z`} />
        {[0.25, 0.5, 0.75].map((t) => <path key={t} className={classes.mesh} d={line(t)} />)}
        <text className={classes.corner} x={side / 2} y={-6} textAnchor="middle">{corners[0]}</text>
        <text className={classes.corner} x={0} y={tall + 14} textAnchor="start">{corners[1]}</text>
        <text className={classes.corner} x={side} y={tall + 14} textAnchor="end">{corners[2]}</text>
      </g>
      <circle className={classes.knob} cx={side * x} cy={side * y} r={8.5} tabIndex={0} role="slider" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={now} aria-valuetext={said}
        onKeyDown={(event) => {
          const across = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
          const up = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
          if (across === 0 && up === 0) return
          event.preventDefault()
          onStep(across, up)
        }} />
    </svg>
  )
}
