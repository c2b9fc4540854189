import { Button, Loader, Stack } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { Problem } from '../api/client'
import { serverQuery } from '../api/datasets'
import { t } from '../i18n'
import { EmptyState } from '../ui/EmptyState'
import { HelpHost } from './HelpHost'
import { PaletteHost } from './PaletteHost'
import classes from './Root.module.css'

/** Root holds every page and stands in for all of them while the server cannot be reached. */
export function Root() {
  const server = useQuery({ ...serverQuery, refetchInterval: (query) => (query.state.status === 'error' ? 3000 : false) })
  if (server.error instanceof Problem && server.error.unreachable) {
    return (
      <div className={classes.shell}>
        <main id="content" className={classes.centre}>
          <EmptyState icon={<IconPlugConnectedX size={30} />} title={t('shell.noServer')}
            text={t('shell.noServerText')}>
            <Button onClick={() => void server.refetch()} loading={server.isFetching}>{t('shell.tryNow')}</Button>
          </EmptyState>
        </main>
      </div>
    )
  }
  return (
    <div className={classes.shell}>
      <Suspense fallback={<Stack className={classes.centre} align="center"><Loader aria-label={t('common.loading')} /></Stack>}>
        <Outlet />
        <PaletteHost />
        <HelpHost />
      </Suspense>
    </div>
  )
}
