import { Button, Group, Text } from '@mantine/core'
import { IconCircleCheck, IconListSearch } from '@tabler/icons-react'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import type { DryRun } from '../../pages/useDryRun'
import { bytes, count, seconds } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { said } from '../../ui/said'
import { Stat, StatRow } from '../../ui/Stat'
import { JobProgress } from '../JobsDrawer'
import { Rejections } from '../Rejections'

/** DryRunCard tells what an import would do with every row, before anything is stored. */
export function DryRunCard({ run, size, auto }: { run: DryRun; size: number; auto: boolean }) {
  useProblemTexts()
  const { result } = run
  const rejected = result ? result.rows - result.accepted : 0
  return (
    <Section title={t('importing.allRows')} text={t('importing.allRowsText')} actions={
      !run.running && (!auto || run.error !== undefined || run.job?.state === 'cancelled') && (
        <Button variant="default" size="xs" leftSection={<IconListSearch size={15} />} onClick={run.start}>
          {result ? t('importing.checkAgain') : t('importing.checkAll')}
        </Button>
      )
    }>
      <Card>
        <div aria-live="polite" data-testid="dry-run" data-state={run.running ? 'running' : result && !run.stale ? 'done' : 'waiting'}>
          {run.running && (
            <Group wrap="nowrap" gap="lg">
              <div style={{ flex: 1 }}>
                {run.job ? <JobProgress job={run.job} /> : <Text size="sm" c="dimmed">{t('importing.checking')}…</Text>}
              </div>
              <Button variant="default" size="xs" onClick={run.stop}>{t('common.cancel')}</Button>
            </Group>
          )}
          {!run.running && run.error !== undefined && <ProblemNote title={t('importing.dryFailed')} error={run.error} />}
          {!run.running && run.job?.state === 'cancelled' && <Text size="sm" c="dimmed">{t('importing.dryCancelled')}</Text>}
          {!run.running && !result && run.error === undefined && run.job?.state !== 'cancelled' && (
            <Text size="sm" c="dimmed">{auto ? `${t('importing.checking')}…` : t('importing.bigFile', { size: bytes(size) })}</Text>
          )}
          {result && run.error === undefined && (
            <div style={{ opacity: run.stale || run.running ? 0.55 : 1, marginTop: run.running ? 16 : 0 }}>
              <Group gap="sm" wrap="nowrap" align="flex-start">
                <IconCircleCheck color={rejected > 0 ? 'var(--bw-over)' : 'var(--bw-accent)'} style={{ flex: 'none' }} aria-hidden />
                <div>
                  <Text fw={620} className="num">
                    {t('importing.wouldAccept', { accepted: result.accepted })}, {t('importing.wouldReject', { rejected })}
                  </Text>
                  <Text size="sm" c="dimmed" className="num">
                    {run.stale ? t('importing.stale') : t('importing.tookSeconds', { took: seconds(result.seconds) })}
                  </Text>
                </div>
              </Group>
              {(result.notes ?? []).map((note, k) => <Text key={note} size="sm" mt={8}>{said(result.notesSaid?.[k], note)}</Text>)}
              {result.changes && <Changes changes={result.changes} />}
            </div>
          )}
        </div>
      </Card>
      {result && !run.error && result.rejections.length > 0 && <div style={{ marginTop: 12 }}><Rejections rejections={result.rejections} /></div>}
    </Section>
  )
}

function Changes({ changes }: { changes: NonNullable<NonNullable<DryRun['result']>['changes']> }) {
  return (
    <div style={{ marginTop: 16 }}>
      <Text fw={600} size="sm" mb={8}>{t('importing.changesTitle')}</Text>
      <StatRow>
        <Stat label={t('importing.added')} value={count(changes.added)} />
        <Stat label={t('importing.gone')} value={count(changes.gone)} />
        <Stat label={t('importing.moved')} value={count(changes.moved)} />
        <Stat label={t('importing.changed')} value={count(changes.changed)} />
        <Stat label={t('importing.same')} value={count(changes.same)} />
      </StatRow>
    </div>
  )
}
