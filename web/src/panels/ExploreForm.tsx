import { Button, Collapse, Group, NumberInput, Stack, Text } from '@mantine/core'
import { IconChartDots } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useExploreHeadcount, useExplorePareto } from '../api/explorations'
import { ended, failureOf, useCancelJob, useJob } from '../api/jobs'
import type { Exploration, Legend, Snapshot } from '../api/types'
import { defaults, toRequest, wrong } from '../edit/optimiseForm'
import { t } from '../i18n'
import { ProblemNote } from '../ui/ProblemNote'
import { JobProgress } from './JobsDrawer'
import { MeasuresField } from './MeasuresField'

interface Props {
  alignmentId: string
  kind: Exploration['kind']
  snapshot: Snapshot
  legend: Legend
  /** Measures that are no columns of the dataset. */
  further: readonly string[]
  /** There are plans already, so that the form is folded away. */
  again: boolean
  onDone: () => void
}

/** ExploreForm starts an exploration and follows it. */
export function ExploreForm({ alignmentId, kind, snapshot, legend, further, again, onDone }: Props) {
  const [form, setForm] = useState(() => ({ ...defaults(snapshot.columns, legend), continuity: 0 }))
  const existing = legend.figures.territories
  const usual = existing || (form.territories ?? 10)
  const [range, setRange] = useState({ from: Math.max(1, Math.floor(usual / 2)), to: Math.max(2 * usual, Math.floor(usual / 2) + 19), points: 20 })
  const [open, setOpen] = useState(false)
  const [jobId, setJobId] = useState<string>()
  const pareto = useExplorePareto(alignmentId)
  const headcount = useExploreHeadcount(alignmentId)
  const job = useJob(jobId)
  const cancel = useCancelJob()
  const over = job && ended(job.state)
  const found = over && job.state === 'succeeded'
  useEffect(() => {
    if (found) onDone()
    // onDone is another function with every render of the page.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [found])

  const starting = kind === 'pareto' ? pareto : headcount
  const problem = wrong(form, snapshot.units) || (kind === 'headcount' && range.from > range.to ? t('explore.curveMustEndAt') : '')
  const start = () => {
    const after = { onSuccess: (made: { id: string }) => { setJobId(made.id); setOpen(false) } }
    const request = toRequest(form)
    if (kind === 'pareto') pareto.mutate(request, after)
    else headcount.mutate({ request, range }, after)
  }
  if (jobId && !over) {
    return (
      <Stack gap="sm" role="group" aria-label={t('explore.explorationProgress')}>
        {job ? <JobProgress job={job} /> : <Text size="sm" c="dimmed">{t('explore.waitingForJobBegin')}</Text>}
        <Group>
          <Button size="xs" variant="default" loading={cancel.isPending || job?.cancelRequested === true} onClick={() => cancel.mutate(jobId)}>{t('explore.stopKeepWhatFound')}</Button>
        </Group>
      </Stack>
    )
  }
  const shown = !again || open
  return (
    <Stack gap="sm">
      {over && job.state !== 'succeeded' && <ProblemNote title={t('explore.nothingWasFound')} error={failureOf(job, t('explore.wasCancelledBeforeFirst'))} />}
      {starting.error && <ProblemNote title={t('explore.explorationDidNotStart')} error={starting.error} />}
      <Collapse expanded={shown}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {kind === 'pareto'
              ? t('explore.findsPlansNoneWhich')
              : t('explore.solvesPlanForSeveral')}
          </Text>
          {kind === 'pareto' && existing === 0 && (
            <NumberInput label={t('explore.numberTerritories')} min={1} allowDecimal={false} value={form.territories ?? ''}
              onChange={(value) => setForm({ ...form, territories: typeof value === 'number' ? value : 0 })} />
          )}
          <MeasuresField measures={form.measures} columns={snapshot.columns} further={further} onChange={(measures) => setForm({ ...form, measures })} />
          {kind === 'headcount' && (
            <Group grow align="flex-end">
              <NumberInput label={t('explore.from')} min={1} allowDecimal={false} value={range.from} onChange={(value) => typeof value === 'number' && setRange({ ...range, from: value })} />
              <NumberInput label={t('explore.to')} min={1} allowDecimal={false} value={range.to} onChange={(value) => typeof value === 'number' && setRange({ ...range, to: value })} />
              <NumberInput label={t('explore.points')} min={2} max={60} allowDecimal={false} value={range.points} onChange={(value) => typeof value === 'number' && setRange({ ...range, points: value })} />
            </Group>
          )}
        </Stack>
      </Collapse>
      {problem && <Text size="xs" c="var(--bw-bad)" role="alert">{problem}</Text>}
      <Group>
        {shown && <Button leftSection={<IconChartDots size={16} />} disabled={problem !== ''} loading={starting.isPending} onClick={start}>{kind === 'pareto' ? t('explore.findPlans') : t('explore.computeCurve')}</Button>}
        {again && <Button variant={open ? 'default' : 'light'} size="sm" onClick={() => setOpen(!open)}>{open ? t('common.close') : t('explore.exploreAgain')}</Button>}
      </Group>
    </Stack>
  )
}
