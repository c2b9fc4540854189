import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconCloudDataConnection, IconPlus, IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { connectionsQuery, useTestConnection } from '../api/connections'
import { t } from '../i18n'
import { ConnectionCard } from '../panels/connections/ConnectionCard'
import { SimulatorHint } from '../panels/connections/SimulatorHint'
import { TopBar } from '../panels/TopBar'
import { EmptyState } from '../ui/EmptyState'
import { Card, Page } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'

/** ConnectionsPage lists the orgs; a sign-in at Salesforce comes back here. */
export function ConnectionsPage() {
  const connections = useQuery(connectionsQuery)
  const known = connections.data ?? []
  const add = <Button leftSection={<IconPlus size={16} />} renderRoot={(props) => <Link to="/connections/new" {...props} />}>{t('connections.add')}</Button>
  return (
    <>
      <TopBar trail={[t('connections.connections')]} />
      <Page title={t('connections.connections')} text={t('connections.pageText')} actions={(
        <>
          <Button variant="default" leftSection={<IconWebhook size={16} />} renderRoot={(props) => <Link to="/webhooks" {...props} />}>{t('webhooks.title')}</Button>
          {known.length > 0 && add}
        </>
      )}>
        <Stack gap="md">
          <CameBack />
          {connections.isPending && <Skeleton height={160} radius="lg" />}
          {connections.error && <ProblemNote title={t('connections.notLoaded')} error={connections.error} onRetry={() => void connections.refetch()} />}
          {connections.data && known.length === 0 && (
            <>
              <Card>
                <EmptyState icon={<IconCloudDataConnection size={30} />} title={t('connections.firstTitle')} text={t('connections.firstText')}>{add}</EmptyState>
              </Card>
              <SimulatorHint />
            </>
          )}
          {known.map((connection) => <ConnectionCard key={connection.id} connection={connection} />)}
        </Stack>
      </Page>
    </>
  )
}

/** CameBack says how the sign-in went from which the browser has just returned, and tests the new connection. */
function CameBack() {
  const { signedIn, problem } = useSearch({ from: '/connections' })
  const navigate = useNavigate({ from: '/connections' })
  const test = useTestConnection()
  const { mutate } = test
  const tested = useRef<string>(undefined)
  useEffect(() => {
    if (!signedIn || tested.current === signedIn) return
    tested.current = signedIn
    mutate(signedIn)
  }, [signedIn, mutate])
  const close = () => void navigate({ search: {}, replace: true })
  if (problem) {
    return <ProblemNote plain title={t('connections.signInFailed')} error={new Error(`${problem} ${t('connections.signInBegin')}`)} onRetry={close} retryLabel={t('common.close')} />
  }
  if (!signedIn) return null
  return (
    <Alert variant="light" color="pine" role="status" icon={<IconCircleCheck size={18} />} title={t('connections.connectedToast')} withCloseButton closeButtonLabel={t('common.close')} onClose={close}>
      <Text size="sm" c="var(--bw-text)">
        {test.isPending ? t('connections.testing') : test.data ? t('connections.testWorked') : test.error?.message}
      </Text>
    </Alert>
  )
}
