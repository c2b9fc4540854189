import { Badge, Button, Skeleton, Tabs, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { datasetQuery, snapshotQuery } from '../api/datasets'
import { t } from '../i18n'
import { DatasetMenu } from '../panels/DatasetMenu'
import { NewAlignment } from '../panels/NewAlignment'
import { TopBar } from '../panels/TopBar'
import { ago, count } from '../ui/format'
import { Page } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import classes from './DatasetPage.module.css'
import { datasetTabs, type DatasetTabProps } from './datasetTabs'

/** DatasetPage shows one dataset, a tab for each thing one does with it. */
export function DatasetPage() {
  const { datasetId } = useParams({ from: '/datasets/$datasetId' })
  const dataset = useQuery(datasetQuery(datasetId))
  const snapshotId = dataset.data?.currentSnapshot
  // What is open stays open while a new snapshot is fetched: the report of a refresh, a half-written formula.
  const snapshot = useQuery({
    ...snapshotQuery(snapshotId ?? ''), enabled: snapshotId !== undefined,
    placeholderData: (before) => (before?.datasetId === datasetId ? before : undefined),
  })
  const [creating, { open, close }] = useDisclosure(false)
  const name = dataset.data?.name ?? t('data.dataset')
  return (
    <>
      <TopBar trail={[<Link key="d" to="/">{t('data.datasets')}</Link>, name]} />
      <Page
        wide
        title={dataset.data ? name : <Skeleton height={32} width={260} />}
        text={dataset.data && [
          t('data.changedAgo', { ago: ago(dataset.data.updated) }), snapshot.data ? t('data.snapshotFrom', { sources: snapshot.data.sources.map((s) => s.name).join(', ') }) : '',
          dataset.data.archived ? t('data.archivedNote') : '',
        ].filter(Boolean).join(', ')}
        actions={dataset.data && (
          <>
            <Button variant="default" leftSection={<IconRefresh size={16} />}
              renderRoot={(props) => <Link to="/import" search={{ into: datasetId, mode: 'refresh' }} {...props} />}>{t('data.refreshTitle')}</Button>
            {snapshot.data && <Button leftSection={<IconPlus size={16} />} onClick={open}>{t('data.newAlignment')}</Button>}
            <DatasetMenu dataset={dataset.data} />
          </>
        )}
      >
        {dataset.error && <ProblemNote title={t('data.openFailed')} error={dataset.error} onRetry={() => void dataset.refetch()} />}
        {snapshot.error && <ProblemNote title={t('data.snapshotFailed')} error={snapshot.error} onRetry={() => void snapshot.refetch()} />}
        {dataset.data && !snapshotId && (
          <Text c="dimmed">{t('data.nothingYet')}</Text>
        )}
        {dataset.data && snapshotId && !snapshot.data && !snapshot.error && <Skeleton height={300} radius="lg" />}
        {dataset.data && snapshot.data && <DatasetTabs dataset={dataset.data} snapshot={snapshot.data} />}
        {snapshot.data && <NewAlignment snapshot={snapshot.data} opened={creating} onClose={close} />}
      </Page>
    </>
  )
}

function DatasetTabs(props: DatasetTabProps) {
  const { tab } = useSearch({ from: '/datasets/$datasetId' })
  const navigate = useNavigate({ from: '/datasets/$datasetId' })
  const shown = datasetTabs.find((one) => one.id === tab) ?? datasetTabs[0]
  const list = useRef<HTMLDivElement>(null)
  // On a phone the tabs scroll sideways; the open one stays in view.
  useEffect(() => {
    void list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [shown?.id])
  if (!shown) return null
  return (
    <Tabs value={shown.id} keepMounted={false} onChange={(id) => id && void navigate({ search: { tab: id }, replace: true, resetScroll: false })}>
      <Tabs.List ref={list} className={classes.tabs} aria-label={t('data.parts')}>
        {datasetTabs.map(({ id, label, count: figure }) => {
          const n = figure?.(props) ?? 0
          return (
            <Tabs.Tab key={id} value={id} rightSection={n > 0 && <Badge size="sm" variant="light" color="gray" className="num">{count(n)}</Badge>}>
              {label()}
            </Tabs.Tab>
          )
        })}
      </Tabs.List>
      {datasetTabs.map(({ id, View }) => (
        <Tabs.Panel key={id} value={id} pt="lg" className={classes.panel}><View {...props} /></Tabs.Panel>
      ))}
    </Tabs>
  )
}
