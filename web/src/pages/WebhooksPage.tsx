import { Button, Skeleton, Stack } from '@mantine/core'
import { IconPlus, IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { webhookHostsQuery, webhooksQuery, type Webhook } from '../api/webhooks'
import { t } from '../i18n'
import { TopBar } from '../panels/TopBar'
import { WebhookDialog } from '../panels/webhooks/WebhookDialog'
import { WebhookHosts } from '../panels/webhooks/WebhookHosts'
import { WebhookTable } from '../panels/webhooks/WebhookTable'
import { EmptyState } from '../ui/EmptyState'
import { Card, Page, Section } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'

/** WebhooksPage says which other systems are told that a publication has ended, and how their messages went. */
export function WebhooksPage() {
  const webhooks = useQuery(webhooksQuery)
  const hosts = useQuery(webhookHostsQuery)
  const [editing, setEditing] = useState<Webhook | 'new'>()
  const list = webhooks.data
  const add = <Button leftSection={<IconPlus size={16} />} disabled={!hosts.data?.length} onClick={() => setEditing('new')}>{t('webhooks.add')}</Button>
  return (
    <>
      <TopBar trail={[<Link key="c" to="/connections">{t('connections.connections')}</Link>, t('webhooks.title')]} />
      <Page title={t('webhooks.title')} text={t('webhooks.text')} actions={list && list.length > 0 && add}>
        <Stack gap="md">
          {(webhooks.error ?? hosts.error) && <ProblemNote title={t('webhooks.notLoaded')} error={webhooks.error ?? hosts.error} onRetry={() => { void webhooks.refetch(); void hosts.refetch() }} />}
          {webhooks.isPending && <Skeleton height={160} radius="lg" />}
          {list?.length === 0 && (
            <Card><EmptyState icon={<IconWebhook size={30} />} title={t('webhooks.firstTitle')} text={hosts.data?.length ? t('webhooks.firstText') : t('webhooks.hostsFirst')}>{add}</EmptyState></Card>
          )}
          {list && list.length > 0 && <WebhookTable webhooks={list} onEdit={setEditing} />}
        </Stack>
        {hosts.data && <Section title={t('webhooks.hosts')} text={t('webhooks.hostsText')}><WebhookHosts key={hosts.data.join()} hosts={hosts.data} /></Section>}
        {editing && <WebhookDialog webhook={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />}
      </Page>
    </>
  )
}
