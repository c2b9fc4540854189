import { Anchor, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { IconDownload, IconFileExport } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { fileLink, publicationsQuery, usePublish } from '../api/alignments'
import { useJob } from '../api/jobs'
import { viewQuery } from '../api/planning'
import type { Publication, PublicationFormat } from '../api/types'
import { ago, bytes } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { done } from '../ui/toast'
import { JobProgress } from './JobsDrawer'
import classes from './PublishPanel.module.css'

const formats: { value: PublicationFormat; label: string; text: string }[] = [
  { value: 'units_csv', label: 'Units as CSV', text: 'Each unit with its territory and the areas above it.' },
  { value: 'areas_csv', label: 'Areas as CSV', text: 'The tree with owners, sums, targets and deviations.' },
  { value: 'areas_geojson', label: 'Areas as GeoJSON', text: 'Territory shapes for maps and GIS.' },
  { value: 'report_pdf', label: 'Report as PDF', text: 'Maps, key figures and a table of all areas, ready to print.' },
  { value: 'report_xlsx', label: 'Report as XLSX', text: 'A workbook with a sheet per level and the units.' },
  { value: 'map_png', label: 'Map as PNG', text: 'The territories as a picture for slides.' },
]

/** PublishPanel writes the alignment as files and lists what was written before. */
export function PublishPanel({ id, version }: { id: string; version: number }) {
  const [chosen, setChosen] = useState<string[]>(formats.map((format) => format.value))
  const [jobId, setJobId] = useState<string>()
  const publish = usePublish(id)
  const focus = useQuery(viewQuery(id)).data?.focus
  const job = useJob(jobId)
  const publications = useQuery(publicationsQuery(id))
  const client = useQueryClient()
  const state = job?.state
  useEffect(() => {
    if (state !== 'succeeded') return
    void client.invalidateQueries({ queryKey: ['alignments', id, 'publications'] })
    done('Files are ready', 'Download them from the list.')
  }, [state, client, id])

  const running = jobId !== undefined && (!job || state === 'queued' || state === 'running')
  return (
    <Panel title="Publish" text="Writes the alignment as files, always of one version.">
      <Checkbox.Group value={chosen} onChange={setChosen} label={<span className="visually-hidden">Files to write</span>}>
        <Stack gap="sm" mt={4}>
          {formats.map((format) => <Checkbox key={format.value} value={format.value} label={format.label} description={format.text} />)}
        </Stack>
      </Checkbox.Group>
      <Button mt="md" fullWidth leftSection={<IconFileExport size={16} />} disabled={chosen.length === 0} loading={publish.isPending || running}
        onClick={() => publish.mutate({ formats: chosen as PublicationFormat[], ...(focus?.areas?.length ? { focus } : {}) }, { onSuccess: (made) => setJobId(made.id) })}>
        Write files of version {version}
      </Button>
      {focus?.areas?.length ? <Text size="xs" c="dimmed" mt={6}>Only what is in your focus is written.</Text> : null}
      <Stack gap="sm" mt="md">
        {running && job && <JobProgress job={job} />}
        {publish.error && <ProblemNote title="The publication did not start" error={publish.error} />}
        {state === 'failed' && <ProblemNote title="The files were not written" error={new Error(job?.error?.message ?? 'No reason was given.')} />}
      </Stack>
      <Text size="sm" fw={560} mt="lg" mb={6}>Published files</Text>
      {publications.data?.length === 0 && <Text size="sm" c="dimmed">Nothing has been published yet.</Text>}
      {publications.data?.map((publication) => <Files key={publication.id} publication={publication} />)}
    </Panel>
  )
}

function Files({ publication }: { publication: Publication }) {
  return (
    <div className={classes.publication}>
      <Text size="xs" c="dimmed" className="num">Version {publication.version}, {ago(publication.created)}</Text>
      {publication.files.map((file) => (
        <Group key={file.name} justify="space-between" wrap="nowrap" mt={4}>
          <Anchor size="sm" href={fileLink(publication.id, file.name)} download className={classes.file}>
            <IconDownload size={14} aria-hidden /> {file.name}
          </Anchor>
          <Text size="xs" c="dimmed" className="num">{bytes(file.bytes)}</Text>
        </Group>
      ))}
    </div>
  )
}
