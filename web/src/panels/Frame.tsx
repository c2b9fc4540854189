import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { t } from '../i18n'
import { ProblemNote } from '../ui/ProblemNote'

interface Props {
  title: string
  action: string
  ready: boolean
  danger?: boolean
  busy: boolean
  error: unknown
  onSubmit: () => void
  onClose: () => void
  children: React.ReactNode
}

/** Frame is the dialog around one change. */
export function Frame({ title, action, ready, danger, busy, error, onSubmit, onClose, children }: Props) {
  return (
    <Modal opened onClose={onClose} title={<Text fw={620}>{title}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={(event) => {
        event.preventDefault()
        if (ready) onSubmit()
      }}>
        <Stack>
          {children}
          {error !== null && error !== undefined && <ProblemNote title={t('common.nothingChanged')} error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" disabled={!ready} loading={busy} {...(danger ? { color: 'red' } : {})}>{action}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
