import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { boundarySetQuery, boundarySetsQuery, useDeleteBoundarySet, useImportBoundaries, type BoundarySet } from '../api/boundaries'
import { useCancelJob, useJob } from '../api/jobs'
import { JobProgress } from '../panels/JobsDrawer'
import { TopBar } from '../panels/TopBar'
import { ConfirmModal } from '../ui/ConfirmModal'
import { FileDrop } from '../ui/FileDrop'
import { count, plural } from '../ui/format'
import { Card, Page } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { Stat, StatRow } from '../ui/Stat'
import { done } from '../ui/toast'

const formats = '.geojson,.json,.ndjson,.geojsonl,.topojson,.gz,.zip,.kml,.kmz,.gpkg,.fgb'

/** BoundarySetsPage lists the boundary sets, built in and imported, and imports more. */
export function BoundarySetsPage() {
  const sets = useQuery(boundarySetsQuery)
  const [running, setRunning] = useState<{ job: string; file: string }>()
  const start = useImportBoundaries()
  const begin = (file: File) =>
    start.mutate({ file, name: file.name.replace(/\.[^.]+(\.gz)?$/, '').replace(/[_-]+/g, ' ') }, { onSuccess: (job) => setRunning({ job: job.id, file: file.name }) })
  return (
    <>
      <TopBar trail={['Boundary sets']} />
      <Page title="Boundary sets" text="Postal codes, counties, communes: geography to plan with. Editions stand side by side.">
        <Stack gap="md">
          {running
            ? <Running job={running.job} file={running.file} onEnd={() => setRunning(undefined)} />
            : <FileDrop compact accept={formats} onFile={begin} title={start.isPending ? 'Sending the file…' : 'Import boundaries'}
                hint="GeoJSON, TopoJSON, zipped Shapefile, KML, KMZ, GeoPackage or FlatGeobuf. Code and name fields are found by themselves." />}
          {start.error && <ProblemNote title="The import did not start" error={start.error} />}
          {sets.error && <ProblemNote title="The boundary sets could not be loaded" error={sets.error} onRetry={() => void sets.refetch()} />}
          {sets.data?.map((set) => <SetCard key={set.id} set={set} />)}
        </Stack>
      </Page>
    </>
  )
}

function Running({ job: id, file, onEnd }: { job: string; file: string; onEnd: () => void }) {
  const job = useJob(id)
  const cancel = useCancelJob()
  const client = useQueryClient()
  const state = job?.state
  useEffect(() => {
    if (state !== 'succeeded') return
    void client.invalidateQueries({ queryKey: ['boundary-sets'] })
    done('Boundaries imported', file)
    onEnd()
  }, [state, client, file, onEnd])
  if (state === 'failed' || state === 'cancelled') {
    return <ProblemNote title={state === 'failed' ? 'The boundaries were not imported' : 'The import was cancelled'}
      error={new Error(job?.error?.message ?? 'Nothing was saved.')} onRetry={onEnd} retryLabel="Choose another file" />
  }
  return (
    <Card>
      <Group justify="space-between" mb="md">
        <Text fw={600}>Importing {file}</Text>
        <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate(id)}>Cancel</Button>
      </Group>
      {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">Waiting for the job to begin…</Text>}
    </Card>
  )
}

function SetCard({ set }: { set: BoundarySet }) {
  const [open, setOpen] = useState(false)
  const [asking, setAsking] = useState(false)
  const remove = useDeleteBoundarySet()
  const mended = set.report.repaired + set.report.merged + set.report.skipped + set.report.empty
  return (
    <Card>
      <Group justify="space-between" wrap="wrap" gap="xs">
        <div>
          <Group gap={8}><Text fw={620}>{set.name}</Text>{set.builtin && <Badge variant="light" color="gray" tt="none">built in</Badge>}</Group>
          <Text size="sm" c="dimmed">{[set.type, set.country, set.edition, set.source.file].filter(Boolean).join(', ')}</Text>
        </div>
        <Group gap="xs">
          {!set.builtin && mended > 0 && <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'Hide the report' : 'Report of the import'}</Button>}
          {!set.builtin && <Button size="xs" variant="subtle" color="red" aria-label={`Delete ${set.name}`} onClick={() => setAsking(true)}>Delete</Button>}
        </Group>
      </Group>
      <div style={{ marginTop: 12 }}>
        <StatRow>
          <Stat label="Boundaries" value={count(set.figures.boundaries)} />
          {!set.builtin && <Stat label="Shared borders" value={count(set.figures.edges)} />}
          {!set.builtin && <Stat label="Mended shapes" value={count(set.report.repaired)} />}
          {!set.builtin && <Stat label="Left out" value={count(set.report.skipped)} />}
        </StatRow>
      </div>
      {open && <Faults id={set.id} />}
      {asking && (
        <ConfirmModal title={`Delete ${set.name}?`} text="The set and its shapes go for good. Alignments that use it must choose another one first." action="Delete"
          busy={remove.isPending} error={remove.error} onClose={() => setAsking(false)} onConfirm={() => remove.mutate(set.id, { onSuccess: () => done('Boundary set deleted', set.name) })} />
      )}
    </Card>
  )
}

function Faults({ id }: { id: string }) {
  const { data } = useQuery(boundarySetQuery(id))
  const faults = data?.report.faults ?? []
  return (
    <Stack gap={4} mt="md">
      {faults.slice(0, 50).map((fault) => (
        <Text key={`${fault.feature} ${fault.kind}`} size="sm"><span className="num">Feature {fault.feature}</span>{fault.code ? ` (${fault.code})` : ''}, {fault.kind}: {fault.what}</Text>
      ))}
      {faults.length > 50 && <Text size="sm" c="dimmed">and {plural(faults.length - 50, 'remark')} more</Text>}
    </Stack>
  )
}
