import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { IconArrowRight, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { datasetsQuery } from '../api/datasets'
import type { Dataset } from '../api/types'
import { fileTypes, useImportFile } from '../edit/importFile'
import { TopBar } from '../panels/TopBar'
import { Trash } from '../panels/Trash'
import { FileDrop } from '../ui/FileDrop'
import { ago, count, plural } from '../ui/format'
import { Page } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import classes from './DatasetsPage.module.css'

/** DatasetsPage lists what has been imported; a file dropped here begins an import. */
export function DatasetsPage() {
  const datasets = useQuery(datasetsQuery)
  const navigate = useNavigate()
  const hold = useImportFile((state) => state.hold)
  const begin = (file: File) => {
    hold(file)
    void navigate({ to: '/import' })
  }
  const known = datasets.data ?? []
  return (
    <>
      <TopBar trail={['Datasets']} />
      <Page
        title="Datasets"
        text={known.length > 0 ? 'The records you plan with. Open one to see its alignments.' : undefined}
        actions={known.length > 0 && (
          <Button leftSection={<IconPlus size={16} />} renderRoot={(props) => <Link to="/import" {...props} />}>Import</Button>
        )}
      >
        {datasets.isPending && <Stack>{[0, 1, 2].map((k) => <Skeleton key={k} height={92} radius="lg" />)}</Stack>}
        {datasets.error && <ProblemNote title="The datasets could not be loaded" error={datasets.error} onRetry={() => void datasets.refetch()} />}
        {datasets.data && known.length === 0 && <First onFile={begin} />}
        <div className={classes.list}>{known.map((dataset) => <Row key={dataset.id} dataset={dataset} />)}</div>
        <Trash />
        {known.length > 0 && (
          <div className={classes.again}>
            <FileDrop compact accept={fileTypes} onFile={begin} title="Import more records"
              hint="Drop a CSV or XLSX file here. You see how it will be read before anything is saved." />
          </div>
        )}
      </Page>
    </>
  )
}

function Row({ dataset }: { dataset: Dataset }) {
  const units = dataset.snapshot?.units
  return (
    <Link to="/datasets/$datasetId" params={{ datasetId: dataset.id }} className={classes.row}>
      <div className={classes.name}>
        <Text fw={620} truncate>{dataset.name}</Text>
        <Text size="sm" c="dimmed">Changed {ago(dataset.updated)}</Text>
      </div>
      <Figure value={units === undefined ? '–' : count(units)} label="units" />
      <Figure value={count(dataset.alignments ?? 0)} label={dataset.alignments === 1 ? 'alignment' : 'alignments'} />
      <div className={classes.note}>
        {!dataset.currentSnapshot && <Text size="sm" c="dimmed">Nothing imported yet</Text>}
        {(dataset.snapshot?.rejected ?? 0) > 0 && (
          <Text size="sm" c="var(--bw-over)">{plural(dataset.snapshot?.rejected ?? 0, 'row')} set aside</Text>
        )}
      </div>
      <IconArrowRight size={18} className={classes.arrow} aria-hidden />
    </Link>
  )
}

function Figure({ value, label }: { value: string; label: string }) {
  return (
    <div className={classes.figure}>
      <span className="num">{value}</span>
      <Text size="xs" c="dimmed">{label}</Text>
    </div>
  )
}

function First({ onFile }: { onFile: (file: File) => void }) {
  return (
    <>
      <FileDrop accept={fileTypes} onFile={onFile} title="Drop a file of accounts, leads or any located records"
        hint="CSV, TSV or XLSX, plain or gzipped, of any size. You see how it will be read before anything is saved." />
      <div className={classes.help}>
        <Help title="One row per record">
          An id, a longitude and a latitude are enough. Salesforce’s own column names, such as BillingLatitude and OwnerId, are known.
        </Help>
        <Help title="Numbers to balance">
          Revenue, visits, open cases: every numeric column can become a measure that territories share evenly.
        </Help>
        <Help title="Who owns what today">
          An owner or territory column becomes your present plan, to be improved and compared with.
        </Help>
      </div>
      <Text c="dimmed" size="sm" mt="xl" ta="center">
        Nothing at hand? <code>bailiwick demo</code> makes a believable data set of the USA.
      </Text>
    </>
  )
}

function Help({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <Text fw={600} size="sm" mb={4}>{title}</Text>
      <Text size="sm" c="dimmed">{children}</Text>
    </div>
  )
}
