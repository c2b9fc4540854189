import { Button, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { failureOf, useCancelJob, useJob } from '../api/jobs'
import { useDesk } from '../edit/desk'
import { t } from '../i18n'
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
    <Panel title={t('optimise.optimising')} text={t('optimise.youCanGoOn')}>
      <Stack gap="md" pt="xs">
        {job?.state === 'failed' && (
          <ProblemNote title={t('optimise.noPlanWasFound')} error={failureOf(job, t('optimise.noReasonWasGiven'))} onRetry={onBack} retryLabel={t('optimise.changeSettings')} />
        )}
        {job?.state === 'cancelled' && !draft && (
          <ProblemNote title={t('optimise.optimisationWasCancelled')} error={new Error(t('optimise.hadNotFoundPlan'))} onRetry={onBack} retryLabel={t('optimise.backSettings')} />
        )}
        {(!job || job.state === 'queued' || job.state === 'running') && (
          <>
            {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">{t('optimise.waitingForJobBegin')}</Text>}
            {plan && plan.iteration > 0 && (
              <StatRow>
                <Stat label={t('optimise.iteration')} value={count(plan.iteration)} />
                <Stat label={t('optimise.largestDeviation')} value={percent(plan.deviation)} />
              </StatRow>
            )}
            <Text size="xs" c="dimmed">{t('optimise.mapShowsPlanAs')}</Text>
            <Button variant="default" loading={cancel.isPending || job?.cancelRequested === true} onClick={() => cancel.mutate(jobId)}>
              {t('optimise.stopKeepBestSo')}
            </Button>
          </>
        )}
      </Stack>
    </Panel>
  )
}
