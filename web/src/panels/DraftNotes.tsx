import { Stack, Text, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Report } from '../api/types'
import { useDesk } from '../edit/desk'
import { t } from '../i18n'
import { said } from '../ui/said'
import classes from './DraftNotes.module.css'

/** DraftNotes lists in words what the plan could not keep; pointing at a note lights up its areas. */
export function DraftNotes({ report }: { report: Report }) {
  const light = useDesk((state) => state.light)
  const notes = [...report.violations, ...report.conflicts].map((note) => ({ text: said(note.said, note.text), areas: note.areas }))
  if (notes.length === 0) return null
  return (
    <div className={classes.box}>
      <Text size="sm" fw={600} className={classes.head}><IconAlertTriangle size={16} /> {t('optimise.limitsNotKept', { count: notes.length })}</Text>
      <Stack gap={2} mt={6}>
        {notes.slice(0, 12).map((note) => (
          <UnstyledButton key={note.text} className={classes.note} onMouseEnter={() => light(note.areas)} onMouseLeave={() => light([])}
            onFocus={() => light(note.areas)} onBlur={() => light([])}>
            {note.text}
          </UnstyledButton>
        ))}
        {notes.length > 12 && <Text size="xs" c="dimmed">{t('optimise.moreSameKind', { length: notes.length - 12 })}</Text>}
      </Stack>
    </div>
  )
}
