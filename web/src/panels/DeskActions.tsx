import { ActionIcon, Group, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useRedo, useUndo } from '../api/alignments'
import { t } from '../i18n'
import { failed } from '../ui/toast'

/** DeskActions undoes and redoes, by button and by Ctrl or Cmd with Z. */
export function DeskActions({ id, version }: { id: string; version: number }) {
  const undo = useUndo(id)
  const redo = useRedo(id)
  const busy = undo.isPending || redo.isPending
  const back = () => !busy && undo.mutate(version, { onError: (error) => failed(t('desk.nothingWasUndone'), error) })
  const forward = () => !busy && redo.mutate(version, { onError: (error) => failed(t('desk.nothingWasRedone'), error) })
  const latest = useRef({ back, forward })
  useEffect(() => {
    latest.current = { back, forward }
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      if (typing || !(event.ctrlKey || event.metaKey)) return
      const key = event.key.toLowerCase()
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      if (key === 'y' || event.shiftKey) latest.current.forward()
      else latest.current.back()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label={t('desk.undoCtrlZ')}>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('desk.undo')} loading={undo.isPending} onClick={back}><IconArrowBackUp size={18} stroke={1.7} /></ActionIcon>
      </Tooltip>
      <Tooltip label={t('desk.redoCtrlShiftZ')}>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('desk.redo')} loading={redo.isPending} onClick={forward}><IconArrowForwardUp size={18} stroke={1.7} /></ActionIcon>
      </Tooltip>
    </Group>
  )
}
