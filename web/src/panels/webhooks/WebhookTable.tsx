import { ActionIcon, Button, Group, Menu, Modal, Switch, Text } from '@mantine/core'
import { IconDots, IconKey, IconPencil, IconSend, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useChangeWebhook, useDeleteWebhook, useRotateSecret, useTestWebhook, type Webhook, type WebhookEvent } from '../../api/webhooks'
import { t } from '../../i18n'
import { ConfirmModal } from '../../ui/ConfirmModal'
import { Card } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'
import { done, failed } from '../../ui/toast'
import { Deliveries } from './Deliveries'
import { eventName } from './eventName'
import { SecretShown } from './SecretShown'

/** WebhookTable lists the addresses; each can be tested, switched off, changed, and its messages looked at. */
export function WebhookTable({ webhooks, onEdit }: { webhooks: readonly Webhook[]; onEdit: (webhook: Webhook) => void }) {
  return (
    <Card flush>
      <Scroll label={t('webhooks.title')}>
        <table className={table.table}>
          <thead><tr><th>{t('webhooks.name')}</th><th>{t('webhooks.events')}</th><th>{t('webhooks.on')}</th><th><span className="visually-hidden">{t('webhooks.actions')}</span></th></tr></thead>
          <tbody>{webhooks.map((one) => <Row key={one.id} webhook={one} onEdit={() => onEdit(one)} />)}</tbody>
        </table>
      </Scroll>
    </Card>
  )
}

function Row({ webhook: w, onEdit }: { webhook: Webhook; onEdit: () => void }) {
  const [open, setOpen] = useState<'log' | 'delete' | 'secret'>()
  const change = useChangeWebhook()
  const test = useTestWebhook()
  const remove = useDeleteWebhook()
  const rotate = useRotateSecret()
  const wrong = (error: Error) => failed(t('common.didNotWork'), error)
  const toggle = (on: boolean) =>
    change.mutate({ id: w.id, body: { name: w.name, url: w.url, events: w.events as WebhookEvent[], disabled: !on } }, { onError: wrong })
  const send = () => test.mutate(w.id, {
    onSuccess: (d) => (d.state === 'delivered' ? done(t('webhooks.testTaken', { status: String(d.status ?? '') }), w.name) : failed(t('webhooks.testRefused'), new Error(d.problem ?? ''))),
    onError: wrong,
  })
  return (
    <tr>
      <td>
        <Text size="sm" fw={560}>{w.name}</Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{w.url}</Text>
      </td>
      <td>{w.events.length === 0 ? t('webhooks.allEvents') : w.events.map(eventName).join(', ')}</td>
      <td><Switch aria-label={t('webhooks.onOf', { name: w.name })} checked={!w.disabled} onChange={(event) => toggle(event.currentTarget.checked)} /></td>
      <td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button size="xs" variant="default" onClick={() => setOpen('log')}>{t('webhooks.messages')}</Button>
          <Button size="xs" variant="default" leftSection={<IconSend size={14} />} loading={test.isPending} onClick={send}>{t('webhooks.test')}</Button>
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="default" size={30} aria-label={t('webhooks.moreOf', { name: w.name })}><IconDots size={16} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={15} />} onClick={onEdit}>{t('webhooks.change')}</Menu.Item>
              <Menu.Item leftSection={<IconKey size={15} />} onClick={() => rotate.mutate(w.id, { onSuccess: () => setOpen('secret'), onError: wrong })}>{t('webhooks.rotate')}</Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setOpen('delete')}>{t('webhooks.delete')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
        {open === 'log' && <Deliveries webhook={w} onClose={() => setOpen(undefined)} />}
        {open === 'secret' && rotate.data?.secret && (
          <Modal opened onClose={() => setOpen(undefined)} title={<Text fw={620}>{t('webhooks.rotate')}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
            <SecretShown secret={rotate.data.secret} onClose={() => setOpen(undefined)} />
          </Modal>
        )}
        {open === 'delete' && (
          <ConfirmModal title={t('webhooks.deleteTitle', { name: w.name })} text={t('webhooks.deleteText')} action={t('webhooks.delete')} busy={remove.isPending} error={remove.error}
            onConfirm={() => remove.mutate(w.id, { onSuccess: () => done(t('webhooks.deleted'), w.name) })} onClose={() => setOpen(undefined)} />
        )}
        {change.error && <ProblemNote title={t('webhooks.notSaved')} error={change.error} />}
      </td>
    </tr>
  )
}
