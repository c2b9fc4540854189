import { useEffect } from 'react'
import type { Legend } from '../api/types'
import { useCommands, type Command } from '../edit/commands'
import { useDeskPart } from '../edit/desk'
import type { ToolKind } from '../edit/tools'
import { t } from '../i18n'
import { deskPanels, panelLabel, type DeskPanel } from '../panels/DeskRail'
import { slotOf, type MapHandle } from './useMapHandle'

const tools = (): [ToolKind, string, string][] => [
  ['pan', t('desk.moveMap'), 'V'], ['box', t('desk.selectByBox'), 'B'], ['lasso', t('desk.selectByLasso'), 'L'],
  ['radius', t('desk.selectByRadius'), 'R'], ['brush', t('desk.selectByBrush'), 'U'],
  ['border', t('desk.borderBrush'), 'G'], ['boundary', t('desk.selectBoundariesByClick'), 'N'],
]

/** useDeskCommands offers the desk's panels, tools and areas to the command palette. */
export function useDeskCommands(legend: Legend | undefined, handle: MapHandle, onPanel: (panel: DeskPanel) => void): void {
  const { pick, open } = useDeskPart('pick', 'open')
  const { map, shown } = handle
  useEffect(() => {
    const goTo = (area: number) => {
      onPanel('territories')
      open(area)
      const slot = slotOf(shown, area)
      if (slot > 0) map?.fitSlot(slot)
    }
    const commands: Command[] = [
      ...deskPanels.map((panel, k): Command => ({
        id: `panel ${panel}`, label: panelLabel(panel), kind: t('desk.panel'), hint: String(k + 1), run: () => onPanel(panel),
      })),
      ...tools().map(([kind, label, hint]): Command => ({ id: `tool ${kind}`, label, kind: t('desk.tool'), hint, run: () => pick(kind) })),
      { id: 'fit', label: t('desk.showAllUnits'), kind: t('shell.command'), run: () => map?.fitAll() },
      ...(legend?.areas ?? []).map((area): Command => ({
        id: `area ${area.number}`, label: area.name, kind: legend?.levels[area.level] ?? t('desk.area'), run: () => goTo(area.number),
      })),
    ]
    const { offer, withdraw } = useCommands.getState()
    offer('desk', commands)
    return () => withdraw('desk')
    // The panel opener is made anew by every render and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [legend, map, shown, pick, open])
}
