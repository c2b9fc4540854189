import { Button, Group, NumberInput, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useOptimize } from '../api/alignments'
import { costsQuery, type Costs } from '../api/explorations'
import { ended, failureOf, useJob } from '../api/jobs'
import type { CostedPoint, Exploration } from '../api/types'
import { ticks } from '../edit/explore'
import { t } from '../i18n'
import { compact, count, kilometres, marks, percent, seconds, tickPercent } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { Scatter } from '../ui/Scatter'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import { ChartGrid } from './ChartGrid'
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
    { title: t('explore.territoriesTravel'), name: t('explore.territories'), value: (p) => p.travelKm, format: (v) => kilometres(v) },
    { title: t('explore.territoriesUtilisationFullest', { measure }), name: t('explore.territories'), value: (p) => p.mostUtilisation, format: (v) => tickPercent(v), hidden: costs.capacity === 0 },
    { title: t('explore.territoriesCost'), name: t('explore.territories'), value: (p) => p.cost, format: (v) => compact(v) },
  ]
  const range = { name: t('explore.territories'), ticks: ticks(Math.min(...points.map((p) => p.territories)), Math.max(...points.map((p) => p.territories))).filter(Number.isInteger), format: String }
  return (
    <Stack gap="lg">
      <Group grow align="flex-end" wrap="wrap">
        <NumberInput size="xs" label={t('explore.costRep')} min={0} thousandSeparator={marks().group} value={costs.perTerritory} onChange={set('perTerritory')} />
        <NumberInput size="xs" label={t('explore.costKm')} min={0} decimalScale={4} step={0.1} value={costs.perKm} onChange={set('perKm')} />
        <NumberInput size="xs" label={t('explore.capacityRep', { measure })} min={0} thousandSeparator={marks().group} value={costs.capacity} onChange={set('capacity')} />
      </Group>
      {curve.error && <ProblemNote title={t('explore.costsCouldNotBe')} error={curve.error} />}
      <Text size="sm" c="dimmed" className="num">
        {t('explore.numbersSolved', { count: points.length, seconds: seconds(exploration.seconds) })}{exploration.stopped && ` ${t('explore.stoppedEarly')}`}
        {curve.data && curve.data.fromCapacity > 0 && ` ${t('explore.workloadAsksFor', { count: curve.data.fromCapacity })}`}
        {curve.data && ` ${curve.data.cheapest > 0 ? t('explore.cheapest', { territories: count(curve.data.cheapest) }) : t('explore.noCheapest')}`}
      </Text>
      <ChartGrid>
        {costed.length > 0 && plots.filter((plot) => !plot.hidden).map((plot) => {
          const values = costed.map(plot.value)
          return (
            <Scatter key={plot.title} title={plot.title} line x={range} y={{ name: '', ticks: ticks(Math.min(...values), Math.max(...values)), format: plot.format }}
              dots={costed.map((p) => ({ id: p.territories, x: p.territories, y: plot.value(p), label: said(p) }))} hovered={hovered} chosen={chosen} onHover={onHover} onChoose={onChoose} />
          )
        })}
      </ChartGrid>
      {point && <Chosen exploration={exploration} alignmentId={alignmentId} point={point} present={present} onDraft={onDraft} />}
      <CurveTable points={costed} chosen={chosen} onChoose={onChoose} />
    </Stack>
  )
}

const said = (p: CostedPoint) =>
  t('explore.territoriesMeanTravelFullest', { count: p.territories, travelKm: kilometres(p.travelKm), mostUtilisation: percent(p.mostUtilisation), cost: compact(p.cost) })

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
    <section className={charts.chosen} aria-label={t('common.territories', { count: point.territories })}>
      <Group justify="space-between">
        <Text fw={620}>{t('common.territories', { count: point.territories })}</Text>
        <Button size="xs" loading={optimize.isPending || (job !== undefined && !ended(job.state))} onClick={() => optimize.mutate({ ...exploration.request, territories: point.territories })}>
          {t('explore.optimiseWith', { territories: count(point.territories) })}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt={4} className="num">
        {t('explore.meanTravelMeanUtilisation', { travelKm: kilometres(point.travelKm), utilisation: percent(point.utilisation), mostUtilisation: percent(point.mostUtilisation), cost: compact(point.cost) })}
        {more > 0 ? ` ${t('explore.placeholdersAdded', { count: more })}` : more < 0 ? ` ${t('explore.smallestGivenUp', { count: -more })}` : ''}
      </Text>
      {optimize.error && <ProblemNote title={t('explore.optimisationDidNotStart')} error={optimize.error} />}
      {job && !ended(job.state) && <div style={{ marginTop: 10 }}><JobProgress job={job} /></div>}
      {job?.state === 'failed' && <ProblemNote title={t('explore.noPlanWasFound')} error={failureOf(job, t('explore.noReasonWasGiven'))} />}
    </section>
  )
}

function CurveTable({ points, chosen, onChoose }: { points: readonly CostedPoint[]; chosen: number | undefined; onChoose: (territories: number) => void }) {
  return (
    <div className={charts.frame}>
      <Scroll label={t('explore.curveAsTable')}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>{t('explore.territories')}</th><th className={table.right}>{t('explore.travel')}</th><th className={table.right}>{t('explore.deviation')}</th>
              <th className={table.right}>{t('explore.utilisation')}</th><th className={table.right}>{t('explore.fullest')}</th><th className={table.right}>{t('explore.cost')}</th><th><span className="visually-hidden">{t('explore.choose')}</span></th>
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
                    aria-label={`${p.territories === chosen ? t('explore.chosen') : t('explore.choose')} ${t('common.territories', { count: p.territories })}`} onClick={() => onChoose(p.territories)}>
                    {p.territories === chosen ? t('explore.chosen') : t('explore.choose')}
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
