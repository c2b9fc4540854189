import { ActionIcon, Button, CloseButton, Group, Text, Tooltip } from '@mantine/core'
import { IconLock, IconLockOpen, IconPencil, IconPointer, IconZoomIn } from '@tabler/icons-react'
import { useState } from 'react'
import type { AreaChange, Legend } from '../api/types'
import { t } from '../i18n'
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
    <section className={classes.card} aria-label={t('areas.area', { name: area.name })}>
      <Group justify="space-between" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text fw={620} truncate>{area.name}</Text>
          <Text size="xs" c="dimmed" className="num">
            {[legend.levels[area.level], area.owner, area.leaf ? t('areas.meanTravel', { travelKm: kilometres(area.travelKm) }) : ''].filter(Boolean).join(', ')}
          </Text>
        </div>
        <CloseButton aria-label={t('areas.closeArea')} onClick={props.onClose} />
      </Group>
      <People area={area} />
      <table className={classes.table}>
        <tbody>
          {legend.measures.map((name, m) => (
            <tr key={name}>
              <th scope="row">{measureName(name)}</th>
              <td className="num">{name === '' ? count(area.sums[m]) : compact(area.sums[m])}</td>
              <td className={`${classes.due} num`}>{t('areas.of', { due: compact(area.due[m]) })}</td>
              <td className={classes.bar}><DeviationBar value={area.deviations[m]} tolerance={tolerance} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <Group gap={6} mt={10} wrap="nowrap">
        <Button size="compact-sm" variant="default" leftSection={<IconZoomIn size={14} />} onClick={props.onZoom} aria-label={t('areas.zoomToIt')}>{t('areas.zoom')}</Button>
        <Button size="compact-sm" variant="default" leftSection={<IconPointer size={14} />} onClick={props.onSelectUnits}>{t('areas.selectUnits')}</Button>
        <div style={{ flex: 1 }} />
        {editable && (
          <>
            <Tooltip label={area.locked ? t('areas.unlockUnitsMayCome') : t('areas.lockKeepsUnitsTakes')}>
              <ActionIcon variant="default" aria-label={area.locked ? t('areas.unlockArea') : t('areas.lockArea')} loading={props.busy} onClick={lock}>
                {area.locked ? <IconLockOpen size={15} /> : <IconLock size={15} />}
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t('areas.rename')}>
              <ActionIcon variant="default" aria-label={t('areas.renameArea')} onClick={() => setRenaming(true)}><IconPencil size={15} /></ActionIcon>
            </Tooltip>
            {props.actions && <AreaMenu legend={legend} area={area} actions={props.actions} />}
          </>
        )}
      </Group>
      {renaming && (
        <NameModal title={t('areas.renameArea')} name={area.name} action={t('areas.rename')} busy={props.busy} error={props.error} onClose={() => setRenaming(false)}
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
      {[users, area.profile === 'contiguous' ? t('areas.contiguous') : area.profile ? t('areas.nonContiguous') : '', area.notes ?? ''].filter(Boolean).join('. ')}
    </Text>
  )
}
