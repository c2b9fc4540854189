import {
  Accordion, Button, Checkbox, Group, MultiSelect, NumberInput, SegmentedControl, Select, Stack, Text,
} from '@mantine/core'
import { IconAdjustments, IconChartDots, IconSparkles } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { estimateQuery, useOptimize } from '../api/alignments'
import type { Legend, Snapshot } from '../api/types'
import { defaults, toRequest, wrong, type OptimiseForm } from '../edit/optimiseForm'
import { useDeskPart } from '../edit/desk'
import { prioritiesOf, toleranceOf } from '../edit/priorities'
import { t } from '../i18n'
import { compact, count, list, marks, seconds, tickPercent } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { measureName } from './measures'
import { MeasuresField } from './MeasuresField'
import { OptimiseRun } from './OptimiseRun'
import { TravelFields } from './places/TravelFields'
import { PrioritiesField } from './PrioritiesField'
import { WhereField } from './WhereField'

interface Props {
  alignmentId: string
  snapshot: Snapshot
  legend: Legend
  /** Whether the alignment assigns boundaries. */
  boundaries: boolean
  /** Measures that are no columns of the dataset, such as those of its boundaries. */
  further: readonly string[]
  onDraft: (draft: string) => void
}

/** OptimisePanel asks for a better plan and follows the job that looks for it. */
export function OptimisePanel({ alignmentId, snapshot, legend, boundaries, further, onDraft }: Props) {
  const [form, setForm] = useState<OptimiseForm>(() => defaults(snapshot.columns, legend))
  const [jobId, setJobId] = useState<string>()
  const phone = useMediaQuery('(max-width: 760px)')
  const { ask, homes, place } = useDeskPart('ask', 'homes', 'place')
  useEffect(() => () => place(false), [place])
  const optimize = useOptimize(alignmentId)
  const set = (change: Partial<OptimiseForm>) => setForm((held) => ({ ...held, ...change }))
  const existing = legend.areas.filter((area) => area.leaf).length
  const problem = wrong(form, snapshot.units)

  const [calm] = useDebouncedValue(form, 400)
  const expected = useQuery({ ...estimateQuery(alignmentId, toRequest(calm, homes), legend.version), enabled: problem === '' && !jobId })

  if (jobId) return <OptimiseRun jobId={jobId} onDraft={onDraft} onBack={() => setJobId(undefined)} />
  const start = () => optimize.mutate(toRequest(form, homes), { onSuccess: (job) => setJobId(job.id) })
  const told = (
    <Stack gap={8}>
      <Text size="xs" c={problem ? 'var(--bw-bad)' : 'dimmed'} className="num" role={problem ? 'alert' : undefined}>
        {problem || estimate(form, legend, existing + homes.filter((home) => home.area === 0).length)}
      </Text>
      {!problem && expected.data && (
        <Text size="xs" c="dimmed" className="num">
          {t('optimise.worksOnUnitsAbout', { count: expected.data.units, seconds: seconds(expected.data.seconds), runs: expected.data.earlierRuns })}
        </Text>
      )}
    </Stack>
  )
  const otherWays = (
    <Group gap="xs" justify="space-between">
      <Button size="compact-sm" variant="subtle" leftSection={<IconChartDots size={15} />}
        renderRoot={(props) => <Link to="/alignments/$alignmentId/explore" params={{ alignmentId }} search={{}} {...props} />}>{t('optimise.exploreManyPlans')}</Button>
      {existing > 0 && <Button size="compact-sm" variant="subtle" leftSection={<IconAdjustments size={15} />} onClick={() => ask(true)}>{t('optimise.whatIf')}</Button>}
    </Group>
  )
  // On a phone only what starts it stays in sight; the rest scrolls with the settings.
  const inFooter = !phone || problem !== ''
  return (
    <Panel
      title={t('optimise.optimise')}
      text={t('optimise.looksForBalancedPlan')}
      footer={
        <Stack gap={8}>
          {inFooter && told}
          {optimize.error && <ProblemNote title={t('optimise.optimisationDidNotStart')} error={optimize.error} />}
          <Button fullWidth size="md" leftSection={<IconSparkles size={17} />} disabled={problem !== ''} loading={optimize.isPending} onClick={start}>
            {t('optimise.optimise')}
          </Button>
          {!phone && otherWays}
        </Stack>
      }
    >
      <Stack gap="lg">
        <Territories form={form} set={set} existing={existing} />
        {boundaries && (
          <Checkbox label={t('optimise.wholeBoundaries')} description={t('optimise.everyBoundaryMovesWith')}
            checked={form.byBoundary} onChange={(event) => set({ byBoundary: event.currentTarget.checked })} />
        )}
        <MeasuresField measures={form.measures} columns={snapshot.columns} further={further} onChange={(measures) => set({ measures })} />
        {existing > 0 && <Weights form={form} set={set} />}
        <Accordion variant="default" chevronPosition="left" styles={{ control: { paddingLeft: 0 }, chevron: { marginLeft: 0, marginRight: 8 }, content: { padding: '4px 0 0' }, item: { border: 0 } }}>
          <Accordion.Item value="where">
            <Accordion.Control><Text size="sm" fw={560}>{t('where.title')}</Text></Accordion.Control>
            <Accordion.Panel><WhereField form={form} set={set} legend={legend} /></Accordion.Panel>
          </Accordion.Item>
          <Accordion.Item value="more">
            <Accordion.Control><Text size="sm" fw={560}>{t('optimise.moreOptions')}</Text></Accordion.Control>
            <Accordion.Panel><More form={form} set={set} legend={legend} /></Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        {!inFooter && told}
        {phone && otherWays}
      </Stack>
    </Panel>
  )
}

