import { Button, Checkbox, Group, NumberInput, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { IconClockPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../../api/client'
import { scheduleQuery, useSetSchedule, useStopSchedule } from '../../api/refreshes'
import type { JobState } from '../../api/types'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import type { DatasetTabProps } from '../../pages/datasetTabs'
import { EmptyState } from '../../ui/EmptyState'
import { ago, date } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { said } from '../../ui/said'
import { done } from '../../ui/toast'

/** Minutes in each unit of time. */
const units = { minutes: 1, hours: 60, days: 1440 } as const
type TimeUnit = keyof typeof units

/** ScheduleTab says when the server reads the live sources of a dataset again by itself. */
export function ScheduleTab({ dataset, snapshot }: DatasetTabProps) {
  useProblemTexts()
  const file = snapshot.sources.find((source) => !source.liveSource)
  const schedule = useQuery({ ...scheduleQuery(dataset.id), enabled: file === undefined })
  if (file) {
    return <Card><EmptyState icon={<IconClockPlay size={28} />} title={t('data.scheduleNotLive')} text={t('data.scheduleNotLiveText', { file: file.name })} /></Card>
  }
  const none = schedule.error instanceof Problem && schedule.error.status === 404
  if (schedule.error && !none) return <ProblemNote title={t('data.scheduleFailed')} error={schedule.error} onRetry={() => void schedule.refetch()} />
  if (schedule.isPending) return <Skeleton height={200} radius="lg" />
  const held = none ? undefined : schedule.data
  return (
    <Section title={t('data.schedule')} text={t('data.scheduleText')}>
      <Card>
        {held && (
          <Stack gap={4} mb="lg">
            <Text fw={600}>{t('data.nextAt', { when: date(held.next) })}</Text>
            {held.last ? (
              <Text size="sm" c={held.last.state === 'failed' ? 'var(--bw-bad)' : 'dimmed'}>
                {t('data.lastReading')}: {ago(held.last.created)}, {t(`data.job_${held.last.state as JobState}`)}{held.last.error ? `. ${said(held.last.error.said, held.last.error.message)}` : ''}
              </Text>
            ) : <Text size="sm" c="dimmed">{t('data.lastNone')}</Text>}
          </Stack>
        )}
        <Form key={held ? `${held.everyMinutes} ${held.keep}` : 'new'} datasetId={dataset.id} minutes={held?.everyMinutes} keep={held?.keep ?? false} />
      </Card>
    </Section>
  )
}

function Form({ datasetId, minutes, keep: kept }: { datasetId: string; minutes: number | undefined; keep: boolean }) {
  const [unit, setUnit] = useState<TimeUnit>(() => largest(minutes ?? 1440))
  const [every, setEvery] = useState<number | string>((minutes ?? 1440) / units[unit])
  const [first, setFirst] = useState('')
  const [keep, setKeep] = useState(kept)
  const save = useSetSchedule(datasetId)
  const stop = useStopSchedule(datasetId)
  const whole = typeof every === 'number' ? Math.round(every * units[unit]) : 0
  const fits = whole >= 5 && whole <= 527_040
  return (
    <Stack gap="md">
      <Group align="flex-start">
        <NumberInput label={t('data.every')} value={every} onChange={setEvery} min={1} allowDecimal={false} w={120} error={!fits} />
        <Select label={t('data.unitOfTime')} value={unit} allowDeselect={false} w={140} onChange={(value) => value && setUnit(value as TimeUnit)}
          data={(['minutes', 'hours', 'days'] as const).map((value) => ({ value, label: t(`data.${value}`) }))} />
        <TextInput label={t('data.firstAt')} type="datetime-local" value={first} w={230} onChange={(event) => setFirst(event.currentTarget.value)} />
      </Group>
      <Checkbox checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} label={t('data.alignmentsStay')} description={t('data.alignmentsStayText')} />
      <Group>
        <Button loading={save.isPending} disabled={!fits}
          onClick={() => save.mutate({ everyMinutes: whole, keep, ...(first ? { first: new Date(first).toISOString() } : {}) }, { onSuccess: () => done(t('data.scheduleSaved')) })}>
          {minutes === undefined ? t('data.startSchedule') : t('data.changeSchedule')}
        </Button>
        {minutes !== undefined && <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(undefined, { onSuccess: () => done(t('data.scheduleStopped')) })}>{t('data.stopSchedule')}</Button>}
      </Group>
      {(save.error ?? stop.error) && <ProblemNote title={t('data.scheduleFailed')} error={save.error ?? stop.error} />}
    </Stack>
  )
}

/** largest finds the unit of time in which an interval is a whole number. */
const largest = (minutes: number): TimeUnit => (minutes % 1440 === 0 ? 'days' : minutes % 60 === 0 ? 'hours' : 'minutes')
