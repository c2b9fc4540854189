import { Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { alignmentQuery } from '../api/alignments'
import { connectionsQuery } from '../api/connections'
import { snapshotQuery } from '../api/datasets'
import { useCancelJob, useJob } from '../api/jobs'
import { viewQuery } from '../api/planning'
import { usePlanPublication, type PublishKind } from '../api/publishing'
import type { Alignment, Snapshot } from '../api/types'
import { complete, requestOf, startForm, type Method, type PublishForm } from '../edit/publishForm'
import { t } from '../i18n'
import { JobProgress } from '../panels/JobsDrawer'
import { OrgProblem } from '../panels/connections/OrgProblem'
import { OptionsForm } from '../panels/publishing/OptionsForm'
import { PlansList } from '../panels/publishing/PlansList'
import { ScopeForm } from '../panels/publishing/ScopeForm'
import { PublishPanel } from '../panels/PublishPanel'
import { TopBar } from '../panels/TopBar'
import { CardChoice } from '../ui/CardChoice'
import { Card, Page, Section } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'

/** PublishPage chooses where an alignment goes and makes the plan of writes; what was published before is below. */
export function PublishPage() {
  const { alignmentId } = useParams({ from: '/alignments/$alignmentId/publish' })
  const alignment = useQuery(alignmentQuery(alignmentId))
  const a = alignment.data
  const snapshot = useQuery({ ...snapshotQuery(a?.snapshotId ?? ''), enabled: a !== undefined })
  return (
    <>
      <TopBar trail={[<Link key="a" to="/alignments/$alignmentId" params={{ alignmentId }}>{a?.name ?? '…'}</Link>, t('publishing.publish')]} />
      <Page title={t('publishing.publish')} text={a && t('publishing.pageText', { version: a.version })}>
        {alignment.error && <ProblemNote title={t('common.didNotWork')} error={alignment.error} onRetry={() => void alignment.refetch()} />}
        {a && snapshot.data ? <Wizard alignment={a} snapshot={snapshot.data} /> : !alignment.error && <Skeleton height={300} radius="lg" />}
        <Section title={t('publishing.publications')}><PlansList alignmentId={alignmentId} /></Section>
      </Page>
    </>
  )
}

const kinds: readonly PublishKind[] = ['sales_territories', 'record_fields', 'account_teams', 'field_service', 'shape_layers']
const methods: readonly Method[] = ['overwrite_matching', 'overwrite_all', 'new']

function Wizard({ alignment, snapshot }: { alignment: Alignment; snapshot: Snapshot }) {
  const connections = useQuery(connectionsQuery).data?.filter((c) => c.connected)
  const [files, setFiles] = useState(false)
  const [form, setForm] = useState<PublishForm>(startForm)
  const [chosen, setConnection] = useState<string>()
  const connection = chosen ?? connections?.[0]?.id
  const focus = useQuery(viewQuery(alignment.id)).data?.focus
  const plan = usePlanPublication()
  const set = (change: Partial<PublishForm>) => setForm((held) => ({ ...held, ...change }))
  return (
    <Stack gap="md">
      <Card>
        <CardChoice label={t('publishing.destination')} width={280} value={files ? 'files' : form.kind}
          onChange={(kind) => { setFiles(kind === 'files'); if (kind !== 'files') set({ kind: kind as PublishKind, role: '' }) }}
          choices={[...kinds.map((value) => ({ value, label: t(`publishing.${value}`), text: t(`publishing.${value}Text`) })), { value: 'files', label: t('publishing.files'), text: t('publishing.filesText') }]} />
      </Card>
      {files && <Card flush><PublishPanel id={alignment.id} version={alignment.version} /></Card>}
      {!files && connections?.length === 0 && (
        <Card><Group><Text size="sm">{t('publishing.noConnection')}</Text><Button size="xs" variant="default" renderRoot={(props) => <Link to="/connections" {...props} />}>{t('connections.add')}</Button></Group></Card>
      )}
      {!files && connections && connection && (
        <Card>
          <Stack gap="lg">
            <Select label={t('publishing.connection')} maw={420} allowDeselect={false} data={connections.map((c) => ({ value: c.id, label: c.name }))} value={connection} onChange={(id) => id && setConnection(id)} />
            <ScopeForm alignment={alignment} focus={focus} form={form} set={set} />
            <CardChoice label={t('publishing.method')} width={240} value={form.method} onChange={(method) => set({ method: method as Method })}
              choices={methods.map((value) => ({ value, label: t(`publishing.${value}`), text: t(`publishing.${value}Text`) }))} />
            <OptionsForm connection={connection} form={form} set={set} columns={snapshot.columns} levels={alignment.levels} />
            {plan.error && <OrgProblem title={t('publishing.planFailed')} error={plan.error} connection={connection} />}
            {plan.data && <Making key={plan.data.planId} jobId={plan.data.job.id} planId={plan.data.planId} alignmentId={alignment.id} connection={connection} />}
            <Group justify="flex-end">
              <Button rightSection={<IconArrowRight size={16} />} disabled={!complete(form)} loading={plan.isPending}
                onClick={() => plan.mutate(requestOf(form, connection, alignment.id, focus))}>{t('publishing.makePlan')}</Button>
            </Group>
          </Stack>
        </Card>
      )}
    </Stack>
  )
}

function Making({ jobId, planId, alignmentId, connection }: { jobId: string; planId: string; alignmentId: string; connection: string }) {
  const job = useJob(jobId)
  const cancel = useCancelJob()
  const client = useQueryClient()
  const navigate = useNavigate()
  const state = job?.state
  useEffect(() => {
    if (state !== 'succeeded') return
    void client.invalidateQueries({ queryKey: ['publish-plans'] })
    void navigate({ to: '/alignments/$alignmentId/publish/$planId', params: { alignmentId, planId } })
  }, [state, client, navigate, alignmentId, planId])
  if (job && (state === 'failed' || state === 'cancelled')) return <OrgProblem title={t('publishing.planFailed')} job={job} connection={connection} />
  return (
    <div>
      {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">{t('publishing.reading')}</Text>}
      <Button mt="xs" size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(jobId)}>{t('common.cancel')}</Button>
    </div>
  )
}
