import { useEffect, useRef, useState } from 'react'
import type { Mode } from '../columns/select'
import type { Covered, ScreenPoint, Tool } from './tools/tool'
import classes from './SelectionOverlay.module.css'

interface Props {
  tool: Tool
  onCovered: (covered: Covered, mode: Mode) => void
}

/** SelectionOverlay lies above the map while a tool is held: it draws the drag without redrawing the map. */
export function SelectionOverlay({ tool, onCovered }: Props) {
  const points = useRef<ScreenPoint[]>([])
  const [path, setPath] = useState('')

  useEffect(() => {
    const drop = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      points.current = []
      setPath('')
    }
    window.addEventListener('keydown', drop)
    return () => window.removeEventListener('keydown', drop)
  }, [])

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
      }}
      onPointerUp={(event) => {
        const drawn = points.current
        points.current = []
        setPath('')
        const covered = tool.covered(drawn)
        if (covered) onCovered(covered, event.shiftKey ? 'add' : event.altKey ? 'remove' : 'replace')
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
