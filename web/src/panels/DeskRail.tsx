import { IconAdjustmentsSpark, IconArrowsSplit, IconFileExport, IconHistory, IconListTree, IconMap2, IconMessage, IconTargetArrow } from '@tabler/icons-react'
import classes from './DeskRail.module.css'

/** The panels of the desk, in the order of their number keys. */
export const deskPanels = ['territories', 'optimise', 'history', 'boundaries', 'comments', 'targets', 'exceptions', 'publish'] as const
export type DeskPanel = (typeof deskPanels)[number]

const looks: Record<DeskPanel, { label: string; icon: typeof IconListTree }> = {
  territories: { label: 'Territories', icon: IconListTree },
  optimise: { label: 'Optimise', icon: IconAdjustmentsSpark },
  history: { label: 'History', icon: IconHistory },
  comments: { label: 'Comments', icon: IconMessage },
  exceptions: { label: 'Exceptions', icon: IconArrowsSplit },
  publish: { label: 'Publish', icon: IconFileExport },
  targets: { label: 'Targets', icon: IconTargetArrow },
  boundaries: { label: 'Boundaries', icon: IconMap2 },
}

/** DeskRail chooses the panel beside the map; a second press folds it away. */
export function DeskRail({ open, onOpen }: { open: DeskPanel | undefined; onOpen: (panel: DeskPanel | undefined) => void }) {
  return (
    <nav className={classes.rail} aria-label="Panels">
      {deskPanels.map((panel) => {
        const { label, icon: Icon } = looks[panel]
        return (
          <button key={panel} type="button" className={classes.item} aria-pressed={open === panel} onClick={() => onOpen(open === panel ? undefined : panel)}>
            <Icon size={21} stroke={1.6} />
            <span>{label}</span>
          </button>
        )
      })}
    </nav>
  )
}
