import { Button, Group, NumberInput, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { retentionQuery, useArchiveDataset, useDeleteDataset, useRenameDataset, useSetRetention } from '../../api/datasets'
import type { Dataset } from '../../api/types'
import { t } from '../../i18n'
import type { DatasetTabProps } from '../../pages/datasetTabs'
import { ConfirmModal } from '../../ui/ConfirmModal'
import { ago } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'
import { modalsText } from '../texts'
import { CloneCard } from './CloneCard'

/** SettingsTab renames a dataset, says how long things are kept, and holds what takes a dataset away. */
export function SettingsTab({ dataset }: DatasetTabProps) {
  return (
    <>
      <Section title={t('common.name')}><Name key={dataset.name} dataset={dataset} /></Section>
      <Section title={t('data.cloneTitle')} text={t('data.cloneText')}><CloneCard dataset={dataset} /></Section>
      <Section title={t('datasets.retention')} text={t('datasets.retentionText')}>
        <Retention />
      </Section>
      <Section title={t('datasets.puttingAway')}><Danger dataset={dataset} /></Section>
    </>
  )
}

function Name({ dataset }: { dataset: Dataset }) {
  const [name, setName] = useState(dataset.name)
  const rename = useRenameDataset()
  const bare = name.trim()
  return (
    <Card>
      <form onSubmit={(event) => {
        event.preventDefault()
        if (bare) rename.mutate({ id: dataset.id, name: bare }, { onSuccess: () => done(t('datasets.datasetRenamed'), bare) })
      }}>
        <Group align="flex-end">
          <TextInput label={t('datasets.datasetName')} value={name} maxLength={200} flex="1 1 240px" maw={460} onChange={(event) => setName(event.currentTarget.value)}
            error={bare === '' ? t('datasets.nameMissing') : undefined} />
          <Button type="submit" variant="default" loading={rename.isPending} disabled={bare === '' || bare === dataset.name}>{t('datasets.rename')}</Button>
        </Group>
      </form>
      {rename.error && <div style={{ marginTop: 12 }}><ProblemNote title={t('datasets.notRenamed')} error={rename.error} /></div>}
    </Card>
  )
}

function Retention() {
  const held = useQuery(retentionQuery)
  if (held.error) return <ProblemNote title={t('datasets.retentionFailed')} error={held.error} onRetry={() => void held.refetch()} />
  if (!held.data) return <Skeleton height={110} radius="lg" />
  return <RetentionForm key={`${held.data.trashDays} ${held.data.snapshotDays}`} trash={held.data.trashDays} snapshots={held.data.snapshotDays} />
}

function RetentionForm({ trash, snapshots }: { trash: number; snapshots: number }) {
  const [trashDays, setTrash] = useState<number | string>(trash)
  const [snapshotDays, setSnapshots] = useState<number | string>(snapshots)
  const save = useSetRetention()
  const whole = typeof trashDays === 'number' && typeof snapshotDays === 'number'
  const same = trashDays === trash && snapshotDays === snapshots
  const days = { min: 0, max: 36_500, allowDecimal: false, w: 260, suffix: t('datasets.days') } as const
  return (
    <Card>
      <Group align="flex-end">
        <NumberInput {...days} label={t('datasets.trashDays')} description={t('datasets.trashDaysText')} value={trashDays} onChange={setTrash} />
        <NumberInput {...days} label={t('datasets.snapshotDays')} description={t('datasets.snapshotDaysText')} value={snapshotDays} onChange={setSnapshots} />
        <Button variant="default" loading={save.isPending} disabled={!whole || same}
          onClick={() => whole && save.mutate({ trashDays, snapshotDays }, { onSuccess: () => done(t('datasets.retentionSaved'), t('datasets.retentionSavedText')) })}>{t('datasets.save')}</Button>
      </Group>
      {save.error && <div style={{ marginTop: 12 }}><ProblemNote title={t('datasets.retentionNotSaved')} error={save.error} /></div>}
    </Card>
  )
}

function Danger({ dataset }: { dataset: Dataset }) {
  const [asking, setAsking] = useState(false)
  const archive = useArchiveDataset()
  const remove = useDeleteDataset()
  const navigate = useNavigate()
  const archived = dataset.archived !== undefined
  return (
    <Card>
      <Stack gap="lg">
        <Choice title={archived ? t('datasets.archivedAgo', { ago: ago(dataset.archived ?? '') }) : t('datasets.archive')}
          text={t('datasets.archiveText')}>
          <Button variant="default" loading={archive.isPending}
            onClick={() => archive.mutate({ id: dataset.id, archived: !archived }, { onSuccess: () => done(archived ? t('datasets.takenBack') : t('datasets.archived'), dataset.name) })}>
            {archived ? t('datasets.takeBack') : t('datasets.archive')}
          </Button>
        </Choice>
        {archive.error && <ProblemNote title={t('common.didNotWork')} error={archive.error} />}
        <Choice title={t('datasets.delete')} text={t('datasets.deleteText')}>
          <Button color="red" variant="light" onClick={() => setAsking(true)}>{t('datasets.toTrash')}</Button>
        </Choice>
      </Stack>
      {asking && (
        <ConfirmModal title={t('datasets.deleteTitle', { name: dataset.name })} text={modalsText.deleteDataset} action={t('datasets.delete')} busy={remove.isPending} error={remove.error}
          onClose={() => setAsking(false)}
          onConfirm={() => remove.mutate(dataset.id, { onSuccess: () => { done(t('datasets.datasetTrashed'), dataset.name); void navigate({ to: '/' }) } })} />
      )}
    </Card>
  )
}

/** Choice is something that can be done, what it means, and its button. */
function Choice({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <Group justify="space-between" align="center">
      <div style={{ maxWidth: 640 }}>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">{text}</Text>
      </div>
      {children}
    </Group>
  )
}
