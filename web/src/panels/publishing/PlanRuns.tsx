import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ended, useCancelJob, useJob } from '../../api/jobs'
import { changesLink, type ApplyOutcome, type DriftReport, type OrgPlan, type Verification } from '../../api/publishing'
import type { Job } from '../../api/types'
import { t } from '../../i18n'
import { count } from '../../ui/format'
import { Card } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { OrgProblem } from '../connections/OrgProblem'
import { JobProgress } from '../JobsDrawer'
import { Row } from './PlanChanges'

export type Run = { kind: 'apply' | 'verify' | 'drift'; jobId: string }

/** PlanRun follows the job that applies a plan or compares it with the org, and says how it ended. */
export function PlanRun({ run, plan }: { run: Run; plan: OrgPlan }) {
  const job = useJob(run.jobId)
  const cancel = useCancelJob()
  const client = useQueryClient()
  const over = job !== undefined && ended(job.state)
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: ['publish-plans'] })
  }, [over, client])
  if (!over) {
    return (
      <Card>
        {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">{t('publishing.applying')}</Text>}
        <Button mt="sm" size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(run.jobId)}>{t('common.cancel')}</Button>
      </Card>
    )
  }
  if (job.state !== 'succeeded') return <Stopped run={run} job={job} plan={plan} />
  return run.kind === 'apply' ? <Applied job={job} plan={plan} /> : run.kind === 'verify' ? <Verified v={job.result as Verification} /> : <Drifted d={job.result as DriftReport} />
}

/** Stopped says why a run did not end, and how to go on: a plan that no longer fits is made anew, any other applied again. */
function Stopped({ run, job, plan }: { run: Run; job: Job; plan: OrgPlan }) {
  const applying = run.kind === 'apply'
  if (job.state === 'cancelled') {
    return <ProblemNote plain title={applying ? t('publishing.applyStopped') : t('publishing.checkFailed')} error={new Error(applying ? t('publishing.applyAgain') : t('common.nothingChanged'))} />
  }
  const stale = applying && job.error?.code === 'conflict'
  return (
    <Stack gap="xs">
      <OrgProblem title={stale ? t('publishing.stale') : applying ? t('publishing.applyFailed') : t('publishing.checkFailed')} job={job} connection={plan.connectionId}>
        {stale && plan.alignmentId && <Button size="xs" variant="default" renderRoot={(props) => <Link to="/alignments/$alignmentId/publish" params={{ alignmentId: plan.alignmentId ?? '' }} {...props} />}>{t('publishing.newPlan')}</Button>}
      </OrgProblem>
      {applying && !stale && <Text size="sm">{t('publishing.applyAgain')}</Text>}
    </Stack>
  )
}

function Good({ title, text }: { title: string; text?: string }) {
  return (
    <Alert variant="light" color="pine" role="status" icon={<IconCircleCheck size={18} />} title={title}>
      {text && <Text size="sm" c="var(--bw-text)" className="num">{text}</Text>}
    </Alert>
  )
}

function Applied({ job, plan }: { job: Job; plan: OrgPlan }) {
  const o = job.result as ApplyOutcome
  const text = t('publishing.outcome', { done: count(o.done), failed: count(o.failed), blocked: count(o.blocked), pending: count(o.pending) })
  if (o.state === 'applied') return <Good title={t('publishing.applied')} text={text} />
  return (
    <Stack gap="xs">
      <ProblemNote plain title={t('publishing.applyFailed')} error={new Error(`${text}\n${t('publishing.incompleteNext')}`)} />
      <div><Button size="xs" variant="default" component="a" download href={changesLink(plan.id, { state: 'failed' })} leftSection={<IconDownload size={14} />}>{t('publishing.downloadFailures')}</Button></div>
    </Stack>
  )
}

function Verified({ v }: { v: Verification }) {
  if (v.same) return <Good title={t('publishing.verifyClean', { count: v.records })} />
  return (
    <Card>
      <Text fw={600} c="var(--bw-over)" mb="sm">{t('publishing.verifyDiffers', { count: v.count })}</Text>
      {v.differences.slice(0, 100).map((one) => <Row key={`${one.object} ${one.key}`} entry={one} />)}
    </Card>
  )
}

function Drifted({ d }: { d: DriftReport }) {
  if (d.count === 0) return <Good title={t('publishing.driftNone')} />
  return (
    <Card>
      <Text fw={600} c="var(--bw-over)" mb="sm">{t('publishing.driftSome', { count: d.count })}</Text>
      <Stack gap={6}>
        {d.entries.slice(0, 100).map((one) => (
          <Text key={`${one.object} ${one.recordId}`} size="sm">
            {t(`publishing.kind_${one.kind}`)}: {one.label} ({one.object}){one.fields.map((f) => ` · ${f.name}: ${String(f.old ?? '')} → ${String(f.new ?? '')}`).join('')}
          </Text>
        ))}
      </Stack>
    </Card>
  )
}
