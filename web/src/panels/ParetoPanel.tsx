import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useKeepDraft } from '../api/alignments'
import { usePick } from '../api/explorations'
import type { ExploredPlan, Exploration } from '../api/types'
import { goals, pairs, ticks, type Goal } from '../edit/explore'
import { t } from '../i18n'
import { count, kilometres, number, percent, seconds, tickPercent } from '../ui/format'
import { NameModal } from '../ui/NameModal'
import { ProblemNote } from '../ui/ProblemNote'
import { Scatter, type Axis } from '../ui/Scatter'
import { done } from '../ui/toast'
import { Certificate } from './Certificate'
import { ChartGrid } from './ChartGrid'
import { PlansTable } from './PlansTable'
import charts from './ExploreCharts.module.css'

interface Props {
  exploration: Exploration
  name: string
  hovered: number | undefined
  chosen: number | undefined
  onHover: (plan: number | undefined) => void
  onChoose: (plan: number) => void
  onDraft: (draft: string) => void
  onKept: (alignment: string) => void
}

/** ParetoPanel lets a planner choose one of many plans: linked scatter plots, the same as a table, and what is proven. */
export function ParetoPanel({ exploration, name, hovered, chosen, onHover, onChoose, onDraft, onKept }: Props) {
  const { plans, present } = exploration
  const plan = plans.find((p) => p.plan === chosen)
  const all = present ? [...plans, present] : plans
  const axis = (goal: Goal): Axis => ({
    name: goal.axis, ticks: ticks(Math.min(...plans.map((p) => p[goal.key])), Math.max(...plans.map((p) => p[goal.key]))),
    format: (value) => (goal.kind === 'percent' ? tickPercent(value) : number(value)),
  })
  // The plan as it is may be so far from the others that they would shrink to a spot; then it is left out of a plot.
  const beside = (x: Goal, y: Goal) => {
    const fits = (goal: Goal) => {
      const t = axis(goal).ticks
      return present && present[goal.key] >= (t[0] ?? 0) && present[goal.key] <= (t.at(-1) ?? 0)
    }
    return present && fits(x) && fits(y) ? { x: present[x.key], y: present[y.key], name: t('explore.now') } : undefined
  }
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed" className="num">
        {t('explore.plansEachConfirmedBy', { count: plans.length, seconds: seconds(exploration.seconds) })}
        {exploration.stopped && ` ${t('explore.stoppedEarly')}`}
        {exploration.leftOut > 0 && ` ${t('explore.plansLeftOut', { count: exploration.leftOut })}`}
        {' '}{t('explore.pointAtOneSee')}
      </Text>
      <ChartGrid>
        {pairs(all).map(([x, y]) => (
          <Scatter key={`${x.key} ${y.key}`} title={t('explore.goalAndGoal', { first: x.label, second: y.label })} x={axis(x)} y={axis(y)} hovered={hovered} chosen={chosen}
            dots={plans.map((p) => ({ id: p.plan, x: p[x.key], y: p[y.key], label: said(p) }))} reference={beside(x, y)} onHover={onHover} onChoose={onChoose} />
        ))}
      </ChartGrid>
      {plan && <Chosen exploration={exploration} plan={plan} name={name} onDraft={onDraft} onKept={onKept} />}
      <PlansTable plans={plans} chosen={chosen} hovered={hovered} onHover={onHover} onChoose={onChoose} />
    </Stack>
  )
}

const said = (p: ExploredPlan) =>
  t('explore.planMeanTravelUnits', { plan: p.plan + 1, label: goals.balance.label.toLowerCase(), balance: percent(p.balance), travelKm: kilometres(p.travelKm), movedUnits: count(p.movedUnits) })

function Chosen({ exploration, plan, name, onDraft, onKept }: Pick<Props, 'exploration' | 'name' | 'onDraft' | 'onKept'> & { plan: ExploredPlan }) {
  const pick = usePick()
  const keep = useKeepDraft()
  const [naming, setNaming] = useState(false)
  const draft = () => pick.mutateAsync({ exploration: exploration.id, plan: plan.plan })
  return (
    <section className={charts.chosen} aria-label={t('explore.plan', { plan: plan.plan + 1 })}>
      <Group justify="space-between" gap="sm">
        <Text fw={620}>{t('explore.plan', { plan: plan.plan + 1 })}</Text>
        <Group gap={8}>
          <Button size="xs" loading={pick.isPending && !naming} onClick={() => void draft().then((made) => onDraft(made.id), () => undefined)}>{t('explore.reviewAsDraft')}</Button>
          <Button size="xs" variant="default" onClick={() => setNaming(true)}>{t('explore.keepAsScenario')}</Button>
        </Group>
      </Group>
      <Text size="sm" c="dimmed" mt={4} mb="sm" className="num">
        {t('explore.fromTargetAtMost', { balance: percent(plan.balance), travelKm: kilometres(plan.travelKm), count: plan.movedUnits, movedShare: percent(plan.movedShare) })}
        {plan.violations > 0 && ` ${t('explore.limitsNotKept', { count: plan.violations })}`}
      </Text>
      {pick.error && <ProblemNote title={t('explore.planCouldNotBe')} error={pick.error} />}
      <Certificate certificate={plan.certificate} checked={plan.checked} />
      {naming && (
        <NameModal title={t('explore.keepPlanAsScenario')} name={t('explore.planName', { name, plan: String(plan.plan + 1) })} action={t('explore.keep')} busy={pick.isPending || keep.isPending} error={pick.error ?? keep.error}
          onClose={() => setNaming(false)}
          onName={(chosen) => void draft().then((made) => keep.mutate({ id: made.id, name: chosen }, { onSuccess: (kept) => { done(t('explore.scenarioKept'), kept.name); onKept(kept.id) } }), () => undefined)} />
      )}
    </section>
  )
}
