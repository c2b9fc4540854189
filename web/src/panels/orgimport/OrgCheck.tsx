import { Alert, Button, Group, Text, TextInput } from '@mantine/core'
import { IconArrowLeft, IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useStartOrgImport } from '../../api/connections'
import type { ColumnType, Preview, Role } from '../../api/types'
import { choices, lacking, setRole, setType } from '../../edit/columnChoices'
import { likeSnapshot } from '../../edit/importFlow'
import { t } from '../../i18n'
import type { Into } from '../../pages/useImport'
import { Card, Section } from '../../ui/Page'
import { OrgProblem } from '../connections/OrgProblem'
import { ColumnsTable } from '../importing/ColumnsTable'
import { PreviewRows } from '../importing/PreviewRows'
import type { Picked } from './SourceCards'

interface Props {
  connection: string
  into: Into | undefined
  picked: readonly Picked[]
  preview: Preview
  onBack: () => void
  onStarted: (job: { jobId: string; datasetId: string; what: string }) => void
}

/** OrgCheck shows what the columns of an org's records are taken for, and starts the import. */
export function OrgCheck({ connection, into, picked, preview, onBack, onStarted }: Props) {
  const [columns, setColumns] = useState(() => (into ? likeSnapshot(preview.columns, into.columns) : preview.columns))
  const what = picked.map((one) => one.name).join(', ')
  const [name, setName] = useState(what)
  const start = useStartOrgImport()
  const run = () => start.mutate({
    connection, sources: picked.map((one) => one.source), columns: choices(columns), ...(into ? { dataset: into.id } : { name: name.trim() }),
  }, { onSuccess: ({ dataset, job }) => onStarted({ jobId: job.id, datasetId: dataset.id, what }) })
  return (
    <>
      <Card>
        <Group align="flex-end" gap="md">
          {!into && <TextInput label={t('orgImport.nameLabel')} value={name} onChange={(event) => setName(event.currentTarget.value)} w={320} maxLength={200} data-autofocus
            error={name.trim() === '' ? t('orgImport.nameMissing') : undefined} />}
          <div style={{ flex: 1 }} />
          <Button variant="default" leftSection={<IconArrowLeft size={16} />} onClick={onBack}>{t('orgImport.back')}</Button>
          <Button loading={start.isPending} disabled={!into && name.trim() === ''} onClick={run}>{t('orgImport.import')}</Button>
        </Group>
        <Text size="sm" c="dimmed" mt="sm">{what}</Text>
      </Card>
      {start.error && <div style={{ marginTop: 16 }}><OrgProblem title={t('orgImport.startFailed')} error={start.error} connection={connection} /></div>}
      {lacking(columns).map((note) => (
        <Alert key={note} mt="sm" variant="light" color="gray" icon={<IconInfoCircle size={18} />} styles={{ root: { background: 'var(--bw-sunken)' } }}>
          <Text size="sm" c="var(--bw-text)">{note}</Text>
        </Alert>
      ))}
      <Section title={t('orgImport.columns')} text={t('orgImport.columnsText')}>
        <ColumnsTable columns={columns} profiles={new Map()} rows={preview.sampledRows} onRole={(column: string, role: Role) => setColumns(setRole(columns, column, role))}
          onType={(column: string, type: ColumnType) => setColumns(setType(columns, column, type))} />
      </Section>
      <Section title={t('orgImport.firstRows')} text={t('orgImport.firstRowsText')}><PreviewRows preview={preview} /></Section>
    </>
  )
}
