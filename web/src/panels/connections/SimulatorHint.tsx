import { Button, CopyButton, Group, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { t } from '../../i18n'
import { Card } from '../../ui/Page'

const command = 'bailiwick salesforce-sim --listen 127.0.0.1:8640 --accounts 25000'

/** CopyLine is a line of code with a button that copies it. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  return (
    <Group gap="xs" wrap="nowrap" style={{ background: 'var(--bw-sunken)', borderRadius: 8, padding: '6px 6px 6px 12px' }} maw={720}>
      <code tabIndex={0} style={{ flex: 1, minWidth: 0, overflowX: 'auto', whiteSpace: 'nowrap', background: 'none', padding: '4px 0' }}>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy} aria-label={`${t('connections.copy')}: ${label}`} leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}>
            {copied ? t('connections.copied') : t('connections.copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  )
}

/** SimulatorHint says how to try everything without an org. */
export function SimulatorHint() {
  return (
    <Card>
      <Text fw={620}>{t('connections.tryTitle')}</Text>
      <Text size="sm" c="dimmed" mt={4} mb="sm">{t('connections.tryText')}</Text>
      <CopyLine text={command} label={t('connections.tryTitle')} />
      <Text size="xs" c="dimmed" mt="sm">{t('connections.tryHint')}</Text>
    </Card>
  )
}
