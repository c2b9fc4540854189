import { Button, Checkbox, Group, Modal, NumberInput, Stack, Switch, TagsInput, Text } from '@mantine/core'
import { useState } from 'react'
import { useSetDestination, type Destination, type DestinationKind, type DestinationRights } from '../../api/destinations'
import { t } from '../../i18n'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'

/** RightsDialog says who may publish to a destination of an org, and how many have to approve a plan first. */
export function RightsDialog({ connection, destination, onClose }: { connection: string; destination: Destination; onClose: () => void }) {
  const kind = destination.kind as DestinationKind
  const [rights, setRights] = useState<Required<DestinationRights>>(() => ({
    closed: destination.closed, publishers: destination.publishers, approvers: destination.approvers, approvals: destination.approvals,
    ownApproval: destination.ownApproval, freeRollback: destination.freeRollback,
  }))
  const save = useSetDestination(connection)
  const set = (change: DestinationRights) => setRights((held) => ({ ...held, ...change }))
  const store = (next: DestinationRights | undefined) => save.mutate({ kind, rights: next }, { onSuccess: () => { done(t('rights.saved'), t(`publishing.${kind}`)); onClose() } })
  return (
    <Modal opened onClose={onClose} size="lg" title={<Text fw={620}>{t('rights.of', { name: t(`publishing.${kind}`) })}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={(event) => { event.preventDefault(); store(rights) }}>
        <Stack gap="md">
          <Switch label={t('rights.closedLabel')} description={t('rights.closedText')} checked={rights.closed} onChange={(event) => set({ closed: event.currentTarget.checked })} />
          {!rights.closed && (
            <>
              <TagsInput label={t('rights.publishers')} description={t('rights.namesHint')} value={rights.publishers} onChange={(publishers) => set({ publishers })} />
              <NumberInput label={t('rights.approvals')} description={t('rights.approvalsHint')} w={240} min={0} max={10} allowDecimal={false} value={rights.approvals} onChange={(value) => set({ approvals: Number(value) || 0 })} />
              {rights.approvals > 0 && (
                <>
                  <TagsInput label={t('rights.approvers')} description={t('rights.namesHint')} value={rights.approvers} onChange={(approvers) => set({ approvers })} />
                  <Checkbox label={t('rights.own')} checked={rights.ownApproval} onChange={(event) => set({ ownApproval: event.currentTarget.checked })} />
                  <Checkbox label={t('rights.freeRollback')} checked={rights.freeRollback} onChange={(event) => set({ freeRollback: event.currentTarget.checked })} />
                </>
              )}
            </>
          )}
          {save.error && <ProblemNote plain title={t('rights.notSaved')} error={save.error} />}
          <Group justify="space-between">
            {destination.updated ? <Button variant="subtle" color="gray" loading={save.isPending} onClick={() => store(undefined)}>{t('rights.openToAll')}</Button> : <span />}
            <Group>
              <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
              <Button type="submit" loading={save.isPending}>{t('rights.save')}</Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
