import { Button, Checkbox, Group, Text } from '@mantine/core'
import { IconFocus2 } from '@tabler/icons-react'
import type { Focus, Legend } from '../api/types'
import { paths } from '../edit/treeMoves'
import { t } from '../i18n'
import classes from './FocusNote.module.css'

interface Props { legend: Legend; focus: Focus; onFocus: (focus: Focus) => void }

/** FocusNote says what is in focus: on this part only do changes, optimisations and publications act. */
export function FocusNote({ legend, focus, onFocus }: Props) {
  if (!focus.areas?.length) return null
  const named = paths(legend)
  return (
    <section className={classes.note} aria-label={t('desk.focus')}>
      <Group gap={8} wrap="nowrap">
        <IconFocus2 size={16} aria-hidden />
        <Text size="sm" fw={560} flex={1} truncate title={focus.areas.map((a) => named.get(a)).join('; ')}>
          {t('desk.focusOn', { areas: focus.areas.map((a) => named.get(a) ?? a).join('; ') })}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={() => onFocus({})}>{t('desk.everything')}</Button>
      </Group>
      <Checkbox size="xs" mt={6} label={t('desk.withUnassignedUnits')} checked={focus.unassigned ?? false}
        onChange={(event) => onFocus({ ...focus, unassigned: event.currentTarget.checked })} />
    </section>
  )
}
