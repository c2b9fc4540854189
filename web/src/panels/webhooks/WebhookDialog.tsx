import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAddWebhook, useChangeWebhook, type Webhook, type WebhookEvent } from '../../api/webhooks'
import { t } from '../../i18n'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'
import { eventName } from './eventName'
import { SecretShown } from './SecretShown'

const events = [
  'publication.applied', 'publication.incomplete', 'publication.failed', 'publication.rolled_back', 'publication.missed', 'files.published',
] as const satisfies readonly WebhookEvent[]

/** WebhookDialog adds an address or changes it; a new one shows its secret, which is never shown again. */
export function WebhookDialog({ webhook, onClose }: { webhook: Webhook | undefined; onClose: () => void }) {
  const [name, setName] = useState(webhook?.name ?? '')
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [told, setTold] = useState<string[]>(webhook?.events.length ? webhook.events : [...events])
  const [secret, setSecret] = useState<string>()
  const add = useAddWebhook()
  const change = useChangeWebhook()
  const error = add.error ?? change.error
  const body = { name: name.trim(), url: url.trim(), events: told.length === events.length ? [] : (told as WebhookEvent[]), disabled: webhook?.disabled ?? false }
  const submit = () => {
    if (webhook) change.mutate({ id: webhook.id, body }, { onSuccess: () => { done(t('webhooks.saved'), body.name); onClose() } })
    else add.mutate(body, { onSuccess: (made) => setSecret(made.secret) })
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={<Text fw={620}>{webhook ? t('webhooks.changeTitle', { name: webhook.name }) : t('webhooks.add')}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {secret ? <SecretShown secret={secret} onClose={onClose} /> : (
        <form noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
          <Stack gap="md">
            <TextInput label={t('webhooks.name')} required maxLength={80} value={name} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
            <TextInput label={t('webhooks.address')} description={t('webhooks.addressHint')} required value={url} placeholder="https://hooks.example.com/bailiwick" onChange={(event) => setUrl(event.currentTarget.value)} />
            <Checkbox.Group label={t('webhooks.events')} value={told} onChange={setTold}>
              <Stack gap={6} mt={6}>{events.map((event) => <Checkbox key={event} value={event} label={eventName(event)} />)}</Stack>
            </Checkbox.Group>
            {error && <ProblemNote title={t('webhooks.notSaved')} error={error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
              <Button type="submit" loading={add.isPending || change.isPending} disabled={!body.name || !body.url || told.length === 0}>{webhook ? t('webhooks.save') : t('webhooks.addThis')}</Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
