import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { t } from '../i18n'
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
    <Modal opened onClose={onClose} title={<Text fw={620}>{title}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack ta="left">
        <Text size="sm">{text}</Text>
        {error !== null && error !== undefined && <ProblemNote title={t('common.didNotWork')} error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>{t('common.keepIt')}</Button>
          <Button color="red" loading={busy} onClick={onConfirm}>{action}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
