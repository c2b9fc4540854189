import { Button, Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { rejectedLink, snapshotQuery } from '../api/datasets'
import { useCancelJob, useJob } from '../api/jobs'
import type { ImportResult } from '../api/types'
import { count, seconds } from '../ui/format'
import { Card } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { Stat, StatRow } from '../ui/Stat'
import { done } from '../ui/toast'
import { JobProgress } from './JobsDrawer'
import { Rejections } from './Rejections'

interface Props {
  jobId: string
  datasetId: string
  fileName: string
  onAgain: () => void
}

/** ImportRun follows an import job and shows what came of it. */
export function ImportRun({ jobId, datasetId, fileName, onAgain }: Props) {
  const job = useJob(jobId)
  const cancel = useCancelJob()
  const client = useQueryClient()
  const state = job?.state
  useEffect(() => {
    if (state !== 'succeeded') return
    void client.invalidateQueries({ queryKey: ['datasets'] })
    done('Import finished', `${fileName} is ready to plan with.`)
  }, [state, client, fileName])

  if (state === 'succeeded') return <Result result={job?.result as ImportResult} datasetId={datasetId} onAgain={onAgain} />
  if (state === 'failed') {
    return <ProblemNote title="The import did not finish" error={new Error(job?.error?.message ?? 'No reason was given.')}
      onRetry={onAgain} retryLabel="Choose another file" />
  }
  if (state === 'cancelled') {
    return <ProblemNote title="The import was cancelled" error={new Error('Nothing was saved.')} onRetry={onAgain} retryLabel="Start over" />
  }
  return (
    <Card>
      <Group justify="space-between" mb="md">
        <Text fw={600}>Importing {fileName}</Text>
        <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate(jobId)}>Cancel</Button>
      </Group>
      {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">Waiting for the job to begin…</Text>}
    </Card>
  )
}

function Result({ result, datasetId, onAgain }: { result: ImportResult; datasetId: string; onAgain: () => void }) {
  const snapshot = useQuery(snapshotQuery(result.snapshotId))
  const rejected = result.rows - result.accepted
  return (
    <Stack gap="lg">
      <Card>
        <Group gap="sm" mb="md">
          <IconCircleCheck color="var(--bw-accent)" />
          <Text fw={620} size="lg">{count(result.accepted)} units imported</Text>
        </Group>
        <StatRow>
          <Stat label="Rows read" value={count(result.rows)} />
          <Stat label="Accepted" value={count(result.accepted)} />
          <Stat label="Set aside" value={count(rejected)} />
          <Stat label="On the map" value={count(snapshot.data?.located)} />
          <Stat label="Took" value={seconds(result.seconds)} />
        </StatRow>
        <Group mt="lg">
          <Button renderRoot={(props) => <Link to="/datasets/$datasetId" params={{ datasetId }} {...props} />}>Open the dataset</Button>
          {rejected > 0 && (
            <Button variant="default" leftSection={<IconDownload size={16} />} component="a" href={rejectedLink(result.snapshotId)} download>
              Download the rows set aside
            </Button>
          )}
          <Button variant="subtle" color="gray" onClick={onAgain}>Import another file</Button>
        </Group>
      </Card>
      {snapshot.data && snapshot.data.rejections.length > 0 && <Rejections rejections={snapshot.data.rejections} />}
    </Stack>
  )
}
