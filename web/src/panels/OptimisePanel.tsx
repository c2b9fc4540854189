import {
  Accordion, Button, Checkbox, Group, MultiSelect, NumberInput, SegmentedControl, Select, Stack, Text,
} from '@mantine/core'
import { IconAdjustments, IconChartDots, IconSparkles } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { estimateQuery, useOptimize } from '../api/alignments'
import type { Legend, Snapshot } from '../api/types'
import { defaults, toRequest, wrong, type OptimiseForm } from '../edit/optimiseForm'
import { useDesk } from '../edit/desk'
import { prioritiesOf, toleranceOf } from '../edit/priorities'
import { compact, count, plural, seconds } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { measureName } from './measures'
import { MeasuresField } from './MeasuresField'
import { OptimiseRun } from './OptimiseRun'
import { PrioritiesField } from './PrioritiesField'

interface Props {
  alignmentId: string
  snapshot: Snapshot
  legend: Legend
  /** Whether the alignment assigns boundaries. */
  boundaries: boolean
  onDraft: (draft: string) => void
}

/** OptimisePanel asks for a better plan and follows the job that looks for it. */
export function OptimisePanel({ alignmentId, snapshot, legend, boundaries, onDraft }: Props) {
  const [form, setForm] = useState<OptimiseForm>(() => defaults(snapshot.columns, legend))
  const [jobId, setJobId] = useState<string>()
  const ask = useDesk((state) => state.ask)
  const optimize = useOptimize(alignmentId)
  const set = (change: Partial<OptimiseForm>) => setForm((held) => ({ ...held, ...change }))
  const existing = legend.areas.filter((area) => area.leaf).length
  const problem = wrong(form, snapshot.units)

  const [calm] = useDebouncedValue(form, 400)
  const expected = useQuery({ ...estimateQuery(alignmentId, toRequest(calm), legend.version), enabled: problem === '' && !jobId })

  if (jobId) return <OptimiseRun jobId={jobId} onDraft={onDraft} onBack={() => setJobId(undefined)} />
  const start = () => optimize.mutate(toRequest(form), { onSuccess: (job) => setJobId(job.id) })
  return (
    <Panel
      title="Optimise"
      text="Looks for a balanced plan with short travel. The result is a draft: nothing changes until you accept it."
      footer={
        <Stack gap={8}>
          <Text size="xs" c={problem ? 'var(--bw-bad)' : 'dimmed'} className="num" role={problem ? 'alert' : undefined}>
            {problem || estimate(form, legend, existing)}
          </Text>
          {!problem && expected.data && (
            <Text size="xs" c="dimmed" className="num">
              Works on {plural(expected.data.units, 'unit')}; about {seconds(expected.data.seconds)}{expected.data.earlierRuns > 0 ? `, going by ${plural(expected.data.earlierRuns, 'earlier run')}` : ''}.
            </Text>
          )}
          {optimize.error && <ProblemNote title="The optimisation did not start" error={optimize.error} />}
          <Button fullWidth size="md" leftSection={<IconSparkles size={17} />} disabled={problem !== ''} loading={optimize.isPending} onClick={start}>
            Optimise
          </Button>
          <Group gap="xs" justify="space-between">
            <Button size="compact-sm" variant="subtle" leftSection={<IconChartDots size={15} />}
              renderRoot={(props) => <Link to="/alignments/$alignmentId/explore" params={{ alignmentId }} search={{}} {...props} />}>Explore many plans</Button>
            {existing > 0 && <Button size="compact-sm" variant="subtle" leftSection={<IconAdjustments size={15} />} onClick={() => ask(true)}>What if…</Button>}
          </Group>
        </Stack>
      }
    >
      <Stack gap="lg">
        <Territories form={form} set={set} existing={existing} />
        {boundaries && (
          <Checkbox label="Whole boundaries" description="Every boundary moves with the units in it, and each territory hangs together."
            checked={form.byBoundary} onChange={(event) => set({ byBoundary: event.currentTarget.checked })} />
        )}
        <MeasuresField measures={form.measures} columns={snapshot.columns} onChange={(measures) => set({ measures })} />
        {existing > 0 && <Weights form={form} set={set} />}
        <Accordion variant="default" chevronPosition="left" styles={{ control: { paddingLeft: 0 }, chevron: { marginLeft: 0, marginRight: 8 }, content: { padding: '4px 0 0' }, item: { border: 0 } }}>
          <Accordion.Item value="more">
            <Accordion.Control><Text size="sm" fw={560}>More options</Text></Accordion.Control>
            <Accordion.Panel><More form={form} set={set} legend={legend} /></Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      </Stack>
    </Panel>
  )
}

