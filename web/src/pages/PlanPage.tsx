import { Badge, Button, List, Menu, Skeleton, Stack, Text } from '@mantine/core'
import { IconArrowBackUp, IconDots, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { releaseQuery, useApplyPlan, useCheckPlan, useDeletePlan, useRollbackPlan, type PlanRelease, type Proof } from '../api/publishing'
import { t } from '../i18n'
import { useProblemTexts } from '../i18n/useProblemTexts'
import { ApplyDialog, totals } from '../panels/publishing/ApplyDialog'
import { PlanChanges } from '../panels/publishing/PlanChanges'
import { PlanEvents } from '../panels/publishing/PlanEvents'
import { PlanRun, type Run } from '../panels/publishing/PlanRuns'
import { PlanBadge } from '../panels/publishing/PlansList'
import { ProofCard } from '../panels/publishing/ProofCard'
import { ReleaseCard } from '../panels/publishing/ReleaseCard'
import { TopBar } from '../panels/TopBar'
import { count } from '../ui/format'
import { Card, Page, Section } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { said } from '../ui/said'
import { Stat, StatRow } from '../ui/Stat'
import { done, failed } from '../ui/toast'

/** PlanPage shows a plan of writes, applies it, and compares it with the org afterwards. */
export function PlanPage() {
  useProblemTexts()
  const { alignmentId, planId } = useParams({ from: '/alignments/$alignmentId/publish/$planId' })
  const release = useQuery(releaseQuery(planId))
  return (
    <>
      <TopBar trail={[<Link key="p" to="/alignments/$alignmentId/publish" params={{ alignmentId }}>{t('publishing.publish')}</Link>, t('publishing.plan')]} />
      {release.data ? <Content key={planId} release={release.data} alignmentId={alignmentId} /> : (
        <Page title={t('publishing.plan')}>
          {release.error ? <ProblemNote title={t('publishing.notLoaded')} error={release.error} onRetry={() => void release.refetch()} /> : <Skeleton height={300} radius="lg" />}
        </Page>
      )}
    </>
  )
}

function Content({ release, alignmentId }: { release: PlanRelease; alignmentId: string }) {
  const { plan } = release
  const [asking, setAsking] = useState(false)
  const [run, setRun] = useState<Run>()
  const apply = useApplyPlan(plan.id)
  const check = useCheckPlan(plan.id)
  const rollback = useRollbackPlan()
  const remove = useDeletePlan()
  const navigate = useNavigate()
  const begun = plan.state === 'applied' || plan.state === 'incomplete' || plan.state === 'applying'
  const open = plan.state === 'ready' || plan.state === 'applying' || plan.state === 'incomplete'
  const wrong = plan.problems.some((problem) => problem.level === 'error')
  const start = (body: { again?: boolean; acceptConflicts?: boolean }) =>
    apply.mutate({ ...body, ...(plan.state === 'incomplete' ? { again: true } : {}) }, { onSuccess: (job) => { setAsking(false); setRun({ kind: 'apply', jobId: job.id }) } })
  const compare = (kind: 'verify' | 'drift') => check.mutate(kind, { onSuccess: (job) => setRun({ kind, jobId: job.id }), onError: (error) => failed(t('publishing.checkFailed'), error) })
  const takeBack = () => rollback.mutate(plan.id, {
    onSuccess: (made) => void navigate({ to: '/alignments/$alignmentId/publish/$planId', params: { alignmentId, planId: made.id } }),
    onError: (error) => failed(t('common.didNotWork'), error),
  })
  const drop = () => remove.mutate(plan.id, {
    onSuccess: () => { done(t('publishing.removed')); void navigate({ to: '/alignments/$alignmentId/publish', params: { alignmentId } }) },
    onError: (error) => failed(t('common.didNotWork'), error),
  })
  return (
    <Page wide title={plan.title} text={<PlanBadge state={plan.state} />}
      actions={(
        <>
          {begun && !plan.rollsBack && <Button variant="default" loading={check.isPending} onClick={() => compare('verify')}>{t('publishing.verify')}</Button>}
          {begun && !plan.rollsBack && <Button variant="default" onClick={() => compare('drift')}>{t('publishing.drift')}</Button>}
          {open && plan.operations > 0 && (
            <Button leftSection={<IconPlayerPlay size={16} />} disabled={wrong || (!release.mayApply && plan.state === 'ready')} onClick={() => setAsking(true)}>
              {plan.state === 'ready' ? t('publishing.apply') : plan.state === 'applying' ? t('publishing.resume') : t('publishing.retry')}
            </Button>
          )}
          <Menu position="bottom-end">
            <Menu.Target><Button variant="default" px={10} aria-label={t('publishing.plan')}><IconDots size={16} /></Button></Menu.Target>
            <Menu.Dropdown>
              {begun && !plan.rollsBack && <Menu.Item leftSection={<IconArrowBackUp size={15} />} onClick={takeBack}>{t('publishing.rollback')}</Menu.Item>}
              <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={drop}>{t('publishing.remove')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}>
      <Stack gap="md">
        {plan.rollsBack && <Text size="sm" c="dimmed">{t('publishing.rollsBack')}</Text>}
        {run && <PlanRun key={run.jobId} run={run} plan={plan} />}
        {plan.state === 'ready' && !release.mayApply && release.reason && <ProblemNote plain title={t('publishing.mayNot')} error={new Error(said(release.reasonSaid, release.reason))} />}
        <Figures release={release} />
      </Stack>
      <Problems release={release} />
      {plan.report ? <ProofCard planId={plan.id} proof={plan.report as Proof} /> : null}
      {plan.state === 'ready' && plan.operations > 0 && <ReleaseCard release={release} />}
      {plan.operations > 0 && <Section title={t('publishing.changes')} text={t('publishing.changesText')}><PlanChanges plan={plan} stamp={`${plan.state} ${release.progress.done} ${release.progress.failed}`} /></Section>}
      {plan.steps.length > 0 && (
        <Section title={t('publishing.steps')} text={t('publishing.stepsText')}>
          <Card><List type="ordered" size="sm" spacing={6}>{plan.steps.map((step) => <List.Item key={step}>{step}</List.Item>)}</List></Card>
        </Section>
      )}
      <PlanEvents events={release.events} />
      {asking && <ApplyDialog plan={plan} busy={apply.isPending} error={apply.error} onApply={start} onClose={() => setAsking(false)} />}
    </Page>
  )
}

function Figures({ release: { plan } }: { release: PlanRelease }) {
  const sum = totals(plan)
  if (plan.operations === 0) return <Card><Text fw={600}>{t('publishing.nothing')}</Text></Card>
  return (
    <StatRow>
      <Stat label={t('publishing.creates')} value={count(sum.create)} />
      <Stat label={t('publishing.updates')} value={count(sum.update)} />
      <Stat label={t('publishing.deletes')} value={count(sum.delete)} />
      <Stat label={t('publishing.calls')} value={count(plan.calls)} />
      <Stat label={t('publishing.conflicts')} value={count(plan.conflicts)} />
    </StatRow>
  )
}

const colours = { error: 'red', warning: 'yellow', note: 'gray' } as const
const rank = { error: 0, warning: 1, note: 2 } as const

function Problems({ release: { plan } }: { release: PlanRelease }) {
  useProblemTexts()
  if (plan.problems.length === 0) return null
  const sorted = [...plan.problems].sort((a, b) => rank[a.level] - rank[b.level])
  return (
    <Section title={t('publishing.problems')} text={sorted[0]?.level === 'error' ? t('publishing.hasErrors') : undefined}>
      <Card>
        <Stack gap={6} mah={280} style={{ overflowY: 'auto' }} tabIndex={0} role="group" aria-label={t('publishing.problems')}>
          {sorted.slice(0, 300).map((one) => (
            <Text key={`${one.level} ${one.where} ${one.what}`} size="sm">
              <Badge size="sm" variant="outline" mr={8} color={colours[one.level] === 'yellow' ? 'gray' : colours[one.level]}>{t(`publishing.level_${one.level}`)}</Badge>
              <strong>{said(one.place, one.where)}</strong>: {said(one.said, one.what)}
            </Text>
          ))}
        </Stack>
      </Card>
    </Section>
  )
}
