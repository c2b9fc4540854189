import { FileButton, Button, Group, PasswordInput, SimpleGrid, Text, TextInput, Textarea } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import type { ConnectionForm } from '../../edit/connectionForm'
import { t } from '../../i18n'

interface Props {
  form: ConnectionForm
  set: (change: Partial<ConnectionForm>) => void
  error: (field: keyof ConnectionForm) => string | undefined
}

/** KeyFields takes the keys of the app, as the way of signing in needs them. */
export function KeyFields({ form, set, error }: Props) {
  const jwt = form.flow === 'jwt'
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t('connections.clientId')} value={form.clientId} error={error('clientId')} required autoComplete="off" spellCheck={false}
          onChange={(event) => set({ clientId: event.currentTarget.value })} />
        {jwt
          ? <TextInput label={t('connections.username')} description={t('connections.usernameHint')} inputWrapperOrder={['label', 'input', 'description', 'error']}
              value={form.username} error={error('username')} required autoComplete="off" onChange={(event) => set({ username: event.currentTarget.value })} />
          : <PasswordInput label={t('connections.clientSecret')} value={form.clientSecret} error={error('clientSecret')} required={form.flow === 'client_credentials'} autoComplete="new-password"
              {...(form.flow === 'web_server' ? { description: t('connections.secretOptional') } : {})} inputWrapperOrder={['label', 'input', 'description', 'error']}
              onChange={(event) => set({ clientSecret: event.currentTarget.value })} />}
      </SimpleGrid>
      {jwt && (
        <div>
          <Textarea label={t('connections.privateKey')} description={t('connections.privateKeyHint')} value={form.privateKey} error={error('privateKey')} required autosize minRows={3} maxRows={6}
            spellCheck={false} placeholder="-----BEGIN PRIVATE KEY-----" styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
            onChange={(event) => set({ privateKey: event.currentTarget.value })} />
          <Group mt={6}>
            <FileButton accept=".pem,.key,.txt" onChange={(file) => void file?.text().then((privateKey) => set({ privateKey }))}>
              {(props) => <Button {...props} size="xs" variant="default" leftSection={<IconFileUpload size={14} />}>{t('connections.choosePem')}</Button>}
            </FileButton>
          </Group>
        </div>
      )}
      <Text size="xs" c="dimmed">{t('connections.secretsNote')}</Text>
    </>
  )
}
