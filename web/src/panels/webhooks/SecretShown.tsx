import { Button, Group, Stack, Text } from '@mantine/core'
import { t } from '../../i18n'
import { CopyLine } from '../connections/SimulatorHint'

/** SecretShown shows a new secret, which cannot be seen again. */
export function SecretShown({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text size="sm">{t('webhooks.secretText')}</Text>
      <CopyLine text={secret} label={t('webhooks.secret')} />
      <Text size="sm" c="dimmed">{t('webhooks.secretHow')}</Text>
      <Group justify="flex-end"><Button onClick={onClose}>{t('webhooks.secretKept')}</Button></Group>
    </Stack>
  )
}