interface FieldProps { form: OptimiseForm; set: (change: Partial<OptimiseForm>) => void }

function Territories({ form, set, existing }: FieldProps & { existing: number }) {
  const keep = form.territories === undefined
  return (
    <Stack gap={6}>
      <Text size="sm" fw={560}>{t('optimise.territories')}</Text>
      {existing > 0 && (
        <SegmentedControl size="xs" fullWidth aria-label={t('optimise.territories')} value={keep ? 'keep' : 'new'}
          data={[{ value: 'keep', label: t('optimise.keepThe', { existing: count(existing) }) }, { value: 'new', label: t('optimise.anotherNumber') }]}
          onChange={(value) => set({ territories: value === 'keep' ? undefined : existing })} />
      )}
      {!keep && (
        <NumberInput aria-label={t('optimise.numberTerritories')} min={1} max={100_000} allowDecimal={false} thousandSeparator={marks().group} value={form.territories ?? ''}
          onChange={(value) => set({ territories: typeof value === 'number' ? value : 0 })} />
      )}
    </Stack>
  )
}

function Weights({ form, set }: FieldProps) {
  const tolerance = Math.min(...form.measures.map((m) => m.tolerance))
  const said = form.continuity === 0 ? t('optimise.presentPlanDoesNot')
    : form.continuity < 0.45 ? t('optimise.unitsMoveWhereClearly')
      : form.continuity < 0.85 ? t('optimise.unitMovesOnlyWhen') : t('optimise.onlyWhatBalanceNeeds')
  return (
    <PrioritiesField value={prioritiesOf(tolerance, form.continuity)} said={t('optimise.withinTarget', { tolerance: tickPercent(tolerance), said })}
      onChange={(next) => {
        const balance = toleranceOf(next.balance)
        set({ continuity: next.continuity, measures: form.measures.map((m) => ({ ...m, tolerance: balance })) })
      }} />
  )
}

function More({ form, set, legend }: FieldProps & { legend: Legend }) {
  return (
    <Stack gap="md">
      <TravelFields form={form} set={set} />
      <Select label={t('optimise.centres')} allowDeselect={false} value={form.centres}
        data={[{ value: 'free', label: t('optimise.mayMoveExceptPinned') }, { value: 'keep', label: t('optimise.stayWhereThey') }]}
        onChange={(centres) => set({ centres: centres === 'keep' ? 'keep' : 'free' })} />
      <Select label={t('optimise.lockedUnits')} allowDeselect={false} value={form.locked}
        data={[{ value: 'count', label: t('optimise.countTowardsTargets') }, { value: 'ignore', label: t('optimise.doNotCount') }]}
        onChange={(locked) => set({ locked: locked === 'ignore' ? 'ignore' : 'count' })} />
      <MultiSelect label={t('optimise.focus')} description={t('optimise.workOnlyOnThese')} searchable clearable limit={60}
        data={legend.areas.map((area) => ({ value: String(area.number), label: area.name }))} value={form.focus.map(String)}
        onChange={(focus) => set({ focus: focus.map(Number) })} placeholder={form.focus.length === 0 ? t('optimise.wholeAlignment') : ''} />
      <NumberInput label={t('optimise.atMostShareUnits')} min={0} max={100} suffix=" %" placeholder={t('optimise.noCap')} value={form.cap === undefined ? '' : Number((100 * form.cap).toFixed(2))}
        onChange={(value) => set({ cap: typeof value === 'number' ? value / 100 : undefined })} />
      <Checkbox label={t('optimise.giveUnassignedUnitsTerritory')} checked={form.fillUnassigned}
        onChange={(event) => set({ fillUnassigned: event.currentTarget.checked })} />
      <Group grow align="flex-end">
        <NumberInput label={t('optimise.timeLimitSeconds')} min={1} value={form.timeLimitSeconds ?? ''} placeholder={t('optimise.none')}
          onChange={(value) => set({ timeLimitSeconds: typeof value === 'number' ? value : undefined })} />
        <NumberInput label={t('optimise.seed')} min={0} allowDecimal={false} value={form.seed ?? ''} placeholder="0"
          onChange={(value) => set({ seed: typeof value === 'number' ? value : undefined })} />
      </Group>
    </Stack>
  )
}

/** estimate says what each territory will get, before anything runs. */
function estimate(form: OptimiseForm, legend: Legend, existing: number): string {
  const territories = form.territories ?? existing
  const units = legend.total.units + (form.fillUnassigned ? legend.unassigned.units : 0)
  if (territories < 1) return ''
  const each = form.measures.filter((m) => legend.measures.includes(m.column) && m.column !== '').map(({ column }) => {
    const at = legend.measures.indexOf(column)
    const sum = (legend.total.sums[at] ?? 0) + (form.fillUnassigned ? (legend.unassigned.sums[at] ?? 0) : 0)
    return `${compact(sum / territories)} ${measureName(column)}`
  })
  return t('optimise.aboutForEachTerritories', { value: list([t('common.units', { count: Math.round(units / territories) }), ...each]), count: territories })
}
