import { Badge, Modal, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { deliveriesQuery, type Webhook, type WebhookDelivery } from '../../api/webhooks'
import { t } from '../../i18n'
import { date } from '../../ui/format'
import { ProblemNote } from '../../ui/ProblemNote'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'
import { eventName } from './eventName'

const colours = { waiting: 'gray', delivered: 'pine', failed: 'red' } as const

/** Deliveries lists the newest messages of an address and how they went. */
export function Deliveries({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const list = useQuery(deliveriesQuery(webhook.id))
  return (
    <Modal opened onClose={onClose} size="xl" title={<Text fw={620}>{t('webhooks.messagesOf', { name: webhook.name })}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {list.isPending && <Skeleton height={120} />}
      {list.error && <ProblemNote title={t('webhooks.notLoaded')} error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && <Text size="sm" c="dimmed">{t('webhooks.noMessages')}</Text>}
      {list.data && list.data.length > 0 && (
        <Scroll label={t('webhooks.messagesOf', { name: webhook.name })} height={420}>
          <table className={table.table}>
            <thead><tr><th>{t('webhooks.when')}</th><th>{t('webhooks.what')}</th><th>{t('webhooks.how')}</th></tr></thead>
            <tbody>{list.data.map((one) => <tr key={one.id}><td className="num">{date(one.created)}</td><td>{eventName(one.event)}</td><td><How delivery={one} /></td></tr>)}</tbody>
          </table>
        </Scroll>
      )}
    </Modal>
  )
}

function How({ delivery: d }: { delivery: WebhookDelivery }) {
  return (
    <>
      <Badge size="sm" variant="light" color={colours[d.state]}>{t(`webhooks.state_${d.state}`)}</Badge>
      <Text size="xs" c="dimmed" mt={2}>
        {[t('webhooks.tries', { count: d.attempts }), d.state !== 'delivered' && d.problem, d.state === 'waiting' && t('webhooks.next', { at: date(d.next) })].filter(Boolean).join(' · ')}
      </Text>
    </>
  )
}
