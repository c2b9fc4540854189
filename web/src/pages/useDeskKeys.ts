import { useEffect, useRef } from 'react'
import { useDesk, useDeskPart } from '../edit/desk'
import { resized, type ToolKind } from '../edit/tools'
import { deskPanels, type DeskPanel } from '../panels/DeskRail'

const tools: Record<string, ToolKind> = { v: 'pan', b: 'box', l: 'lasso', r: 'radius', u: 'brush', g: 'border', n: 'boundary' }

/** useDeskKeys gives the desk its keys: letters for tools, brackets for the width of a brush, M for the destination of a selection, 1 to 9 for panels, Escape to let go of a selection. */
export function useDeskKeys(onPanel: (panel: DeskPanel) => void): void {
  const { pick, select, selectBoundaries, widen } = useDeskPart('pick', 'select', 'selectBoundaries', 'widen')
  const latest = useRef(onPanel)
  useEffect(() => {
    latest.current = onPanel
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target
      const typing = at instanceof HTMLElement && at.closest('input, textarea, select, [role="dialog"], [contenteditable]')
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      const tool = tools[event.key.toLowerCase()]
      const panel = deskPanels[Number(event.key) - 1]
      if (tool) pick(tool)
      else if (panel) latest.current(panel)
      else if (event.key === '[' || event.key === ']') widen(resized(useDesk.getState().brush, event.key === ']' ? 1 : -1))
      else if (event.key.toLowerCase() === 'm' && useDesk.getState().selection.length > 0) {
        event.preventDefault()
        document.getElementById('carve-into')?.focus()
      } else if (event.key === 'Escape') {
        select([])
        selectBoundaries([])
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [pick, select, selectBoundaries, widen])
}
