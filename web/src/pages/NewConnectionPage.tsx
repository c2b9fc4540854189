import { Stack } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { t } from '../i18n'
import { ConnectionForm } from '../panels/connections/ConnectionForm'
import { TopBar } from '../panels/TopBar'
import { Page } from '../ui/Page'

/** NewConnectionPage connects an org. */
export function NewConnectionPage() {
  const navigate = useNavigate()
  return (
    <>
      <TopBar trail={[<Link key="c" to="/connections">{t('connections.connections')}</Link>, t('connections.newTitle')]} />
      <Page title={t('connections.newTitle')} text={t('connections.newText')}>
        <Stack gap="md">
          <ConnectionForm onCancel={() => void navigate({ to: '/connections' })}
            onMade={(connection) => void navigate({ to: '/connections', search: { signedIn: connection.id } })} />
        </Stack>
      </Page>
    </>
  )
}
