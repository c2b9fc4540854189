import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Connection } from '../../api/connections'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import { said } from '../../ui/said'
import { stateOf } from './state'

/** Trouble says why a connection does not work, in Salesforce's own words, and what to do. */
export function Trouble({ connection }: { connection: Connection }) {
  useProblemTexts()
  const state = stateOf(connection)
  if (!connection.trouble || state === 'connected' || state === 'new') return null
  const away = state === 'unreachable'
  const next = connection.flow === 'web_server' ? t('connections.troubleExpiredNext') : t('connections.troubleAppNext')
  return (
    <Alert role="alert" variant="light" color="red" icon={<IconAlertTriangle size={18} />}
      title={away ? t('connections.troubleTitleAway') : t('connections.troubleTitleExpired')}
      styles={{ root: { background: 'var(--bw-bad-soft)' }, title: { color: 'var(--bw-bad)' }, icon: { color: 'var(--bw-bad)' } }}>
      <Text size="sm" c="var(--bw-text)" style={{ overflowWrap: 'anywhere' }}>{said(connection.trouble.said, connection.trouble.message)}</Text>
      {!away && <Text size="sm" c="var(--bw-text)" fw={560} mt={6}>{next}</Text>}
    </Alert>
  )
}
