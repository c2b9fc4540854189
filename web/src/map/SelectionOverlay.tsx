import { useEffect, useRef, useState } from 'react'
import type { Mode } from '../columns/select'
import type { Covered, ScreenPoint, Tool } from './tools/tool'
import classes from './SelectionOverlay.module.css'

interface Props {
  tool: Tool
  /** Called at most once a frame while the drag goes on, and with undefined when it is given up. */
  onDrawing: (covered: Covered | undefined, mode: Mode) => void
  onCovered: (covered: Covered, mode: Mode) => void
}

/** modeOf reads from the keys held whether a drag starts anew, adds or takes away. */
const modeOf = (event: React.PointerEvent): Mode => (event.shiftKey ? 'add' : event.altKey ? 'remove' : 'replace')

/** SelectionOverlay lies above the map while a tool is held: it draws the drag without redrawing the map. */
export function SelectionOverlay({ tool, onDrawing, onCovered }: Props) {
  const points = useRef<ScreenPoint[]>([])
  const frame = useRef(0)
  const latest = useRef(onDrawing)
  const [path, setPath] = useState('')

  useEffect(() => {
    latest.current = onDrawing
  })
  useEffect(() => {
    const drop = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || points.current.length === 0) return
      points.current = []
      setPath('')
      cancelAnimationFrame(frame.current)
      latest.current(undefined, 'replace')
    }
    window.addEventListener('keydown', drop)
    return () => {
      window.removeEventListener('keydown', drop)
      cancelAnimationFrame(frame.current)
    }
  }, [])

  const show = (mode: Mode) => {
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => {
      const covered = tool.covered(points.current)
      if (covered) latest.current(covered, mode)
    })
  }

  const place = (event: React.PointerEvent<SVGSVGElement>): ScreenPoint => {
    const box = event.currentTarget.getBoundingClientRect()
    return [Math.round(event.clientX - box.left), Math.round(event.clientY - box.top)]
  }

  return (
    <svg
      className={classes.overlay}
      role="presentation"
      data-testid="selection-overlay"
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        points.current = [place(event)]
        setPath(tool.path(points.current))
      }}
      onPointerMove={(event) => {
        if (points.current.length === 0) return
        points.current.push(place(event))
        setPath(tool.path(points.current))
        show(modeOf(event))
      }}
      onPointerUp={(event) => {
        const drawn = points.current
        points.current = []
        setPath('')
        cancelAnimationFrame(frame.current)
        const covered = tool.covered(drawn)
        if (covered) onCovered(covered, modeOf(event))
        else onDrawing(undefined, 'replace')
      }}
    >
      {path !== '' && (
        <path
          d={path}
          className={tool.width ? classes.stroke : classes.area}
          {...(tool.width ? { strokeWidth: tool.width } : {})}
        />
      )}
    </svg>
  )
}
