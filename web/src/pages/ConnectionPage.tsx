import { Button, List, Skeleton, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { connectionQuery, connectionUsesQuery, useTestConnection, type Connection } from '../api/connections'
import { t } from '../i18n'
import { SignInButton, TestButton } from '../panels/connections/Actions'
import { DeleteConnection } from '../panels/connections/DeleteConnection'
import { Rights } from '../panels/connections/Rights'
import { SecretsButton } from '../panels/connections/SecretsDialog'
import { StateBadge } from '../panels/connections/StateBadge'
import { TestReport } from '../panels/connections/TestReport'
import { Trouble } from '../panels/connections/Trouble'
import { TopBar } from '../panels/TopBar'
import { ago, date } from '../ui/format'
import { Card, Page, Section } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { Stat, StatRow } from '../ui/Stat'

/** ConnectionPage shows one org: how it stands, what may be done there, and what uses it. */
export function ConnectionPage() {
  const { connectionId } = useParams({ from: '/connections/$connectionId' })
  const connection = useQuery(connectionQuery(connectionId))
  const c = connection.data
  const test = useTestConnection()
  const navigate = useNavigate()
  const [deleting, setDeleting] = useState(false)
  return (
    <>
      <TopBar trail={[<Link key="c" to="/connections">{t('connections.connections')}</Link>, c?.name ?? '…']} />
      <Page title={c ? c.name : <Skeleton height={32} width={240} />} text={c && <StateBadge connection={c} />}
        actions={c && (
          <>
            <SignInButton connection={c} size="sm" />
            <SecretsButton connection={c} />
            <TestButton connection={c} test={test} size="sm" />
            <Button variant="subtle" color="red" leftSection={<IconTrash size={16} />} onClick={() => setDeleting(true)}>{t('connections.delete')}</Button>
          </>
        )}>
        {connection.error && <ProblemNote title={t('connections.notOpened')} error={connection.error} onRetry={() => void connection.refetch()} />}
        {c && (
          <Stack gap="md">
            {test.error && !c.trouble && <ProblemNote plain title={t('connections.testFailed')} error={test.error} />}
            <Trouble connection={c} />
            <Details connection={c} />
          </Stack>
        )}
        {c?.test ? <TestReport test={c.test} /> : c && <Text c="dimmed" mt="lg">{t('connections.notTested')}</Text>}
        {c && <Rights connection={c.id} />}
        {c && <Uses id={c.id} />}
        {c && deleting && <DeleteConnection connection={c} onClose={() => setDeleting(false)} onDeleted={() => void navigate({ to: '/connections' })} />}
      </Page>
    </>
  )
}

function Details({ connection: c }: { connection: Connection }) {
  return (
    <Card>
      <StatRow>
        <Stat label={t('connections.org')} value={c.test?.orgName ?? c.orgId ?? '–'} hint={c.test?.sandbox ? t('connections.sandbox') : undefined} />
        <Stat label={t('connections.user')} value={<span style={{ fontSize: 15, overflowWrap: 'anywhere' }}>{c.test?.username || c.username || '–'}</span>} />
        <Stat label={t('connections.apiVersion')} value={c.test?.apiVersion ?? c.apiVersion ?? '–'} hint={t(`connections.flow_${c.flow}`)} />
        <Stat label={t('connections.lastUsed')} value={c.used ? ago(c.used) : t('connections.never')} hint={c.used && date(c.used)} />
      </StatRow>
      <Text size="sm" c="dimmed" mt="md" style={{ overflowWrap: 'anywhere' }}>{[c.instanceUrl ?? c.loginUrl, c.orgId].filter(Boolean).join(' · ')}</Text>
    </Card>
  )
}

function Uses({ id }: { id: string }) {
  const uses = useQuery(connectionUsesQuery(id))
  const data = uses.data
  return (
    <Section title={t('connections.uses')}>
      <Card>
        {uses.isPending && <Skeleton height={40} />}
        {data && data.datasets.length + data.plans + data.records === 0 && <Text size="sm" c="dimmed">{t('connections.usesNothing')}</Text>}
        {data && data.datasets.length > 0 && (
          <>
            <Text size="sm" fw={560} mb={4}>{t('connections.usesDatasets', { count: data.datasets.length })}</Text>
            <List size="sm" mb="sm">
              {data.datasets.map((dataset) => (
                <List.Item key={dataset.id}><Link to="/datasets/$datasetId" params={{ datasetId: dataset.id }} className="strong-link">{dataset.name}</Link></List.Item>
              ))}
            </List>
          </>
        )}
        {data && data.plans > 0 && <Text size="sm">{t('connections.usesPlans', { count: data.plans })}</Text>}
        {data && data.records > 0 && <Text size="sm" mt={4}>{t('connections.usesRecords', { count: data.records, where: data.scopes.join(', ') })}</Text>}
      </Card>
    </Section>
  )
}
