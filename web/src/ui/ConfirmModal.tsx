import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { ProblemNote } from './ProblemNote'

interface Props {
  title: string
  text: string
  action: string
  busy: boolean
  error: unknown
  onConfirm: () => void
  onClose: () => void
}

/** ConfirmModal asks before something that cannot be undone. */
export function ConfirmModal({ title, text, action, busy, error, onConfirm, onClose }: Props) {
  return (
    <Modal opened onClose={onClose} title={<Text fw={620}>{title}</Text>} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack ta="left">
        <Text size="sm">{text}</Text>
        {error !== null && error !== undefined && <ProblemNote title="That did not work" error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>Keep it</Button>
          <Button color="red" loading={busy} onClick={onConfirm}>{action}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
