import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { alignmentsQuery } from '../../api/alignments'
import { snapshotsQuery, type SnapshotItem } from '../../api/snapshots'
import type { Alignment } from '../../api/types'
import { t } from '../../i18n'
import type { DatasetTabProps } from '../../pages/datasetTabs'
import { count, date } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { ChangeReport } from './ChangeReport'
import { GoBack } from './GoBack'
import { LiveUpdate } from './LiveUpdate'
import { MoveAlignments } from './MoveAlignments'

/** SnapshotsTab is the history of a dataset: refresh it, see what changed, and move alignments forward or back. */
export function SnapshotsTab({ dataset, snapshot }: DatasetTabProps) {
  const snapshots = useQuery(snapshotsQuery(dataset.id))
  const alignments = useQuery(alignmentsQuery(dataset.id))
  if (snapshots.error) return <ProblemNote title={t('data.snapshotsFailed')} error={snapshots.error} onRetry={() => void snapshots.refetch()} />
  if (!snapshots.data || !alignments.data) return <Skeleton height={320} radius="lg" />
  const all = snapshots.data
  return (
    <>
      <Section title={t('data.refreshTitle')} text={t('data.refreshText')}>
        <Card>
          <Group gap="sm" align="flex-start">
            <Button leftSection={<IconFileImport size={16} />} renderRoot={(props) => <Link to="/import" search={{ into: dataset.id, mode: 'refresh' }} {...props} />}>{t('data.refreshFile')}</Button>
            <Button variant="default" renderRoot={(props) => <Link to="/import" search={{ into: dataset.id, mode: 'add' }} {...props} />}>{t('data.addFile')}</Button>
            <LiveUpdate dataset={dataset} snapshot={snapshot} />
          </Group>
        </Card>
      </Section>
      {alignments.data.length > 0 && all.length > 1 && <MoveAlignments key={snapshot.id} snapshot={snapshot} snapshots={all} alignments={alignments.data} />}
      <Section title={t('data.snapshots')} text={t('data.snapshotsText')}>
        <Stack gap="sm">
          {all.map((one, k) => <Row key={one.id} one={one} before={all[k + 1]} older={all.slice(k + 1)} alignments={alignments.data} open={k === 0} />)}
        </Stack>
      </Section>
    </>
  )
}

function Row({ one, before, older, alignments, open }: {
  one: SnapshotItem; before: SnapshotItem | undefined; older: readonly SnapshotItem[]; alignments: readonly Alignment[]; open: boolean
}) {
  const [shown, setShown] = useState(open && before !== undefined)
  const here = alignments.filter((a) => a.snapshotId === one.id)
  return (
    <Card>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 320px', overflowWrap: 'anywhere' }}>
          <Group gap={8}>
            <Text fw={600} className="num">{date(one.created)}</Text>
            {one.current && <Badge variant="light">{t('data.current')}</Badge>}
          </Group>
          <Text size="sm" c="dimmed" className="num">
            {[t('common.units', { count: one.units }), one.rejected > 0 ? t('data.rejectedRows', { count: one.rejected }) : '', t('data.snapshotFrom', { sources: one.sources.map((s) => s.name).join(', ') })].filter(Boolean).join(', ')}
          </Text>
          {alignments.length > 0 && <Text size="sm" c="dimmed">{here.length > 0 && here.length <= 3 ? `${here.map((a) => a.name).join(', ')}: ` : ''}{t('data.standHere', { count: here.length })}</Text>}
        </div>
        <Group gap="xs">
          {before && <Button size="xs" variant="default" aria-expanded={shown} onClick={() => setShown(!shown)}>{shown ? t('data.hideChanges') : t('data.showChanges')}</Button>}
          {!one.current && <GoBack snapshot={one} alignments={alignments} />}
        </Group>
      </Group>
      {shown && before && <ChangeReport snapshot={one} older={older} alignments={here} units={count(one.units)} />}
    </Card>
  )
}
