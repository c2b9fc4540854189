import { Button, Collapse, Group, List, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { callbackAddress, useCreateConnection, type Connection } from '../../api/connections'
import { connectionBody, emptyConnection, lackingFields, type ConnectionForm as Form, type OrgKind, type SignInFlow } from '../../edit/connectionForm'
import { t } from '../../i18n'
import { CardChoice } from '../../ui/CardChoice'
import { Card } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { KeyFields } from './KeyFields'
import { CopyLine } from './SimulatorHint'

/** ConnectionForm describes a new connection; with a browser sign-in it leads on to Salesforce. */
export function ConnectionForm({ onMade, onCancel }: { onMade: (connection: Connection) => void; onCancel: () => void }) {
  const [form, setForm] = useState<Form>(emptyConnection)
  const [pressed, setPressed] = useState(false)
  const [more, { toggle }] = useDisclosure(false)
  const [howTo, { toggle: toggleHowTo }] = useDisclosure(false)
  const create = useCreateConnection()
  const set = (change: Partial<Form>) => setForm((held) => ({ ...held, ...change }))
  const lacking = lackingFields(form)
  const error = (field: keyof Form) => (pressed && lacking.includes(field) ? (field === 'address' ? t('connections.badAddress') : t('connections.required')) : undefined)
  const web = form.flow === 'web_server'
  const submit = () => {
    setPressed(true)
    if (lacking.length > 0) return
    create.mutate(connectionBody(form, callbackAddress()), {
      onSuccess: ({ connection, authorizeUrl }) => (authorizeUrl ? globalThis.location.assign(authorizeUrl) : onMade(connection)),
    })
  }
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
      <Card>
        <Stack gap="xl">
          <div>
            <CardChoice label={t('connections.where')} value={form.org} onChange={(org) => set({ org: org as OrgKind })} choices={[
              { value: 'production', label: t('connections.production'), text: t('connections.productionText') },
              { value: 'sandbox', label: t('connections.sandbox'), text: t('connections.sandboxText') },
              { value: 'domain', label: t('connections.myDomain'), text: t('connections.myDomainText') },
              { value: 'custom', label: t('connections.custom'), text: t('connections.customText') },
            ]} />
            {form.org === 'domain' && <TextInput mt="md" maw={520} label={t('connections.myDomainLabel')} description={t('connections.myDomainHint')} value={form.address} required
              error={error('address')} placeholder="acme.my.salesforce.com" onChange={(event) => set({ address: event.currentTarget.value })} />}
            {form.org === 'custom' && <TextInput mt="md" maw={520} label={t('connections.customLabel')} description={t('connections.customHint')} value={form.address} required
              error={error('address')} placeholder="http://127.0.0.1:8640" onChange={(event) => set({ address: event.currentTarget.value })} />}
          </div>
          <div>
            <CardChoice label={t('connections.how')} value={form.flow} onChange={(flow) => set({ flow: flow as SignInFlow })} width={240} choices={[
              { value: 'web_server', label: t('connections.flow_web_server'), text: t('connections.web_serverText') },
              { value: 'jwt', label: t('connections.flow_jwt'), text: t('connections.jwtText') },
              { value: 'client_credentials', label: t('connections.flow_client_credentials'), text: t('connections.client_credentialsText') },
            ]} />
            {lacking.includes('org') && <Text size="sm" c="var(--bw-bad)" mt="xs" role="alert">{t('connections.needsMyDomain')}</Text>}
          </div>
          {web && (
            <div>
              <Text size="sm" fw={560}>{t('connections.callback')}</Text>
              <Text size="sm" c="dimmed" mb={8}>{t('connections.callbackText')}</Text>
              <CopyLine text={callbackAddress()} label={t('connections.callback')} />
            </div>
          )}
          <Stack gap="md">
            <TextInput label={t('connections.name')} description={t('connections.nameHint')} value={form.name} required error={error('name')} maw={520} maxLength={80}
              onChange={(event) => set({ name: event.currentTarget.value })} />
            <KeyFields form={form} set={set} error={error} />
          </Stack>
          <div>
            <Group gap="lg">
              <Button size="compact-sm" variant="subtle" color="gray" aria-expanded={howTo} onClick={toggleHowTo}>{t('connections.howTo')}</Button>
              <Button size="compact-sm" variant="subtle" color="gray" aria-expanded={more} onClick={toggle}>{t('connections.more')}</Button>
            </Group>
            <Collapse expanded={howTo}>
              <List type="ordered" size="sm" spacing={4} mt="sm" maw={720}>
                {[t('connections.howTo1'), t('connections.howTo2'), t('connections.howTo3'), t('connections.howTo4')].map((step) => <List.Item key={step}>{step}</List.Item>)}
              </List>
            </Collapse>
            <Collapse expanded={more}>
              <Group mt="sm" align="flex-start" gap="md">
                <TextInput label={t('connections.fixedVersion')} description={t('connections.fixedVersionHint')} value={form.apiVersion} placeholder="67.0" w={300}
                  onChange={(event) => set({ apiVersion: event.currentTarget.value })} />
                {form.flow === 'jwt' && <TextInput label={t('connections.audience')} description={t('connections.audienceHint')} value={form.audience} w={360}
                  onChange={(event) => set({ audience: event.currentTarget.value })} />}
              </Group>
            </Collapse>
          </div>
          {create.error && <ProblemNote plain title={t('connections.notConnected')} error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>{t('common.cancel')}</Button>
            <Button type="submit" loading={create.isPending}>{web ? t('connections.goSignIn') : t('connections.connect')}</Button>
          </Group>
        </Stack>
      </Card>
    </form>
  )
}