interface FieldProps { form: OptimiseForm; set: (change: Partial<OptimiseForm>) => void }

function Territories({ form, set, existing }: FieldProps & { existing: number }) {
  const keep = form.territories === undefined
  return (
    <Stack gap={6}>
      <Text size="sm" fw={560}>Territories</Text>
      {existing > 0 && (
        <SegmentedControl size="xs" fullWidth aria-label="Territories" value={keep ? 'keep' : 'new'}
          data={[{ value: 'keep', label: `Keep the ${count(existing)}` }, { value: 'new', label: 'Another number' }]}
          onChange={(value) => set({ territories: value === 'keep' ? undefined : existing })} />
      )}
      {!keep && (
        <NumberInput aria-label="Number of territories" min={1} max={100_000} allowDecimal={false} thousandSeparator="," value={form.territories ?? ''}
          onChange={(value) => set({ territories: typeof value === 'number' ? value : 0 })} />
      )}
    </Stack>
  )
}

function Weights({ form, set }: FieldProps) {
  const tolerance = Math.min(...form.measures.map((m) => m.tolerance))
  const said = form.continuity === 0 ? 'The present plan does not count.'
    : form.continuity < 0.45 ? 'Units move where it clearly saves travel.'
      : form.continuity < 0.85 ? 'A unit moves only when it saves a typical trip.' : 'Only what balance needs moves.'
  return (
    <PrioritiesField value={prioritiesOf(tolerance, form.continuity)} said={`Within ${Number((100 * tolerance).toFixed(2))} % of target. ${said}`}
      onChange={(next) => {
        const balance = toleranceOf(next.balance)
        set({ continuity: next.continuity, measures: form.measures.map((m) => ({ ...m, tolerance: balance })) })
      }} />
  )
}

function More({ form, set, legend }: FieldProps & { legend: Legend }) {
  return (
    <Stack gap="md">
      <Select label="Shape" allowDeselect={false} value={form.travel} description="What travel is measured by."
        data={[{ value: 'distance', label: 'Shortest travel in total' }, { value: 'squared', label: 'Compact: long trips count more' }]}
        onChange={(travel) => set({ travel: travel === 'squared' ? 'squared' : 'distance' })} />
      <Select label="Centres" allowDeselect={false} value={form.centres}
        data={[{ value: 'free', label: 'May move, except pinned ones' }, { value: 'keep', label: 'Stay where they are' }]}
        onChange={(centres) => set({ centres: centres === 'keep' ? 'keep' : 'free' })} />
      <Select label="Locked units" allowDeselect={false} value={form.locked}
        data={[{ value: 'count', label: 'Count towards the targets' }, { value: 'ignore', label: 'Do not count' }]}
        onChange={(locked) => set({ locked: locked === 'ignore' ? 'ignore' : 'count' })} />
      <MultiSelect label="Focus" description="Work only on these areas; none means the whole alignment." searchable clearable limit={60}
        data={legend.areas.map((area) => ({ value: String(area.number), label: area.name }))} value={form.focus.map(String)}
        onChange={(focus) => set({ focus: focus.map(Number) })} placeholder={form.focus.length === 0 ? 'Whole alignment' : ''} />
      <NumberInput label="At most this share of the units moves" min={0} max={100} suffix=" %" placeholder="No cap" value={form.cap === undefined ? '' : Number((100 * form.cap).toFixed(2))}
        onChange={(value) => set({ cap: typeof value === 'number' ? value / 100 : undefined })} />
      <Checkbox label="Give unassigned units a territory" checked={form.fillUnassigned}
        onChange={(event) => set({ fillUnassigned: event.currentTarget.checked })} />
      <Group grow align="flex-end">
        <NumberInput label="Time limit, seconds" min={1} value={form.timeLimitSeconds ?? ''} placeholder="None"
          onChange={(value) => set({ timeLimitSeconds: typeof value === 'number' ? value : undefined })} />
        <NumberInput label="Seed" min={0} allowDecimal={false} value={form.seed ?? ''} placeholder="0"
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
  const each = form.measures.filter((m) => m.column !== '').map(({ column }) => {
    const at = legend.measures.indexOf(column)
    const sum = (legend.total.sums[at] ?? 0) + (form.fillUnassigned ? (legend.unassigned.sums[at] ?? 0) : 0)
    return `${compact(sum / territories)} ${measureName(column)}`
  })
  return `About ${[plural(Math.round(units / territories), 'unit'), ...each].join(' and ')} for each of ${plural(territories, 'territory', 'territories')}.`
}
