import { Button, FileButton, Group, Modal, PasswordInput, Stack, Text, Textarea } from '@mantine/core'
import { IconFileUpload, IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useSignIn, type Connection } from '../../api/connections'
import { t } from '../../i18n'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'

/** SecretsButton gives a connection secrets that were replaced in the org; what was published through it stays known. */
export function SecretsButton({ connection }: { connection: Connection }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" variant="default" leftSection={<IconKey size={15} />} onClick={() => setOpen(true)}>{t('connections.newSecrets')}</Button>
      {open && <SecretsDialog connection={connection} onClose={() => setOpen(false)} />}
    </>
  )
}

/** SecretsDialog takes the new secret, key or token, and signs in with it; the old one stays until the org takes the new. */
function SecretsDialog({ connection: c, onClose }: { connection: Connection; onClose: () => void }) {
  const [text, setText] = useState('')
  const signIn = useSignIn()
  const secret = text.trim()
  const submit = () => signIn.mutate({ id: c.id, ...(c.flow === 'jwt' ? { privateKey: secret } : c.flow === 'token' ? { accessToken: secret } : { clientSecret: secret }) }, {
    onSuccess: (started) => {
      if (started.authorizeUrl) globalThis.location.assign(started.authorizeUrl)
      else { done(t('connections.secretsTaken'), c.name); onClose() }
    },
  })
  return (
    <Modal opened onClose={onClose} title={<Text fw={620}>{t('connections.newSecretsOf', { name: c.name })}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={(event) => { event.preventDefault(); submit() }}>
        <Stack>
          <Text size="sm">{t('connections.newSecretsText')}</Text>
          {c.flow === 'jwt' ? (
            <div>
              <Textarea label={t('connections.privateKey')} description={t('connections.privateKeyHint')} value={text} required autosize minRows={3} maxRows={8} spellCheck={false} data-autofocus
                styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }} onChange={(event) => setText(event.currentTarget.value)} />
              <Group mt={6}>
                <FileButton accept=".pem,.key,.txt" onChange={(file) => void file?.text().then(setText)}>
                  {(props) => <Button {...props} size="xs" variant="default" leftSection={<IconFileUpload size={14} />}>{t('connections.choosePem')}</Button>}
                </FileButton>
              </Group>
            </div>
          ) : (
            <PasswordInput label={c.flow === 'token' ? t('connections.flow_token') : t('connections.clientSecret')} value={text} required autoComplete="new-password" data-autofocus onChange={(event) => setText(event.currentTarget.value)} />
          )}
          {signIn.error && <ProblemNote plain title={t('connections.signInFailed')} error={signIn.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" disabled={secret === ''} loading={signIn.isPending}>{c.flow === 'web_server' ? t('connections.goSignIn') : t('connections.signIn')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
