import { Tooltip } from '@mantine/core'
import { IconBrush, IconCircleDashed, IconHandStop, IconLasso, IconMap2, IconMarquee2 } from '@tabler/icons-react'
import { useDesk } from '../edit/desk'
import type { ToolKind } from '../edit/tools'
import classes from './MapTools.module.css'

const looks: { kind: ToolKind; label: string; key: string; icon: typeof IconLasso }[] = [
  { kind: 'pan', label: 'Move the map', key: 'V', icon: IconHandStop },
  { kind: 'box', label: 'Select by box', key: 'B', icon: IconMarquee2 },
  { kind: 'lasso', label: 'Select by lasso', key: 'L', icon: IconLasso },
  { kind: 'radius', label: 'Select by radius', key: 'R', icon: IconCircleDashed },
  { kind: 'brush', label: 'Select by brush', key: 'U', icon: IconBrush },
  { kind: 'boundary', label: 'Select boundaries by click', key: 'N', icon: IconMap2 },
]

/** MapTools chooses what dragging on the map does. Shift adds to the selection, Alt takes away. */
export function MapTools() {
  const { tool, pick } = useDesk()
  return (
    <div className={classes.tools} role="toolbar" aria-label="Map tools" aria-orientation="vertical">
      {looks.map(({ kind, label, key, icon: Icon }) => (
        <Tooltip key={kind} label={`${label} (${key})${kind === 'pan' ? '' : '. Shift adds, Alt takes away.'}`} position="right">
          <button type="button" className={classes.tool} aria-label={label} aria-pressed={tool === kind} onClick={() => pick(kind)}>
            <Icon size={18} stroke={1.7} />
          </button>
        </Tooltip>
      ))}
    </div>
  )
}
