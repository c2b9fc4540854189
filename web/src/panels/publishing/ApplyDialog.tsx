import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { OrgPlan } from '../../api/publishing'
import { t } from '../../i18n'
import { count } from '../../ui/format'
import { ProblemNote } from '../../ui/ProblemNote'

interface Props { plan: OrgPlan; busy: boolean; error: unknown; onApply: (body: { acceptConflicts?: boolean }) => void; onClose: () => void }

/** totals adds up the writes of a plan by what they do. */
export const totals = (plan: OrgPlan) =>
  plan.counts.reduce((sum, one) => ({ create: sum.create + one.create, update: sum.update + one.update, delete: sum.delete + one.delete }), { create: 0, update: 0, delete: 0 })

/** ApplyDialog asks before anything is written; deletions are confirmed by typing how many there are. */
export function ApplyDialog({ plan, busy, error, onApply, onClose }: Props) {
  const [typed, setTyped] = useState('')
  const [accepted, setAccepted] = useState(false)
  const sum = totals(plan)
  const ready = (sum.delete === 0 || typed.trim() === String(sum.delete)) && (plan.conflicts === 0 || accepted)
  return (
    <Modal opened onClose={onClose} title={<Text fw={620}>{t('publishing.applyTitle')}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={(event) => { event.preventDefault(); if (ready) onApply(plan.conflicts > 0 ? { acceptConflicts: true } : {}) }}>
        <Stack>
          <Text size="sm" fw={560}>{plan.title}</Text>
          <Text size="sm">{t('publishing.applyText', { creates: count(sum.create), updates: count(sum.update), deletes: count(sum.delete), calls: count(plan.calls) })}</Text>
          {sum.delete > 0 && <TextInput label={t('publishing.typeDeletes', { count: String(sum.delete) })} value={typed} inputMode="numeric" autoComplete="off" onChange={(event) => setTyped(event.currentTarget.value)} data-autofocus />}
          {plan.conflicts > 0 && <Checkbox label={t('publishing.acceptConflicts', { count: plan.conflicts })} checked={accepted} onChange={(event) => setAccepted(event.currentTarget.checked)} />}
          {error !== null && error !== undefined && <ProblemNote plain title={t('common.didNotWork')} error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" color={sum.delete > 0 ? 'red' : undefined} disabled={!ready} loading={busy}>{t('publishing.apply')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
