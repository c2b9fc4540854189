import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf, useCancelJob, useJob } from '../../api/jobs'
import { sourcesQuery, useDeleteSource, useReadSource, type LiveSource } from '../../api/sources'
import type { Upload } from '../../api/types'
import { t } from '../../i18n'
import type { SourceProps } from '../../pages/importSources'
import { ConfirmModal } from '../../ui/ConfirmModal'
import { ago } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'
import { JobProgress } from '../JobsDrawer'
import { PostgresForm } from './PostgresForm'
import { useJobEnd } from './useJobEnd'

/** PostgresSource reads the result of a query on a database: a new one, or one that is stored. */
export function PostgresSource({ flow }: SourceProps) {
  const stored = useQuery(sourcesQuery)
  const [editing, setEditing] = useState<LiveSource>()
  const [reading, setReading] = useState<{ jobId: string; name: string }>()
  const read = useReadSource()
  const begin = (source: LiveSource) =>
    read.mutate(source.id, { onSuccess: (job) => setReading({ jobId: job.id, name: source.name }) })
  if (reading) return <Reading {...reading} onUpload={(upload) => flow.take([upload])} onEnd={() => setReading(undefined)} />
  return (
    <>
      {read.error && <ProblemNote title={t('importing.pgReadFailed', { name: t('importing.pgQuery') })} error={read.error} />}
      {stored.error && <ProblemNote title={t('importing.pgStored')} error={stored.error} onRetry={() => void stored.refetch()} />}
      <PostgresForm key={editing?.id ?? 'new'} source={editing} busy={read.isPending} onStored={begin} onLeave={() => setEditing(undefined)} />
      <Section title={t('importing.pgStored')} text={stored.data?.length === 0 ? t('importing.pgNone') : t('importing.pgStoredText')}>
        <Stack gap="sm">
          {stored.data?.map((source) => <Row key={source.id} source={source} busy={read.isPending} onRead={() => begin(source)} onEdit={() => setEditing(source)} />)}
        </Stack>
      </Section>
    </>
  )
}

function Row({ source, busy, onRead, onEdit }: { source: LiveSource; busy: boolean; onRead: () => void; onEdit: () => void }) {
  const [asking, setAsking] = useState(false)
  const remove = useDeleteSource()
  return (
    <Card>
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 280px' }}>
          <Text fw={600} truncate>{source.name}</Text>
          <Text size="sm" c="dimmed" truncate>{source.server}, {ago(source.updated)}</Text>
          <Text size="xs" c="dimmed" ff="monospace" truncate title={source.query}>{source.query}</Text>
        </div>
        <Group gap="xs">
          <Button size="xs" loading={busy} onClick={onRead}>{t('importing.pgRead')}</Button>
          <Button size="xs" variant="default" aria-label={t('importing.pgEdit', { name: source.name })} onClick={onEdit}>{t('importing.edit')}</Button>
          <Button size="xs" variant="subtle" color="red" aria-label={t('importing.pgDelete', { name: source.name })} onClick={() => setAsking(true)}>{t('importing.delete')}</Button>
        </Group>
      </Group>
      {asking && (
        <ConfirmModal title={t('importing.pgDeleteTitle', { name: source.name })} text={t('importing.pgDeleteText')} action={t('importing.delete')} busy={remove.isPending}
          error={remove.error} onClose={() => setAsking(false)} onConfirm={() => remove.mutate(source.id, { onSuccess: () => done(t('importing.pgDeleted'), source.name) })} />
      )}
    </Card>
  )
}

function Reading({ jobId, name, onUpload, onEnd }: { jobId: string; name: string; onUpload: (upload: Upload) => void; onEnd: () => void }) {
  const job = useJob(jobId)
  const cancel = useCancelJob()
  useJobEnd(job, (ended) => onUpload(ended.result as Upload))
  if (job?.state === 'failed' || job?.state === 'cancelled') {
    return <ProblemNote title={t('importing.pgReadFailed', { name })} error={failureOf(job, t('importing.nothingSaved'))}
      onRetry={onEnd} retryLabel={t('importing.startOver')} />
  }
  return (
    <Card>
      <Group justify="space-between" mb="md">
        <Text fw={600}>{t('importing.pgReading', { name })}</Text>
        <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate(jobId)}>{t('common.cancel')}</Button>
      </Group>
      {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">{t('common.loading')}</Text>}
    </Card>
  )
}
