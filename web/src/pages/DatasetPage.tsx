import { Button, Skeleton, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDownload, IconFileImport, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { datasetQuery, rejectedLink, snapshotQuery } from '../api/datasets'
import type { Snapshot } from '../api/types'
import { AlignmentsList } from '../panels/AlignmentsList'
import { DatasetMenu } from '../panels/DatasetMenu'
import { NewAlignment } from '../panels/NewAlignment'
import { OverlaysList } from '../panels/OverlaysList'
import { ProfileTable } from '../panels/ProfileTable'
import { Rejections } from '../panels/Rejections'
import { TopBar } from '../panels/TopBar'
import { UnitsTable } from '../panels/UnitsTable'
import { ago, count, percent } from '../ui/format'
import { Page, Section } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { Stat, StatRow } from '../ui/Stat'

/** DatasetPage shows one dataset: its alignments first, then what is in it. */
export function DatasetPage() {
  const { datasetId } = useParams({ from: '/datasets/$datasetId' })
  const dataset = useQuery(datasetQuery(datasetId))
  const snapshotId = dataset.data?.currentSnapshot
  const snapshot = useQuery({ ...snapshotQuery(snapshotId ?? ''), enabled: snapshotId !== undefined })
  const [creating, { open, close }] = useDisclosure(false)
  const name = dataset.data?.name ?? 'Dataset'
  return (
    <>
      <TopBar trail={[<Link key="d" to="/">Datasets</Link>, name]} />
      <Page
        wide
        title={dataset.data ? name : <Skeleton height={32} width={260} />}
        text={dataset.data && `Changed ${ago(dataset.data.updated)}${snapshot.data ? `, from ${snapshot.data.sources.map((s) => s.name).join(', ')}` : ''}`}
        actions={dataset.data && (
          <>
            <Button variant="default" leftSection={<IconFileImport size={16} />}
              renderRoot={(props) => <Link to="/import" search={{ into: datasetId }} {...props} />}>Import again</Button>
            {snapshot.data && <Button leftSection={<IconPlus size={16} />} onClick={open}>New alignment</Button>}
            <DatasetMenu dataset={dataset.data} />
          </>
        )}
      >
        {dataset.error && <ProblemNote title="The dataset could not be opened" error={dataset.error} onRetry={() => void dataset.refetch()} />}
        {snapshot.error && <ProblemNote title="The snapshot could not be loaded" error={snapshot.error} onRetry={() => void snapshot.refetch()} />}
        {dataset.data && !snapshotId && (
          <Text c="dimmed">Nothing has been imported into this dataset yet. If an import is running, it shows here when it is done.</Text>
        )}
        {dataset.data && snapshotId && !snapshot.data && !snapshot.error && <Skeleton height={300} radius="lg" />}
        {snapshot.data && <Content snapshot={snapshot.data} onCreate={open} />}
        {snapshot.data && <NewAlignment snapshot={snapshot.data} opened={creating} onClose={close} />}
      </Page>
    </>
  )
}

function Content({ snapshot, onCreate }: { snapshot: Snapshot; onCreate: () => void }) {
  const measures = snapshot.columns.filter((column) => column.role === 'measure')
  return (
    <>
      <StatRow>
        <Stat label="Units" value={count(snapshot.units)} />
        <Stat label="On the map" value={count(snapshot.located)} hint={percent(snapshot.units > 0 ? snapshot.located / snapshot.units : undefined)} />
        <Stat label="Measures" value={measures.length} hint={measures.map((m) => m.name).slice(0, 3).join(', ')} />
        <Stat label="Columns" value={snapshot.columns.length} />
        <Stat label="Rows set aside" value={count(snapshot.rejected)} />
      </StatRow>
      <Section title="Alignments" text="Each one is a plan: a tree of areas and who holds which unit.">
        <AlignmentsList datasetId={snapshot.datasetId} onCreate={onCreate} />
      </Section>
      <OverlaysList datasetId={snapshot.datasetId} />
      {snapshot.rejected > 0 && (
        <Section
          title={`${count(snapshot.rejected)} rows set aside`}
          text="They are kept with row number and reason. Fix them in the file and import again."
          actions={
            <Button variant="default" component="a" download href={rejectedLink(snapshot.id)} leftSection={<IconDownload size={16} />}>
              Download as CSV
            </Button>
          }
        >
          <Rejections rejections={snapshot.rejections} />
        </Section>
      )}
      <Section title="Columns" text="What is in the records, column by column.">
        <ProfileTable snapshot={snapshot} />
      </Section>
      <Section title="Units">
        <UnitsTable snapshot={snapshot} />
      </Section>
    </>
  )
}
