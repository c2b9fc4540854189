import { Alert, Button, Group, List, Select, Skeleton, Stack, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { connectionsQuery, extractsQuery, orgChoicesQuery, useImportModel } from '../../api/connections'
import { useJob } from '../../api/jobs'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import { count } from '../../ui/format'
import { said, type Said } from '../../ui/said'
import { OrgProblem } from '../connections/OrgProblem'
import { JobProgress } from '../JobsDrawer'

/** What reading a model gave. */
interface ModelOutcome { alignmentId: string; areas: number; rules: number; users: number; byHand: number; byRule: number; unassigned: number; problems: { where: string; what: string; said?: Said; place?: Said }[] }

/** ModelStart makes an alignment from a territory model of an org; what an alignment cannot say is listed. */
export function ModelStart({ datasetId, name, onClose, onOpen }: { datasetId: string; name: string; onClose: () => void; onOpen: (alignment: string) => void }) {
  const connections = useQuery(connectionsQuery)
  const source = useQuery(extractsQuery(datasetId)).data?.[0]?.connectionId
  const usable = connections.data?.filter((c) => c.connected) ?? []
  const [chosen, setChosen] = useState<string>()
  const id = chosen ?? usable.find((c) => c.id === source)?.id ?? usable[0]?.id
  const choices = useQuery({ ...orgChoicesQuery(id ?? ''), enabled: id !== undefined })
  const [picked, setModel] = useState<string>()
  const models = choices.data?.models ?? []
  const model = picked ?? models.find((m) => m.state === 'Active')?.developerName ?? models[0]?.developerName
  const start = useImportModel()
  const job = useJob(start.data?.id)
  const client = useQueryClient()
  const state = job?.state
  useEffect(() => {
    if (state === 'succeeded') for (const key of ['alignments', 'datasets']) void client.invalidateQueries({ queryKey: [key] })
  }, [state, client])
  if (connections.isPending) return <Skeleton height={90} />
  if (usable.length === 0) {
    return (
      <Group gap="sm">
        <Text size="sm" c="dimmed">{t('orgImport.noConnectionText')}</Text>
        <Button size="xs" variant="default" renderRoot={(props) => <Link to="/connections" {...props} />}>{t('orgImport.addConnection')}</Button>
      </Group>
    )
  }
  if (state === 'succeeded') return <Made outcome={job?.result as ModelOutcome} onOpen={onOpen} />
  const running = start.data !== undefined && state !== 'failed' && state !== 'cancelled'
  return (
    <Stack gap="md">
      <Select label={t('orgImport.connection')} allowDeselect={false} disabled={running} data={usable.map((c) => ({ value: c.id, label: c.name }))} value={id ?? null}
        onChange={(next) => { if (next) { setChosen(next); setModel(undefined) } }} />
      {choices.isPending && <Skeleton height={36} />}
      {choices.error && <OrgProblem title={t('orgImport.modelsFailed')} error={choices.error} connection={id} onRetry={() => void choices.refetch()} />}
      {choices.data && models.length === 0 && <Text size="sm" c="dimmed">{t('orgImport.modelNone')}</Text>}
      {models.length > 0 && (
        <Select label={t('orgImport.model')} allowDeselect={false} disabled={running} value={model ?? null} onChange={(next) => next && setModel(next)}
          data={models.map((m) => ({ value: m.developerName, label: t('orgImport.modelOption', { name: m.name, state: m.state, count: m.territories }) }))} />
      )}
      {running && (job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">{t('orgImport.modelRunning')}</Text>)}
      {start.error && <OrgProblem title={t('orgImport.modelFailed')} error={start.error} connection={id} />}
      {job && (state === 'failed' || state === 'cancelled') && <OrgProblem title={t('orgImport.modelFailed')} job={job} connection={id} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
        <Button disabled={!id || !model || name.trim() === ''} loading={start.isPending || running}
          onClick={() => id && model && start.mutate({ connection: id, dataset: datasetId, model, name: name.trim() })}>
          {t('orgImport.modelCreate')}
        </Button>
      </Group>
    </Stack>
  )
}

function Made({ outcome, onOpen }: { outcome: ModelOutcome; onOpen: (alignment: string) => void }) {
  useProblemTexts()
  return (
    <Stack gap="md">
      <Alert variant="light" color="pine" role="status" icon={<IconCircleCheck size={18} />} title={t('orgImport.modelDone')}>
        <Text size="sm" c="var(--bw-text)">
          {t('orgImport.modelDoneText', { areas: outcome.areas, rules: outcome.rules, users: outcome.users, byHand: count(outcome.byHand), byRule: count(outcome.byRule), unassigned: count(outcome.unassigned) })}
        </Text>
      </Alert>
      {outcome.problems.length > 0 && (
        <div>
          <Text size="sm" fw={560} mb={4}>{t('orgImport.modelNotes')}</Text>
          <List size="sm" spacing={2}>{outcome.problems.slice(0, 12).map((p) => <List.Item key={`${p.where} ${p.what}`}>{said(p.place, p.where)}: {said(p.said, p.what)}</List.Item>)}</List>
        </div>
      )}
      <Group justify="flex-end"><Button onClick={() => onOpen(outcome.alignmentId)}>{t('orgImport.modelOpen')}</Button></Group>
    </Stack>
  )
}
