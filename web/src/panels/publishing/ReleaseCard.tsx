import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useReview, useSchedulePlan, type PlanRelease } from '../../api/publishing'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import { date } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { said } from '../../ui/said'

/** ReleaseCard leads a plan through approval and has it applied later. */
export function ReleaseCard({ release }: { release: PlanRelease }) {
  useProblemTexts()
  return (
    <>
      {(release.destination.approvals > 0 || release.review.state !== '') && <Approval release={release} />}
      <Timed release={release} />
    </>
  )
}

function Approval({ release: { plan, review, destination, mayApprove } }: { release: PlanRelease }) {
  const [note, setNote] = useState('')
  const act = useReview(plan.id)
  const waiting = review.state === 'submitted'
  const decided = review.state === 'approved' || review.state === 'rejected'
  const does = (what: Parameters<typeof act.mutate>[0]['what']) => act.mutate({ what, note }, { onSuccess: () => setNote('') })
  return (
    <Section title={t('publishing.approval')} text={destination.approvals > 0 ? t('publishing.needsApproval', { count: destination.approvals }) : undefined}>
      <Card>
        <Stack gap="sm">
          {review.state !== '' && <Text size="sm" fw={560} role="status">{t(`publishing.review_${review.state}`)}</Text>}
          {review.submitter && <Text size="sm">{noteLine(t('publishing.submittedBy', { name: review.submitter.name, at: date(review.submittedAt ?? '') }), review.note)}</Text>}
          {review.decisions.map((one) => (
            <Text key={`${one.actor.id} ${one.at}`} size="sm">
              {noteLine(one.approve ? t('publishing.approvedBy', { name: one.actor.name, at: date(one.at) }) : t('publishing.rejectedBy', { name: one.actor.name, at: date(one.at) }), one.note)}
            </Text>
          ))}
          {waiting && !mayApprove && <Text size="sm" c="dimmed">{destination.approvers.length > 0 ? t('publishing.othersApproveNamed', { names: destination.approvers.join(', ') }) : t('publishing.othersApprove')}</Text>}
          {review.state !== 'rejected' && (
            <Group gap="sm" align="flex-end">
              {!decided && <TextInput label={t('publishing.note')} description={waiting ? t('publishing.noteHint') : undefined} w={320} value={note} onChange={(event) => setNote(event.currentTarget.value)} />}
              {!waiting && !decided && <Button variant="default" loading={act.isPending} onClick={() => does('submit')}>{t('publishing.submit')}</Button>}
              {waiting && <Button disabled={!mayApprove} loading={act.isPending} onClick={() => does('approve')}>{t('publishing.approve')}</Button>}
              {waiting && <Button variant="default" disabled={!mayApprove || note.trim() === ''} onClick={() => does('reject')}>{t('publishing.reject')}</Button>}
              {(waiting || decided) && <Button variant="subtle" color="gray" onClick={() => does('withdraw')}>{t('publishing.withdraw')}</Button>}
            </Group>
          )}
          {act.error && <ProblemNote plain title={t('common.didNotWork')} error={act.error} />}
        </Stack>
      </Card>
    </Section>
  )
}

const noteLine = (text: string, note: string | undefined): string => (note ? `${text} “${note}”` : text)

function Timed({ release: { plan, schedule } }: { release: PlanRelease }) {
  const [at, setAt] = useState('')
  const change = useSchedulePlan(plan.id)
  const waiting = schedule?.state === 'waiting'
  const stopped = schedule?.state === 'missed' || schedule?.state === 'refused'
  return (
    <Section title={t('publishing.schedule')} text={t('publishing.scheduleText')}>
      <Card>
        <Stack gap="sm">
          {stopped && <ProblemNote plain title={t(`publishing.schedule_${schedule.state as 'missed' | 'refused'}`, { at: date(schedule.at) })} error={new Error(said(schedule.reasonSaid, schedule.reason ?? ''))} />}
          {waiting
            ? <Group gap="sm"><Text size="sm" role="status">{t('publishing.scheduled', { at: date(schedule.at) })}</Text>
                <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate(undefined, { onSuccess: () => setAt('') })}>{t('publishing.unschedule')}</Button></Group>
            : <Group gap="sm" align="flex-end"><TextInput type="datetime-local" label={t('publishing.moment')} value={at} onChange={(event) => setAt(event.currentTarget.value)} />
                <Button variant="default" loading={change.isPending} disabled={at === ''} onClick={() => change.mutate({ at: new Date(at).toISOString(), acceptConflicts: plan.conflicts > 0 })}>{t('publishing.schedule_set')}</Button></Group>}
          {!waiting && plan.conflicts > 0 && <Text size="sm" c="var(--bw-over)">{t('publishing.scheduleConflicts', { count: plan.conflicts })}</Text>}
          {change.error && <ProblemNote plain title={t('common.didNotWork')} error={change.error} />}
        </Stack>
      </Card>
    </Section>
  )
}
