import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { t } from '../../i18n'
import type { Sending } from '../../pages/useImport'
import { bytes } from '../../ui/format'
import { Card } from '../../ui/Page'

/** SendingCard shows how much of each file has been sent. */
export function SendingCard({ files, onStop }: { files: readonly Sending[]; onStop: () => void }) {
  return (
    <Card>
      <Stack gap="md">
        {files.map((file) => (
          <div key={file.name}>
            <Group justify="space-between" mb={6}>
              <Text fw={600}>{t('importing.sending', { file: file.name })}</Text>
              <Text c="dimmed" size="sm" className="num">{t('importing.sentOf', { sent: bytes(file.sent), all: bytes(file.bytes) })}</Text>
            </Group>
            <Progress value={(100 * file.sent) / Math.max(1, file.bytes)} aria-label={t('importing.sending', { file: file.name })} />
          </div>
        ))}
        <Group><Button variant="default" onClick={onStop}>{t('importing.stop')}</Button></Group>
      </Stack>
    </Card>
  )
}
