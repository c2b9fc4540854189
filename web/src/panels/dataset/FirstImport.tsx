import { Button, Group, Text } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { makeDemoUpload } from '../../api/dryRuns'
import type { Upload } from '../../api/types'
import { fileTypes, useImportFiles } from '../../edit/importFile'
import { t } from '../../i18n'
import { FileDrop } from '../../ui/FileDrop'
import { ProblemNote } from '../../ui/ProblemNote'
import classes from './FirstImport.module.css'

/** FirstImport is what an empty program shows: drop a file, choose another source, or try demo data. */
export function FirstImport({ onFiles }: { onFiles: (files: File[]) => void }) {
  const holdUploads = useImportFiles((state) => state.holdUploads)
  const navigate = useNavigate()
  const demo = useMutation({
    mutationFn: makeDemoUpload,
    onSuccess: (upload) => {
      holdUploads([upload as Upload])
      void navigate({ to: '/import' })
    },
  })
  return (
    <>
      <FileDrop accept={fileTypes} onFiles={onFiles} title={t('data.firstTitle')} hint={t('data.firstHint')} />
      <Group mt="md" gap="sm" justify="space-between">
        <Group gap="sm">
          <Button variant="default" leftSection={<IconSparkles size={16} />} loading={demo.isPending} onClick={() => demo.mutate()}>{t('importing.demo')}</Button>
          <Text size="sm" c="dimmed">{t('importing.demoText')}</Text>
        </Group>
        <Button variant="subtle" renderRoot={(props) => <Link to="/import" search={{ source: 'postgresql' }} {...props} />}>{t('data.firstOther')}</Button>
      </Group>
      {demo.error && <div style={{ marginTop: 12 }}><ProblemNote title={t('importing.demoFailed')} error={demo.error} /></div>}
      <div className={classes.help}>
        <Help title={t('data.firstRecords')}>{t('data.firstRecordsText')}</Help>
        <Help title={t('data.firstNumbers')}>{t('data.firstNumbersText')}</Help>
        <Help title={t('data.firstOwners')}>{t('data.firstOwnersText')}</Help>
      </div>
    </>
  )
}

function Help({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <Text fw={600} size="sm" mb={4}>{title}</Text>
      <Text size="sm" c="dimmed">{children}</Text>
    </div>
  )
}
