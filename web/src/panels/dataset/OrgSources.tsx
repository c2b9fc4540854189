import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { extractsQuery, useOrgRefresh, type OrgExtract } from '../../api/connections'
import { useCancelJob, useJob } from '../../api/jobs'
import { t } from '../../i18n'
import { count, date } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { done } from '../../ui/toast'
import { OrgProblem } from '../connections/OrgProblem'
import { JobProgress } from '../JobsDrawer'
import { RefreshChanges } from './RefreshChanges'

/** What a refresh says of each source. */
interface RefreshResult { snapshotId: string; calls: number; sources: { name: string; rows: number; changed: number; deleted: number; part: boolean }[] }

/** OrgSources shows what a dataset reads from Salesforce and reads it again; nothing for other datasets. */
export function OrgSources({ datasetId }: { datasetId: string }) {
  const extracts = useQuery(extractsQuery(datasetId))
  const [jobId, setJobId] = useState<string>()
  const refresh = useOrgRefresh()
  const cancel = useCancelJob()
  const job = useJob(jobId)
  const client = useQueryClient()
  const state = job?.state
  useEffect(() => {
    if (state !== 'succeeded') return
    for (const key of ['datasets', 'alignments']) void client.invalidateQueries({ queryKey: [key] })
    done(t('orgImport.refreshDone'))
  }, [state, client])
  if (extracts.isPending) return <Skeleton height={0} />
  const sources = extracts.data ?? []
  const [first] = sources
  if (!first) return null
  const running = jobId !== undefined && (!state || state === 'queued' || state === 'running')
  const begin = (full: boolean) => refresh.mutate({ dataset: datasetId, full }, { onSuccess: (started) => setJobId(started.job.id) })
  const result = state === 'succeeded' ? (job?.result as RefreshResult) : undefined
  return (
    <Section title={t('orgImport.refreshTitle')} text={t('orgImport.refreshText', { at: date(first.at) })}
      actions={(
        <Group gap="xs">
          <Button size="xs" variant="subtle" color="gray" renderRoot={(props) => <Link to="/import" search={{ into: datasetId, mode: 'refresh', source: 'salesforce' }} {...props} />}>{t('orgImport.change')}</Button>
          <Button size="xs" variant="default" disabled={running} onClick={() => begin(true)}>{t('orgImport.refreshFull')}</Button>
          <Button size="xs" leftSection={<IconRefresh size={15} />} loading={running || refresh.isPending} onClick={() => begin(false)}>{t('orgImport.refresh')}</Button>
        </Group>
      )}>
      <Card>
        <Stack gap="sm">
          {sources.map((extract) => <SourceLine key={extract.position} extract={extract} />)}
          {refresh.error && <OrgProblem title={t('orgImport.refreshFailed')} error={refresh.error} connection={first.connectionId} />}
          {running && (
            <div>
              {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">{t('orgImport.refreshing')}</Text>}
              <Button mt="xs" size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => jobId && cancel.mutate(jobId)}>{t('common.cancel')}</Button>
            </div>
          )}
          {job && (state === 'failed' || state === 'cancelled') && <OrgProblem title={t('orgImport.refreshFailed')} job={job} connection={first.connectionId} onRetry={() => begin(false)} />}
          {result?.sources.map((one) => (
            <Text key={one.name} size="sm" role="status" className="num">
              {one.part ? t('orgImport.part', { name: one.name, changed: one.changed, deleted: one.deleted, rows: count(one.rows) }) : t('orgImport.whole', { name: one.name, rows: count(one.rows) })}
            </Text>
          ))}
          {result && <RefreshChanges dataset={datasetId} snapshot={result.snapshotId} />}
          {result && <Text size="xs" c="dimmed" className="num">{t('orgImport.calls', { count: result.calls })}</Text>}
        </Stack>
      </Card>
    </Section>
  )
}

function SourceLine({ extract }: { extract: OrgExtract }) {
  const { source } = extract
  const name = source.object ?? source.soql ?? `${t('orgImport.report')} ${source.report ?? ''}`
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" fw={560} style={{ overflowWrap: 'anywhere' }}>{name}</Text>
      <Text size="sm" c="dimmed" className="num">
        {t('orgImport.sourceRows', { count: extract.rows })} · {extract.watermark ? t('orgImport.watermark', { at: date(extract.watermark) }) : t('orgImport.readWhole')}
      </Text>
    </Group>
  )
}
