import { Button, Group, Stack, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTestConnection, type Connection } from '../../api/connections'
import { t } from '../../i18n'
import { ago, count } from '../../ui/format'
import { Card } from '../../ui/Page'
import { Stat, StatRow } from '../../ui/Stat'
import { SignInButton, TestButton } from './Actions'
import { hostOf, stateOf } from './state'
import { StateBadge } from './StateBadge'
import { Trouble } from './Trouble'

/** ConnectionCard shows one connection and what is usually done with it. */
export function ConnectionCard({ connection: c }: { connection: Connection }) {
  const test = useTestConnection()
  const calls = c.test?.limits.find((limit) => limit.name === 'DailyApiRequests')
  const missing = c.test?.permissions.filter((permission) => !permission.has).length ?? 0
  return (
    <Card>
      <Stack gap="md">
        <Group justify="space-between" gap="sm" align="flex-start">
          <div style={{ minWidth: 0 }}>
            <Group gap={10}>
              <Link to="/connections/$connectionId" params={{ connectionId: c.id }} className="strong-link" aria-label={t('connections.open', { name: c.name })}>{c.name}</Link>
              <StateBadge connection={c} />
            </Group>
            <Text size="sm" c="dimmed" mt={2} style={{ overflowWrap: 'anywhere' }}>
              {[c.test?.orgName, c.test?.sandbox ? t('connections.sandbox') : '', hostOf(c.instanceUrl ?? c.loginUrl), t(`connections.flow_${c.flow}`)].filter(Boolean).join(' · ')}
            </Text>
          </div>
          <Group gap="xs">
            {stateOf(c) !== 'connected' && <SignInButton connection={c} />}
            <TestButton connection={c} test={test} />
            {stateOf(c) === 'connected' && (
              <Button size="xs" leftSection={<IconFileImport size={15} />}
                renderRoot={(props) => <Link to="/import" search={{ source: 'salesforce', connection: c.id }} {...props} />}>{t('connections.import')}</Button>
            )}
          </Group>
        </Group>
        <Trouble connection={c} />
        {stateOf(c) !== 'new' && (
          <StatRow>
            <Stat label={t('connections.lastUsed')} value={c.used ? ago(c.used) : t('connections.never')} />
            <Stat label={t('connections.apiVersion')} value={c.test?.apiVersion ?? c.apiVersion ?? '–'} />
            <Stat label={t('connections.callsLeft')} value={count(calls?.remaining)} hint={calls && t('connections.callsOf', { max: count(calls.max) })} />
            <Stat label={t('connections.permissions')} value={c.test ? (missing === 0 ? t('connections.allThere') : t('connections.missing', { count: missing })) : '–'}
              hint={c.test ? undefined : t('connections.notTested')} />
          </StatRow>
        )}
      </Stack>
    </Card>
  )
}
