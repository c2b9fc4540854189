import { Button, Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { rejectedLink, snapshotQuery } from '../api/datasets'
import { jobProblem, useCancelJob, useJob } from '../api/jobs'
import type { ImportResult } from '../api/types'
import { t } from '../i18n'
import { count, seconds } from '../ui/format'
import { Card } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { Stat, StatRow } from '../ui/Stat'
import { done } from '../ui/toast'
import { useJobEnd } from './importing/useJobEnd'
import { JobProgress } from './JobsDrawer'
import { Rejections } from './Rejections'

interface Props {
  jobId: string
  datasetId: string
  fileName: string
  /** The dataset had units before. */
  again?: boolean
  onAgain: () => void
}

/** ImportRun follows an import job and shows what came of it. */
export function ImportRun({ jobId, datasetId, fileName, again = false, onAgain }: Props) {
  const job = useJob(jobId)
  const cancel = useCancelJob()
  const client = useQueryClient()
  useJobEnd(job, () => {
    void client.invalidateQueries({ queryKey: ['datasets'] })
    done(t('importing.finished'), t('importing.ready', { file: fileName }))
  })

  if (job?.state === 'succeeded') return <Result result={job.result as ImportResult} datasetId={datasetId} again={again} onAgain={onAgain} />
  if (job?.state === 'failed') {
    return <ProblemNote title={t('importing.failed')} error={jobProblem(job)} onRetry={onAgain} retryLabel={t('importing.somethingElse')} />
  }
  if (job?.state === 'cancelled') {
    return <ProblemNote title={t('importing.cancelled')} error={new Error(t('importing.nothingSaved'))} onRetry={onAgain} retryLabel={t('importing.startOver')} />
  }
  return (
    <Card>
      <Group justify="space-between" mb="md">
        <Text fw={600}>{t('importing.importing', { file: fileName })}</Text>
        <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate(jobId)}>{t('common.cancel')}</Button>
      </Group>
      {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">{t('importing.waiting')}</Text>}
      <Text size="sm" c="dimmed" mt="md">{t('importing.mayLeave')}</Text>
    </Card>
  )
}

function Result({ result, datasetId, again, onAgain }: { result: ImportResult; datasetId: string; again: boolean; onAgain: () => void }) {
  const snapshot = useQuery(snapshotQuery(result.snapshotId))
  const rejected = result.rows - result.accepted
  const params = { datasetId }
  return (
    <Stack gap="lg">
      <Card>
        <Group gap="sm" mb="md">
          <IconCircleCheck color="var(--bw-accent)" />
          <Text fw={620} size="lg">{t('importing.imported', { count: result.accepted })}</Text>
        </Group>
        <StatRow>
          <Stat label={t('importing.rowsRead')} value={count(result.rows)} />
          <Stat label={t('importing.accepted')} value={count(result.accepted)} />
          <Stat label={t('importing.rejected')} value={count(rejected)} />
          <Stat label={t('importing.onMap')} value={count(snapshot.data?.located)} />
          <Stat label={t('importing.took')} value={seconds(result.seconds)} />
        </StatRow>
        <Group mt="lg">
          {again && <Button renderRoot={(props) => <Link to="/datasets/$datasetId" params={params} search={{ tab: 'snapshots' }} {...props} />}>{t('importing.seeChanges')}</Button>}
          <Button variant={again ? 'default' : 'filled'} renderRoot={(props) => <Link to="/datasets/$datasetId" params={params} {...props} />}>{t('importing.openDataset')}</Button>
          {rejected > 0 && (
            <>
              <Button variant="default" renderRoot={(props) => <Link to="/datasets/$datasetId" params={params} search={{ tab: 'rejected' }} {...props} />}>{t('importing.seeRejected')}</Button>
              <Button variant="default" leftSection={<IconDownload size={16} />} component="a" href={rejectedLink(result.snapshotId)} download>{t('importing.downloadRejected')}</Button>
            </>
          )}
          <Button variant="subtle" color="gray" onClick={onAgain}>{t('importing.another')}</Button>
        </Group>
      </Card>
      {snapshot.data && snapshot.data.rejections.length > 0 && <Rejections rejections={snapshot.data.rejections} />}
    </Stack>
  )
}
