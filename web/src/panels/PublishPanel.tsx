import { Anchor, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { IconDownload, IconFileExport } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { alignmentQuery, fileLink, publicationsQuery, usePublish } from '../api/alignments'
import { snapshotQuery } from '../api/datasets'
import { failureOf, useJob } from '../api/jobs'
import { viewQuery } from '../api/planning'
import type { Publication, PublicationFormat } from '../api/types'
import { chosenFields, isRowFile, withFields, type FileFields as Fields } from '../edit/fileFields'
import { t } from '../i18n'
import { ago, bytes } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { done } from '../ui/toast'
import { FileFields } from './FileFields'
import { JobProgress } from './JobsDrawer'
import classes from './PublishPanel.module.css'

const formats = [
  'units_csv', 'units_parquet', 'areas_csv', 'areas_geojson', 'areas_kml', 'areas_shapefile', 'areas_geopackage', 'report_pdf', 'report_xlsx', 'map_png',
] as const satisfies readonly PublicationFormat[]

/** Files that only those need who know it; the others are chosen at first. */
const rare: readonly string[] = ['units_parquet', 'areas_kml', 'areas_shapefile', 'areas_geopackage']
const usual = formats.filter((format) => !rare.includes(format))

/** PublishPanel writes the alignment as files and lists what was written before. */
export function PublishPanel({ id, version }: { id: string; version: number }) {
  const [chosen, setChosen] = useState<string[]>(usual)
  const [fields, setFields] = useState<Fields>({})
  const alignment = useQuery(alignmentQuery(id)).data
  const columns = useQuery({ ...snapshotQuery(alignment?.snapshotId ?? ''), enabled: alignment !== undefined }).data?.columns
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
    done(t('publish.ready'), t('publish.readyText'))
  }, [state, client, id])

  const named = chosenFields(fields, chosen)
  const running = jobId !== undefined && (!job || state === 'queued' || state === 'running')
  return (
    <Panel title={t('publish.title')} text={t('publish.text')}>
      <Button fullWidth variant="default" mb="lg" renderRoot={(props) => <Link to="/alignments/$alignmentId/publish" params={{ alignmentId: id }} {...props} />}>{t('publishing.toSalesforce')}</Button>
      <Checkbox.Group value={chosen} onChange={setChosen} aria-label={t('publish.filesToWrite')}>
        <Stack gap="sm" mt={4}>
          {formats.map((format) => (
            <div key={format}>
              <Checkbox value={format} label={t(`publish.${format}`)} description={t(`publish.${format}_text`)} />
              {isRowFile(format) && chosen.includes(format) && alignment && columns && (
                <FileFields format={format} levels={alignment.levels} columns={columns} chosen={fields[format]} onChange={(names) => setFields((held) => withFields(held, format, names))} />
              )}
            </div>
          ))}
        </Stack>
      </Checkbox.Group>
      <Button mt="md" fullWidth leftSection={<IconFileExport size={16} />} disabled={chosen.length === 0 || chosen.some((format) => isRowFile(format) && fields[format]?.length === 0)} loading={publish.isPending || running}
        onClick={() => publish.mutate({ formats: chosen as PublicationFormat[], ...(named ? { fields: named } : {}), ...(focus?.areas?.length ? { focus } : {}) }, { onSuccess: (made) => setJobId(made.id) })}>
        {t('publish.write', { version })}
      </Button>
      {focus?.areas?.length ? <Text size="xs" c="dimmed" mt={6}>{t('publish.focusOnly')}</Text> : null}
      <Stack gap="sm" mt="md">
        {running && job && <JobProgress job={job} />}
        {publish.error && <ProblemNote title={t('publish.notStarted')} error={publish.error} />}
        {state === 'failed' && <ProblemNote title={t('publish.notWritten')} error={failureOf(job, t('publish.noReason'))} />}
      </Stack>
      <Text size="sm" fw={560} mt="lg" mb={6}>{t('publish.published')}</Text>
      {publications.data?.length === 0 && <Text size="sm" c="dimmed">{t('publish.none')}</Text>}
      {publications.data?.map((publication) => <Files key={publication.id} publication={publication} />)}
    </Panel>
  )
}

function Files({ publication }: { publication: Publication }) {
  return (
    <div className={classes.publication}>
      <Text size="xs" c="dimmed" className="num">{t('publish.versionAgo', { version: publication.version, ago: ago(publication.created) })}</Text>
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
