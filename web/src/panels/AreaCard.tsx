import { ActionIcon, Button, CloseButton, Group, Text, Tooltip } from '@mantine/core'
import { IconLock, IconLockOpen, IconPencil, IconPointer, IconZoomIn } from '@tabler/icons-react'
import { useState } from 'react'
import type { AreaChange, Legend } from '../api/types'
import { DeviationBar } from '../ui/DeviationBar'
import { compact, count, kilometres } from '../ui/format'
import { NameModal } from '../ui/NameModal'
import classes from './AreaCard.module.css'
import { AreaMenu, type AreaActions } from './AreaMenu'
import { measureName } from './measures'

interface Props {
  legend: Legend
  area: number
  tolerance: number
  busy: boolean
  error: unknown
  /** Whether the area may be changed now; a draft is only looked at. */
  editable: boolean
  onChange: (change: AreaChange, done: () => void) => void
  onZoom: () => void
  onSelectUnits: () => void
  onClose: () => void
  /** What the menu of the area may do; without it there is no menu. */
  actions?: AreaActions
}

/** AreaCard shows one area: every measure against its target, and what can be done with it. */
export function AreaCard(props: Props) {
  const { legend, tolerance, editable } = props
  const [renaming, setRenaming] = useState(false)
  const area = legend.areas.find((a) => a.number === props.area)
  if (!area) return null
  const lock = () => props.onChange({ number: area.number, locked: !area.locked }, () => undefined)
  return (
    <section className={classes.card} aria-label={`Area ${area.name}`}>
      <Group justify="space-between" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text fw={620} truncate>{area.name}</Text>
          <Text size="xs" c="dimmed" className="num">
            {[legend.levels[area.level], area.owner, area.leaf ? `${kilometres(area.travelKm)} mean travel` : ''].filter(Boolean).join(', ')}
          </Text>
        </div>
        <CloseButton aria-label="Close the area" onClick={props.onClose} />
      </Group>
      <People area={area} />
      <table className={classes.table}>
        <tbody>
          {legend.measures.map((name, m) => (
            <tr key={name}>
              <th scope="row">{measureName(name)}</th>
              <td className="num">{name === '' ? count(area.sums[m]) : compact(area.sums[m])}</td>
              <td className={`${classes.due} num`}>of {compact(area.due[m])}</td>
              <td className={classes.bar}><DeviationBar value={area.deviations[m]} tolerance={tolerance} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <Group gap={6} mt={10} wrap="nowrap">
        <Button size="compact-sm" variant="default" leftSection={<IconZoomIn size={14} />} onClick={props.onZoom} aria-label="Zoom to it">Zoom</Button>
        <Button size="compact-sm" variant="default" leftSection={<IconPointer size={14} />} onClick={props.onSelectUnits}>Select units</Button>
        <div style={{ flex: 1 }} />
        {editable && (
          <>
            <Tooltip label={area.locked ? 'Unlock: units may come and go' : 'Lock: keeps its units and takes none'}>
              <ActionIcon variant="default" aria-label={area.locked ? 'Unlock the area' : 'Lock the area'} loading={props.busy} onClick={lock}>
                {area.locked ? <IconLockOpen size={15} /> : <IconLock size={15} />}
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Rename">
              <ActionIcon variant="default" aria-label="Rename the area" onClick={() => setRenaming(true)}><IconPencil size={15} /></ActionIcon>
            </Tooltip>
            {props.actions && <AreaMenu legend={legend} area={area} actions={props.actions} />}
          </>
        )}
      </Group>
      {renaming && (
        <NameModal title="Rename the area" name={area.name} action="Rename" busy={props.busy} error={props.error} onClose={() => setRenaming(false)}
          onName={(name) => props.onChange({ number: area.number, name }, () => setRenaming(false))} />
      )}
    </section>
  )
}

/** People says who works in the area and what is noted about it. */
function People({ area }: { area: Legend['areas'][number] }) {
  const users = (area.users ?? []).map((user) => (user.role ? `${user.name} (${user.role})` : user.name)).join(', ')
  if (users === '' && !area.notes && !area.profile) return null
  return (
    <Text size="xs" c="dimmed" lineClamp={3} mt={4}>
      {[users, area.profile === 'contiguous' ? 'Contiguous' : area.profile ? 'Non-contiguous' : '', area.notes ?? ''].filter(Boolean).join('. ')}
    </Text>
  )
}
