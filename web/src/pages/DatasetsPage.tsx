import { Button, Checkbox, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { datasetsQuery } from '../api/datasets'
import { fileTypes, useImportFiles } from '../edit/importFile'
import { t } from '../i18n'
import { DatasetRow } from '../panels/dataset/DatasetRow'
import { FirstImport } from '../panels/dataset/FirstImport'
import { TopBar } from '../panels/TopBar'
import { Trash } from '../panels/Trash'
import { FileDrop } from '../ui/FileDrop'
import { Page } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import classes from './DatasetsPage.module.css'

/** Lists longer than this get a search. */
const searchable = 5

/** DatasetsPage lists what has been imported; files dropped here begin an import. */
export function DatasetsPage() {
  const datasets = useQuery(datasetsQuery)
  const navigate = useNavigate()
  const hold = useImportFiles((state) => state.hold)
  const [search, setSearch] = useState('')
  const [withArchived, setWithArchived] = useState(false)
  const begin = (files: File[]) => {
    hold(files)
    void navigate({ to: '/import' })
  }
  const known = datasets.data ?? []
  const archived = known.filter((dataset) => dataset.archived).length
  const wanted = search.trim().toLowerCase()
  const shown = known.filter((dataset) => (withArchived || !dataset.archived) && dataset.name.toLowerCase().includes(wanted))
  return (
    <>
      <TopBar trail={[t('data.datasets')]} />
      <Page
        title={t('data.datasets')}
        text={known.length > 0 ? t('data.listText') : undefined}
        actions={known.length > 0 && (
          <Button leftSection={<IconPlus size={16} />} renderRoot={(props) => <Link to="/import" {...props} />}>{t('importing.importTitle')}</Button>
        )}
      >
        {datasets.isPending && <Stack>{[0, 1, 2].map((k) => <Skeleton key={k} height={92} radius="lg" />)}</Stack>}
        {datasets.error && <ProblemNote title={t('data.listFailed')} error={datasets.error} onRetry={() => void datasets.refetch()} />}
        {datasets.data && known.length === 0 && <FirstImport onFiles={begin} />}
        {(known.length > searchable || archived > 0) && (
          <Group mb="md" justify="space-between">
            {known.length > searchable
              ? <TextInput w={300} value={search} aria-label={t('data.findDataset')} placeholder={t('data.findDataset')} leftSection={<IconSearch size={15} />}
                  onChange={(event) => setSearch(event.currentTarget.value)} />
              : <span />}
            {archived > 0 && <Checkbox label={`${t('data.showArchived')} (${archived})`} checked={withArchived} onChange={(event) => setWithArchived(event.currentTarget.checked)} />}
          </Group>
        )}
        <div className={classes.list}>{shown.map((dataset) => <DatasetRow key={dataset.id} dataset={dataset} />)}</div>
        {known.length > 0 && shown.length === 0 && wanted !== '' && <Text c="dimmed">{t('data.noDataset', { text: search })}</Text>}
        <Trash />
        {known.length > 0 && (
          <div className={classes.again}>
            <FileDrop compact accept={fileTypes} onFiles={begin} title={t('data.importMore')} hint={t('data.importMoreHint')} />
          </div>
        )}
      </Page>
    </>
  )
}
