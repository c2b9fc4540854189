import { Tooltip } from '@mantine/core'
import { IconBrush, IconBucketDroplet, IconCircleDashed, IconHandStop, IconLasso, IconMap2, IconMarquee2 } from '@tabler/icons-react'
import { memo } from 'react'
import { useDeskPart } from '../edit/desk'
import type { ToolKind } from '../edit/tools'
import { t } from '../i18n'
import classes from './MapTools.module.css'

const looks: { kind: ToolKind; label: string; key: string; icon: typeof IconLasso }[] = [
  { kind: 'pan', get label() { return t('desk.moveMap') }, key: 'V', icon: IconHandStop },
  { kind: 'box', get label() { return t('desk.selectByBox') }, key: 'B', icon: IconMarquee2 },
  { kind: 'lasso', get label() { return t('desk.selectByLasso') }, key: 'L', icon: IconLasso },
  { kind: 'radius', get label() { return t('desk.selectByRadius') }, key: 'R', icon: IconCircleDashed },
  { kind: 'brush', get label() { return t('desk.selectByBrush') }, key: 'U', icon: IconBrush },
  { kind: 'border', get label() { return t('desk.growTerritoryAlongBorder') }, key: 'G', icon: IconBucketDroplet },
  { kind: 'boundary', get label() { return t('desk.selectBoundariesByClick') }, key: 'N', icon: IconMap2 },
]

/** MapTools chooses what dragging on the map does. Shift adds to the selection, Alt takes away. */
export const MapTools = memo(function MapTools() {
  const { tool, pick } = useDeskPart('tool', 'pick')
  return (
    <div className={classes.tools} data-tour="tools" role="toolbar" aria-label={t('desk.mapTools')} aria-orientation="vertical">
      {looks.map(({ kind, label, key, icon: Icon }) => (
        <Tooltip key={kind} label={kind === 'pan' ? t('desk.toolAndKey', { tool: label, key }) : t('desk.selectingToolAndKey', { tool: label, key })} position="right">
          <button type="button" className={classes.tool} aria-label={label} aria-pressed={tool === kind} onClick={() => pick(kind)}>
            <Icon size={18} stroke={1.7} />
          </button>
        </Tooltip>
      ))}
    </div>
  )
})
