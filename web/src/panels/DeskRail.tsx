import { IconAdjustmentsSpark, IconArrowsSplit, IconFileExport, IconHistory, IconListTree, IconMap2, IconMessage, IconTargetArrow } from '@tabler/icons-react'
import { memo, useEffect, useRef } from 'react'
import { t } from '../i18n'
import classes from './DeskRail.module.css'

/** The panels of the desk, in the order of their number keys. */
export const deskPanels = ['territories', 'optimise', 'history', 'boundaries', 'comments', 'targets', 'exceptions', 'publish'] as const
export type DeskPanel = (typeof deskPanels)[number]

const looks: Record<DeskPanel, { label: string; icon: typeof IconListTree }> = {
  territories: { get label() { return t('desk.territories') }, icon: IconListTree },
  optimise: { get label() { return t('desk.optimise') }, icon: IconAdjustmentsSpark },
  history: { get label() { return t('desk.history') }, icon: IconHistory },
  comments: { get label() { return t('desk.comments') }, icon: IconMessage },
  exceptions: { get label() { return t('desk.exceptions') }, icon: IconArrowsSplit },
  publish: { get label() { return t('desk.publish') }, icon: IconFileExport },
  targets: { get label() { return t('desk.targets') }, icon: IconTargetArrow },
  boundaries: { get label() { return t('desk.boundaries') }, icon: IconMap2 },
}

/** panelLabel is what a panel is called. */
export const panelLabel = (panel: DeskPanel): string => looks[panel].label

/** DeskRail chooses the panel beside the map; a second press folds it away. */
export const DeskRail = memo(function DeskRail({ open, onOpen }: { open: DeskPanel | undefined; onOpen: (panel: DeskPanel | undefined) => void }) {
  const rail = useRef<HTMLElement>(null)
  // On a phone the rail scrolls; what is open stays in view.
  useEffect(() => {
    void rail.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [open])
  return (
    <nav ref={rail} className={classes.rail} aria-label={t('desk.panels')}>
      {deskPanels.map((panel) => {
        const { label, icon: Icon } = looks[panel]
        return (
          <button key={panel} type="button" data-tour={panel} className={classes.item} aria-pressed={open === panel} onClick={() => onOpen(open === panel ? undefined : panel)}>
            <Icon size={21} stroke={1.6} />
            <span>{label}</span>
          </button>
        )
      })}
    </nav>
  )
})
