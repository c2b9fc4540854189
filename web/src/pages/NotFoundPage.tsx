import { Button, Group } from '@mantine/core'
import { IconBug, IconMapOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { t } from '../i18n'
import { TopBar } from '../panels/TopBar'
import { EmptyState } from '../ui/EmptyState'
import { Page } from '../ui/Page'
import { words } from '../ui/said'

const Home = () => <Button renderRoot={(props) => <Link to="/" {...props} />}>{t('shell.allDatasets')}</Button>

/** NotFoundPage is shown for an address that means nothing. */
export function NotFoundPage() {
  return (
    <>
      <TopBar trail={[t('shell.notFound')]} />
      <Page title={t('shell.nothingHere')}>
        <EmptyState icon={<IconMapOff size={30} />} title={t('shell.leadsNowhere')}
          text={t('shell.mistyped')}><Home /></EmptyState>
      </Page>
    </>
  )
}

/** CrashPage is shown when a page breaks; it keeps the reason, so that it can be reported. */
export function CrashPage({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <>
      <TopBar trail={[t('shell.error')]} />
      <Page title={t('shell.wentWrong')}>
        <EmptyState icon={<IconBug size={30} />} title={t('shell.stopped')}
          text={t('shell.stoppedBecause', { reason: words(error) })}>
          <Group><Button variant="default" onClick={reset}>{t('common.tryAgain')}</Button><Home /></Group>
        </EmptyState>
      </Page>
    </>
  )
}
