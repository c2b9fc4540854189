import { Button } from '@mantine/core'
import { IconLogin2, IconPlugConnected } from '@tabler/icons-react'
import { useSignIn, useTestConnection, type Connection } from '../../api/connections'
import { t } from '../../i18n'
import { failed } from '../../ui/toast'
import { stateOf } from './state'

/** SignInButton takes the browser to Salesforce to sign in; it comes back to the page of connections. */
export function SignInButton({ connection, size = 'xs' }: { connection: Connection; size?: string }) {
  const signIn = useSignIn()
  const state = stateOf(connection)
  if (connection.flow !== 'web_server') return null
  return (
    <Button size={size} variant={state === 'connected' ? 'default' : 'filled'} leftSection={<IconLogin2 size={15} />} loading={signIn.isPending}
      onClick={() => signIn.mutate({ id: connection.id }, {
        onSuccess: (started) => started.authorizeUrl && globalThis.location.assign(started.authorizeUrl),
        onError: (error) => failed(t('connections.signInFailed'), error),
      })}>
      {state === 'new' ? t('connections.signIn') : t('connections.signInAgain')}
    </Button>
  )
}

/** TestButton tries the connection; how it went stands on the page afterwards. */
export function TestButton({ test, connection, size = 'xs' }: { test: ReturnType<typeof useTestConnection>; connection: Connection; size?: string }) {
  return (
    <Button size={size} variant="default" leftSection={<IconPlugConnected size={15} />} loading={test.isPending} disabled={stateOf(connection) === 'new'}
      onClick={() => test.mutate(connection.id)}>
      {t('connections.test')}
    </Button>
  )
}
