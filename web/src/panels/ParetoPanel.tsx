import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useKeepDraft } from '../api/alignments'
import { usePick } from '../api/explorations'
import type { ExploredPlan, Exploration } from '../api/types'
import { goals, pairs, ticks, type Goal } from '../edit/explore'
import { count, kilometres, percent, plural, seconds } from '../ui/format'
import { NameModal } from '../ui/NameModal'
import { ProblemNote } from '../ui/ProblemNote'
import { Scatter, type Axis } from '../ui/Scatter'
import { done } from '../ui/toast'
import { Certificate } from './Certificate'
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
    format: (value) => (goal.kind === 'percent' ? `${Number((100 * value).toFixed(1))} %` : String(value)),
  })
  // The plan as it is may be so far from the others that they would shrink to a spot; then it is left out of a plot.
  const beside = (x: Goal, y: Goal) => {
    const fits = (goal: Goal) => {
      const t = axis(goal).ticks
      return present && present[goal.key] >= (t[0] ?? 0) && present[goal.key] <= (t.at(-1) ?? 0)
    }
    return present && fits(x) && fits(y) ? { x: present[x.key], y: present[y.key], name: 'Now' } : undefined
  }
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed" className="num">
        {plural(plans.length, 'plan')} in {seconds(exploration.seconds)}, each confirmed by the checker.
        {exploration.stopped && ' Stopped before the end.'}
        {exploration.leftOut > 0 && ` ${plural(exploration.leftOut, 'plan')} left out because a minimum or maximum would be broken.`}
        {' '}Point at one to see it on the map, choose it to go on.
      </Text>
      <div className={charts.grid}>
        {pairs(all).map(([x, y]) => (
          <Scatter key={`${x.key} ${y.key}`} title={`${x.label} and ${y.label.toLowerCase()}`} x={axis(x)} y={axis(y)} hovered={hovered} chosen={chosen}
            dots={plans.map((p) => ({ id: p.plan, x: p[x.key], y: p[y.key], label: said(p) }))} reference={beside(x, y)} onHover={onHover} onChoose={onChoose} />
        ))}
      </div>
      {plan && <Chosen exploration={exploration} plan={plan} name={name} onDraft={onDraft} onKept={onKept} />}
      <PlansTable plans={plans} chosen={chosen} hovered={hovered} onHover={onHover} onChoose={onChoose} />
    </Stack>
  )
}

const said = (p: ExploredPlan) =>
  `Plan ${p.plan + 1}: ${goals.balance.label.toLowerCase()} ${percent(p.balance)}, mean travel ${kilometres(p.travelKm)}, ${count(p.movedUnits)} units moved`

function Chosen({ exploration, plan, name, onDraft, onKept }: Pick<Props, 'exploration' | 'name' | 'onDraft' | 'onKept'> & { plan: ExploredPlan }) {
  const pick = usePick()
  const keep = useKeepDraft()
  const [naming, setNaming] = useState(false)
  const draft = () => pick.mutateAsync({ exploration: exploration.id, plan: plan.plan })
  return (
    <section className={charts.chosen} aria-label={`Plan ${plan.plan + 1}`}>
      <Group justify="space-between" gap="sm">
        <Text fw={620}>Plan {plan.plan + 1}</Text>
        <Group gap={8}>
          <Button size="xs" loading={pick.isPending && !naming} onClick={() => void draft().then((made) => onDraft(made.id), () => undefined)}>Review as draft</Button>
          <Button size="xs" variant="default" onClick={() => setNaming(true)}>Keep as scenario</Button>
        </Group>
      </Group>
      <Text size="sm" c="dimmed" mt={4} mb="sm" className="num">
        {percent(plan.balance)} from target at most, {kilometres(plan.travelKm)} mean travel, {plural(plan.movedUnits, 'unit')} moved ({percent(plan.movedShare)}).
        {plan.violations > 0 && ` ${plural(plan.violations, 'limit')} not kept.`}
      </Text>
      {pick.error && <ProblemNote title="The plan could not be taken" error={pick.error} />}
      <Certificate certificate={plan.certificate} checked={plan.checked} />
      {naming && (
        <NameModal title="Keep the plan as a scenario" name={`${name}, plan ${plan.plan + 1}`} action="Keep" busy={pick.isPending || keep.isPending} error={pick.error ?? keep.error}
          onClose={() => setNaming(false)}
          onName={(chosen) => void draft().then((made) => keep.mutate({ id: made.id, name: chosen }, { onSuccess: (kept) => { done('Scenario kept', kept.name); onKept(kept.id) } }), () => undefined)} />
      )}
    </section>
  )
}
