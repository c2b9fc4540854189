import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useOptimize } from '../api/alignments'
import { costsQuery, type Costs } from '../api/explorations'
import { ended, useJob } from '../api/jobs'
import type { CostedPoint, Exploration } from '../api/types'
import { ticks } from '../edit/explore'
import { compact, count, kilometres, percent, plural, seconds } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { Scatter } from '../ui/Scatter'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import charts from './ExploreCharts.module.css'
import { JobProgress } from './JobsDrawer'
import { measureName } from './measures'

interface Props {
  exploration: Exploration
  alignmentId: string
  present: number
  hovered: number | undefined
  chosen: number | undefined
  onHover: (territories: number | undefined) => void
  onChoose: (territories: number) => void
  onDraft: (draft: string) => void
}

/** HeadcountPanel holds the number of territories against travel, utilisation and cost, and optimises with the number chosen. */
export function HeadcountPanel({ exploration, alignmentId, present, hovered, chosen, onHover, onChoose, onDraft }: Props) {
  const measure = measureName(exploration.measures[0])
  const points = exploration.points
  const total = points[0]?.totals[0] ?? 0
  const [costs, setCosts] = useState<Costs>(() => ({ perTerritory: 100_000, perKm: 0.5, capacity: Math.ceil((1.1 * total) / Math.max(1, present)) }))
  const [calm] = useDebouncedValue(costs, 250)
  const curve = useQuery({ ...costsQuery(exploration.id, calm), placeholderData: keepPreviousData })
  const costed = curve.data?.points ?? []
  const point = costed.find((p) => p.territories === chosen)
  const set = (key: keyof Costs) => (value: string | number) => setCosts({ ...costs, [key]: typeof value === 'number' ? value : 0 })
  const plots: { title: string; name: string; value: (p: CostedPoint) => number; format: (v: number) => string; hidden?: boolean }[] = [
    { title: 'Territories and travel', name: 'Territories', value: (p) => p.travelKm, format: (v) => `${v} km` },
    { title: `Territories and utilisation (${measure}, fullest)`, name: 'Territories', value: (p) => p.mostUtilisation, format: (v) => `${Math.round(100 * v)} %`, hidden: costs.capacity === 0 },
    { title: 'Territories and cost', name: 'Territories', value: (p) => p.cost, format: (v) => compact(v) },
  ]
  const range = { name: 'Territories', ticks: ticks(Math.min(...points.map((p) => p.territories)), Math.max(...points.map((p) => p.territories))).filter(Number.isInteger), format: String }
  return (
    <Stack gap="lg">
      <Group grow align="flex-end" wrap="wrap">
        <NumberInput size="xs" label="Cost of a rep" min={0} thousandSeparator="," value={costs.perTerritory} onChange={set('perTerritory')} />
        <NumberInput size="xs" label="Cost of a km" min={0} decimalScale={4} step={0.1} value={costs.perKm} onChange={set('perKm')} />
        <NumberInput size="xs" label={`Capacity of a rep, ${measure}`} min={0} thousandSeparator="," value={costs.capacity} onChange={set('capacity')} />
      </Group>
      {curve.error && <ProblemNote title="The costs could not be computed" error={curve.error} />}
      <Text size="sm" c="dimmed" className="num">
        {plural(points.length, 'number')} solved in {seconds(exploration.seconds)}.{exploration.stopped && ' Stopped before the end.'}
        {curve.data && curve.data.fromCapacity > 0 && ` The workload alone asks for ${plural(curve.data.fromCapacity, 'territory', 'territories')}.`}
        {curve.data && (curve.data.cheapest > 0 ? ` Cheapest without overload: ${count(curve.data.cheapest)}.` : ' Every number on the curve overloads somebody, or costs are 0.')}
      </Text>
      <div className={charts.grid}>
        {costed.length > 0 && plots.filter((plot) => !plot.hidden).map((plot) => {
          const values = costed.map(plot.value)
          return (
            <Scatter key={plot.title} title={plot.title} line x={range} y={{ name: '', ticks: ticks(Math.min(...values), Math.max(...values)), format: plot.format }}
              dots={costed.map((p) => ({ id: p.territories, x: p.territories, y: plot.value(p), label: said(p) }))} hovered={hovered} chosen={chosen} onHover={onHover} onChoose={onChoose} />
          )
        })}
      </div>
      {point && <Chosen exploration={exploration} alignmentId={alignmentId} point={point} present={present} onDraft={onDraft} />}
      <CurveTable points={costed} chosen={chosen} onChoose={onChoose} />
    </Stack>
  )
}

