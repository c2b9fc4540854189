import { Button, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useCancelJob, useJob } from '../api/jobs'
import { useDesk } from '../edit/desk'
import { count, percent } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { Stat, StatRow } from '../ui/Stat'
import { JobProgress } from './JobsDrawer'

interface Props {
  jobId: string
  onDraft: (draft: string) => void
  onBack: () => void
}

/** OptimiseRun follows an optimisation; when it has ended with a draft, the draft is opened. */
export function OptimiseRun({ jobId, onDraft, onBack }: Props) {
  const job = useJob(jobId)
  const cancel = useCancelJob()
  const client = useQueryClient()
  const watch = useDesk((state) => state.watch)
  useEffect(() => {
    watch(jobId)
    return () => watch(undefined)
  }, [jobId, watch])
  const plan = job?.progress.plan
  const draft = (job?.result as { draftId?: string } | undefined)?.draftId
  const finished = job && (job.state === 'succeeded' || job.state === 'cancelled')
  useEffect(() => {
    if (!finished || !draft) return
    void client.invalidateQueries({ queryKey: ['alignments'] })
    onDraft(draft)
  }, [finished, draft, onDraft, client])

  return (
    <Panel title="Optimising" text="You can go on working; the draft waits for you.">
      <Stack gap="md" pt="xs">
        {job?.state === 'failed' && (
          <ProblemNote title="No plan was found" error={new Error(job.error?.message ?? 'No reason was given.')} onRetry={onBack} retryLabel="Change the settings" />
        )}
        {job?.state === 'cancelled' && !draft && (
          <ProblemNote title="The optimisation was cancelled" error={new Error('It had not found a plan yet, so nothing was kept.')} onRetry={onBack} retryLabel="Back to the settings" />
        )}
        {(!job || job.state === 'queued' || job.state === 'running') && (
          <>
            {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">Waiting for the job to begin…</Text>}
            {plan && plan.iteration > 0 && (
              <StatRow>
                <Stat label="Iteration" value={count(plan.iteration)} />
                <Stat label="Largest deviation" value={percent(plan.deviation)} />
              </StatRow>
            )}
            <Text size="xs" c="dimmed">The map shows the plan as it takes shape, about once a second. It is checked when the run ends.</Text>
            <Button variant="default" loading={cancel.isPending || job?.cancelRequested === true} onClick={() => cancel.mutate(jobId)}>
              Stop and keep the best so far
            </Button>
          </>
        )}
      </Stack>
    </Panel>
  )
}
