import { Button, Group, Stack, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { useSetWebhookHosts } from '../../api/webhooks'
import { t } from '../../i18n'
import { Card } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'

/** WebhookHosts names the hosts that messages may go to. */
export function WebhookHosts({ hosts }: { hosts: readonly string[] }) {
  const [named, setNamed] = useState([...hosts])
  const save = useSetWebhookHosts()
  return (
    <Card>
      <Stack gap="sm">
        <TagsInput label={t('webhooks.hosts')} description={t('webhooks.hostsHint')} maw={620} value={named} onChange={setNamed} />
        {save.error && <ProblemNote title={t('webhooks.notSaved')} error={save.error} />}
        <Group><Button variant="default" loading={save.isPending} disabled={named.join() === hosts.join()} onClick={() => save.mutate(named, { onSuccess: () => done(t('webhooks.hostsSaved')) })}>{t('webhooks.save')}</Button></Group>
      </Stack>
    </Card>
  )
}
