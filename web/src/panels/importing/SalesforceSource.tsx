import { Alert, Button, Group, Select, Skeleton, Stack, Tabs, Text, Title } from '@mantine/core'
import { IconArrowRight, IconCloudDataConnection } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { connectionsQuery, extractsQuery, orgFieldsQuery, usePreviewOrg, type Connection, type OrgExtract, type OrgSource } from '../../api/connections'
import { preselect } from '../../edit/orgFields'
import { t } from '../../i18n'
import type { SourceProps } from '../../pages/importSources'
import { EmptyState } from '../../ui/EmptyState'
import { Card } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { OrgProblem } from '../connections/OrgProblem'
import { ObjectList, ReportList } from '../orgimport/ObjectList'
import { OrgCheck } from '../orgimport/OrgCheck'
import { QueryForm } from '../orgimport/QueryForm'
import { SourceCards, type Picked } from '../orgimport/SourceCards'

/** SalesforceSource leads from a connection over objects, reports and queries to an import. */
export function SalesforceSource({ flow, into }: SourceProps) {
  const connections = useQuery(connectionsQuery)
  const extracts = useQuery({ ...extractsQuery(into?.id ?? ''), enabled: into !== undefined })
  if (into?.mode === 'add') return <Alert variant="light" color="gray">{t('orgImport.addNote')}</Alert>
  if (connections.error) return <ProblemNote title={t('connections.notLoaded')} error={connections.error} onRetry={() => void connections.refetch()} />
  if (!connections.data || (into && !extracts.data && !extracts.error)) return <Skeleton height={240} radius="lg" />
  if (connections.data.length === 0) return <NoConnection />
  return <Chooser flow={flow} into={into} connections={connections.data} before={extracts.data ?? []} />
}

function NoConnection() {
  return (
    <Card>
      <EmptyState icon={<IconCloudDataConnection size={28} />} title={t('orgImport.noConnection')} text={t('orgImport.noConnectionText')}>
        <Button renderRoot={(props) => <Link to="/connections" {...props} />}>{t('orgImport.addConnection')}</Button>
      </EmptyState>
    </Card>
  )
}

const nameOfSource = (source: OrgSource): string => source.object ?? (source.soql ? t('orgImport.soql') : `${t('orgImport.report')} ${source.report ?? ''}`)

function Chooser({ flow, into, connections, before }: SourceProps & { connections: readonly Connection[]; before: readonly OrgExtract[] }) {
  const asked = useSearch({ from: '/import' }).connection ?? before[0]?.connectionId
  const [id, setId] = useState(connections.find((c) => c.id === asked)?.id ?? connections.find((c) => c.connected)?.id ?? connections[0]?.id ?? '')
  const [picked, setPicked] = useState<Picked[]>(() => before.map(({ source }) => ({ source, name: nameOfSource(source) })))
  const [checking, setChecking] = useState(false)
  const preview = usePreviewOrg(id)
  const client = useQueryClient()
  const connection = connections.find((c) => c.id === id)

  const add = async (source: OrgSource, name: string) => {
    const fields = source.object ? preselect(await client.ensureQueryData(orgFieldsQuery(id, source.object)).catch(() => [])) : []
    setPicked((held) => [...held, { source: fields.length > 0 ? { ...source, fields } : source, name }])
  }
  const next = () => preview.mutate(picked.map((one) => one.source), { onSuccess: () => setChecking(true) })
  if (checking && preview.data) {
    return <OrgCheck connection={id} into={into} picked={picked} preview={preview.data} onBack={() => setChecking(false)} onStarted={flow.follow} />
  }
  const sources = picked.map((one) => one.source)
  const adding = (source: OrgSource, name: string) => void add(source, name)
  return (
    <Stack gap="lg">
      <Card>
        <Stack gap="md">
          <Select label={t('orgImport.connection')} maw={420} allowDeselect={false} data={connections.map((c) => ({ value: c.id, label: c.name }))} value={id}
            onChange={(chosen) => { if (chosen && chosen !== id) { setId(chosen); setPicked([]) } }} />
          {connection && !connection.connected && (
            <Group gap="sm">
              <Text size="sm" c="var(--bw-bad)">{t('orgImport.notConnected')}</Text>
              <Button size="xs" variant="default" renderRoot={(props) => <Link to="/connections" {...props} />}>{t('orgImport.toConnection')}</Button>
            </Group>
          )}
          {connection?.connected && (
            <Tabs defaultValue="objects" keepMounted={false} key={id}>
              <Tabs.List mb="md">
                <Tabs.Tab value="objects">{t('orgImport.objects')}</Tabs.Tab>
                <Tabs.Tab value="reports">{t('orgImport.reports')}</Tabs.Tab>
                <Tabs.Tab value="soql">{t('orgImport.soql')}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="objects"><ObjectList connection={id} sources={sources} onAdd={adding} /></Tabs.Panel>
              <Tabs.Panel value="reports"><ReportList connection={id} sources={sources} onAdd={adding} /></Tabs.Panel>
              <Tabs.Panel value="soql"><QueryForm connection={id} onAdd={(soql, check) => adding({ soql }, check.object ?? t('orgImport.soql'))} /></Tabs.Panel>
            </Tabs>
          )}
        </Stack>
      </Card>
      <Card>
        <Title order={2} size="h3">{t('orgImport.sources')}</Title>
        <Text size="sm" c="dimmed" mb="sm">{t('orgImport.sourcesText')}</Text>
        <SourceCards connection={id} picked={picked} onChange={setPicked} />
        {preview.error && <div style={{ marginTop: 12 }}><OrgProblem title={t('orgImport.previewFailed')} error={preview.error} connection={id} /></div>}
        <Group justify="flex-end" mt="md">
          <Button rightSection={<IconArrowRight size={16} />} disabled={picked.length === 0} loading={preview.isPending} onClick={next}>{t('orgImport.next')}</Button>
        </Group>
      </Card>
    </Stack>
  )
}
