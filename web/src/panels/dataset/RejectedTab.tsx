import { Button, Group, Select, Text } from '@mantine/core'
import { IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { rejectedLink, snapshotQuery } from '../../api/datasets'
import { snapshotsQuery } from '../../api/snapshots'
import type { Snapshot } from '../../api/types'
import { fileTypes, useImportFiles } from '../../edit/importFile'
import { t } from '../../i18n'
import type { DatasetTabProps } from '../../pages/datasetTabs'
import { EmptyState } from '../../ui/EmptyState'
import { FileDrop } from '../../ui/FileDrop'
import { date } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ReasonList, type Reason } from './ReasonList'
import { RejectedRows } from './RejectedRows'

/** RejectedTab shows the rows that were rejected, by reason, and takes them back when they are corrected. */
export function RejectedTab({ dataset, snapshot }: DatasetTabProps) {
  const all = useQuery(snapshotsQuery(dataset.id))
  const some = (all.data ?? []).filter((one) => one.rejected > 0)
  const [chosen, setChosen] = useState<string>()
  const id = chosen ?? (snapshot.rejected > 0 ? snapshot.id : undefined)
  const shown = useQuery({ ...snapshotQuery(id ?? ''), enabled: id !== undefined })
  const earlier = some.some((one) => one.id !== snapshot.id)
  return (
    <>
      {earlier && (
        <Select label={t('data.rejectedOf')} w={360} mb="md" allowDeselect={false} value={id ?? null} placeholder={t('data.rejectedEarlier')}
          onChange={(value) => value && setChosen(value)}
          data={some.map((one) => ({ value: one.id, label: t('data.rejectedIn', { count: one.rejected, when: date(one.created) }) }))} />
      )}
      {id === undefined && (
        <Card>
          <EmptyState icon={<IconCircleCheck size={28} />} title={t('data.noneRejected')} text={t('data.noneRejectedText')} />
        </Card>
      )}
      {shown.data && <Rejected key={shown.data.id} snapshot={shown.data} />}
    </>
  )
}

function Rejected({ snapshot }: { snapshot: Snapshot }) {
  const [reason, setReason] = useState<Reason>()
  const hold = useImportFiles((state) => state.hold)
  const navigate = useNavigate()
  const correct = (file: File) => {
    hold([file])
    void navigate({ to: '/import', search: { into: snapshot.datasetId, mode: 'correct' } })
  }
  return (
    <>
      <Section title={t('data.rejectedRows', { count: snapshot.rejected })} text={t('data.rejectedText')} actions={
        <Button variant="default" component="a" download href={rejectedLink(snapshot.id)} leftSection={<IconDownload size={16} />}>
          {t('data.downloadRejected')}
        </Button>
      }>
        <ReasonList rejections={snapshot.rejections} chosen={reason} onChoose={setReason} />
      </Section>
      <Section title={reason ? t('data.rowsOfReason') : t('data.rows')} text={reason?.text}
        actions={reason && <Group><Button size="xs" variant="default" onClick={() => setReason(undefined)}>{t('data.allReasons')}</Button></Group>}>
        <RejectedRows key={`${reason?.reason} ${reason?.column}`} snapshotId={snapshot.id} reason={reason} />
      </Section>
      <Section title={t('data.correct')} text={t('data.correctText')}>
        <FileDrop compact accept={fileTypes} onFile={correct} title={t('data.dropCorrected')} hint={t('data.dropCorrectedHint')} />
        <Text size="xs" c="dimmed" mt={8}>{t('data.dollarColumns')}</Text>
      </Section>
    </>
  )
}
