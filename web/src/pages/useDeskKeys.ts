import { useEffect, useRef } from 'react'
import { useDesk } from '../edit/desk'
import type { ToolKind } from '../edit/tools'
import { deskPanels, type DeskPanel } from '../panels/DeskRail'

const tools: Record<string, ToolKind> = { v: 'pan', b: 'box', l: 'lasso', r: 'radius', u: 'brush', n: 'boundary' }

/** useDeskKeys gives the desk its keys: letters for tools, 1 to 9 for panels, Escape to let go of a selection. */
export function useDeskKeys(onPanel: (panel: DeskPanel) => void): void {
  const { pick, select, selectBoundaries } = useDesk()
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
      else if (event.key === 'Escape') {
        select([])
        selectBoundaries([])
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [pick, select, selectBoundaries])
}
