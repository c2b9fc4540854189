import { Button, Checkbox, Group, MultiSelect, Select, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf, useJob } from '../../api/jobs'
import { useRefresh, type RefreshAsked, type RefreshReport, type Way } from '../../api/refreshes'
import type { SnapshotItem } from '../../api/snapshots'
import type { Alignment, Snapshot } from '../../api/types'
import { t } from '../../i18n'
import { date } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'
import { JobProgress } from '../JobsDrawer'
import { useJobEnd } from '../importing/useJobEnd'
import { EffectCard } from './EffectCard'

const ways: readonly Way[] = ['rule', 'boundary', 'nearest']

/** MoveAlignments moves alignments onto a snapshot, the effect on each shown first. */
export function MoveAlignments({ snapshot, snapshots, alignments }: { snapshot: Snapshot; snapshots: readonly SnapshotItem[]; alignments: readonly Alignment[] }) {
  const [to, setTo] = useState(snapshot.id)
  const behind = alignments.filter((one) => one.snapshotId !== to)
  const [chosen, setChosen] = useState<string[]>()
  const picked = (chosen ?? behind.map((one) => one.id)).filter((id) => behind.some((one) => one.id === id))
  const [place, setPlace] = useState<Way[]>([...ways])
  const [jobId, setJobId] = useState<string>()
  const [reports, setReports] = useState<RefreshReport>()
  const refresh = useRefresh(snapshot.datasetId)
  const job = useJob(jobId)
  const client = useQueryClient()
  useJobEnd(job, (ended) => {
    const report = ended.result as RefreshReport
    setReports(report)
    if (report.dryRun) return
    void client.invalidateQueries({ queryKey: ['alignments'] })
    done(t('data.movedToast'), report.alignments.map((one) => one.name).join(', '))
  })
  const ask = (dryRun: boolean) => {
    setReports(undefined)
    const body: RefreshAsked = { to, alignments: picked, dryRun, ...(place.length === 0 ? { unplaced: true } : { place }) }
    refresh.mutate(body, { onSuccess: (made) => setJobId(made.id) })
  }
  const busy = refresh.isPending || job?.state === 'queued' || job?.state === 'running'
  const failed = refresh.error ?? (job?.state === 'failed' ? failureOf(job, '') : undefined)
  return (
    <Section title={t('data.moveTitle')} text={behind.length > 0 ? t('data.moveBehind', { count: behind.length }) : t('data.moveNone')}>
      {(behind.length > 0 || reports) && (
        <Card>
          <Group align="flex-start" gap="xl">
            {snapshots.length > 2 && (
              <Select label={t('data.moveTo')} w={240} allowDeselect={false} value={to} onChange={(value) => { if (value) { setTo(value); setReports(undefined) } }}
                data={snapshots.map((one) => ({ value: one.id, label: date(one.created) }))} />
            )}
            {behind.length > 1 && (
              <MultiSelect label={t('data.moveWhich')} flex="1 1 260px" maw={460} value={picked} onChange={(value) => { setChosen(value); setReports(undefined) }}
                data={behind.map((one) => ({ value: one.id, label: one.name }))} />
            )}
            <Checkbox.Group label={t('data.place')} value={place} onChange={(value) => { setPlace(ways.filter((way) => value.includes(way))); setReports(undefined) }}>
              <Stack gap={6} mt={6}>{ways.map((way) => <Checkbox key={way} size="sm" value={way} label={t(`data.place_${way}`)} />)}</Stack>
            </Checkbox.Group>
          </Group>
          {behind.length > 0 && (
            <Group mt="md">
              <Button variant={reports?.dryRun ? 'default' : 'filled'} disabled={busy || picked.length === 0} onClick={() => ask(true)}>{t('data.preview')}</Button>
              <Button variant={reports?.dryRun ? 'filled' : 'default'} disabled={busy || picked.length === 0 || !reports?.dryRun} onClick={() => ask(false)}>{t('data.move', { count: picked.length })}</Button>
            </Group>
          )}
          {busy && <div style={{ marginTop: 16 }}>{job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">{t('data.previewing')}</Text>}</div>}
          {failed && <div style={{ marginTop: 16 }}><ProblemNote title={t('data.moveFailed')} error={failed} /></div>}
          {reports && <Stack gap="md" mt="lg">{reports.alignments.map((one) => <EffectCard key={one.alignmentId} effect={one} dryRun={reports.dryRun} />)}</Stack>}
        </Card>
      )}
    </Section>
  )
}