const said = (p: CostedPoint) =>
  `${plural(p.territories, 'territory', 'territories')}: mean travel ${kilometres(p.travelKm)}, fullest ${percent(p.mostUtilisation)} of capacity, cost ${compact(p.cost)}`

function Chosen({ exploration, alignmentId, point, present, onDraft }: Pick<Props, 'exploration' | 'alignmentId' | 'present' | 'onDraft'> & { point: CostedPoint }) {
  const optimize = useOptimize(alignmentId)
  const job = useJob(optimize.data?.id)
  const draft = (job?.result as { draftId?: string } | undefined)?.draftId
  useEffect(() => {
    if (draft) onDraft(draft)
    // onDraft is another function with every render of the page.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [draft])
  const more = point.territories - present
  return (
    <section className={charts.chosen} aria-label={`${point.territories} territories`}>
      <Group justify="space-between">
        <Text fw={620}>{plural(point.territories, 'territory', 'territories')}</Text>
        <Button size="xs" loading={optimize.isPending || (job !== undefined && !ended(job.state))} onClick={() => optimize.mutate({ ...exploration.request, territories: point.territories })}>
          Optimise with {count(point.territories)}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt={4} className="num">
        {kilometres(point.travelKm)} mean travel, {percent(point.utilisation)} mean utilisation, fullest {percent(point.mostUtilisation)}, cost {compact(point.cost)}.
        {more > 0 ? ` ${plural(more, 'placeholder territory', 'placeholder territories')} will be added.` : more < 0 ? ` The ${plural(-more, 'smallest territory', 'smallest territories')} will be given up.` : ''}
      </Text>
      {optimize.error && <ProblemNote title="The optimisation did not start" error={optimize.error} />}
      {job && !ended(job.state) && <div style={{ marginTop: 10 }}><JobProgress job={job} /></div>}
      {job?.state === 'failed' && <ProblemNote title="No plan was found" error={new Error(job.error?.message ?? 'No reason was given.')} />}
    </section>
  )
}

function CurveTable({ points, chosen, onChoose }: { points: readonly CostedPoint[]; chosen: number | undefined; onChoose: (territories: number) => void }) {
  return (
    <div className={charts.frame}>
      <Scroll label="The curve as a table">
        <table className={table.table}>
          <thead>
            <tr>
              <th>Territories</th><th className={table.right}>Travel</th><th className={table.right}>Deviation</th>
              <th className={table.right}>Utilisation</th><th className={table.right}>Fullest</th><th className={table.right}>Cost</th><th><span className="visually-hidden">Choose</span></th>
            </tr>
          </thead>
          <tbody>
            {points.map((p) => (
              <tr key={p.territories} data-mark={p.territories === chosen ? 'chosen' : undefined}>
                <td className="num">{count(p.territories)}</td>
                <td className={`${table.right} num`}>{kilometres(p.travelKm)}</td>
                <td className={`${table.right} num`}>{percent(p.balance)}</td>
                <td className={`${table.right} num`}>{percent(p.utilisation)}</td>
                <td className={`${table.right} num`}>{percent(p.mostUtilisation)}</td>
                <td className={`${table.right} num`}>{compact(p.cost)}</td>
                <td className={table.right}>
                  <Button size="compact-xs" variant={p.territories === chosen ? 'filled' : 'default'} aria-pressed={p.territories === chosen}
                    aria-label={`${p.territories === chosen ? 'Chosen' : 'Choose'} ${plural(p.territories, 'territory', 'territories')}`} onClick={() => onChoose(p.territories)}>
                    {p.territories === chosen ? 'Chosen' : 'Choose'}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  )
}
