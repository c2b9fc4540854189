import type { ExploredPlan, Exploration, PlanFigures } from '../api/types'
import { t } from '../i18n'

/** A goal of a Pareto set: what it is called, how it is read from a plan, and in which unit it is written. */
export interface Goal {
  key: 'balance' | 'travelKm' | 'movedShare' | 'compactness'
  label: string
  /** Written beside an axis. */
  axis: string
  kind: 'percent' | 'km'
  /** Compactness is better when it is higher, everything else when it is lower. */
  higher: boolean
}

export const goals: Record<Goal['key'], Goal> = {
  balance: { key: 'balance', get label() { return t('explore.largestDeviation') }, get axis() { return t('explore.largestDeviationFromTarget') }, kind: 'percent', higher: false },
  travelKm: { key: 'travelKm', get label() { return t('explore.meanTravel') }, get axis() { return t('explore.meanTravelKm') }, kind: 'km', higher: false },
  movedShare: { key: 'movedShare', get label() { return t('explore.unitsMoved') }, get axis() { return t('explore.unitsMoved') }, kind: 'percent', higher: false },
  compactness: { key: 'compactness', get label() { return t('explore.compactness') }, get axis() { return t('explore.compactness') }, kind: 'percent', higher: true },
}

/** pairs are the scatter plots that make sense for these plans: disruption is left out where nothing can move. */
export function pairs(plans: readonly PlanFigures[]): [Goal, Goal][] {
  const { balance, travelKm, movedShare } = goals
  const moves = plans.some((plan) => plan.movedShare > 0)
  return moves ? [[balance, travelKm], [movedShare, travelKm], [balance, movedShare]] : [[balance, travelKm], [goals.compactness, travelKm]]
}

export type Sorting = { key: Goal['key'] | 'plan'; down: boolean }

/** sorted orders plans by a goal; plans that are equal keep their number's order. */
export function sorted(plans: readonly ExploredPlan[], by: Sorting): ExploredPlan[] {
  const value = (plan: ExploredPlan) => (by.key === 'plan' ? plan.plan : plan[by.key])
  return [...plans].sort((a, b) => (by.down ? value(b) - value(a) : value(a) - value(b)) || a.plan - b.plan)
}

/**
 * middling is the plan to begin with: the one nearest to the best value of all goals at once, each goal scaled to the
 * range that the plans cover. It is undefined without plans.
 */
export function middling(plans: readonly ExploredPlan[]): number | undefined {
  const keys = ['balance', 'travelKm', 'movedShare'] as const
  const ranges = keys.map((key) => {
    const values = plans.map((plan) => plan[key])
    return { key, low: Math.min(...values), span: Math.max(...values) - Math.min(...values) || 1 }
  })
  let best: number | undefined
  let nearest = Infinity
  for (const plan of plans) {
    const far = ranges.reduce((sum, { key, low, span }) => sum + ((plan[key] - low) / span) ** 2, 0)
    if (far < nearest) {
      nearest = far
      best = plan.plan
    }
  }
  return best
}

/** newest is the exploration of a kind that was made last, of those listed newest first. */
export const newest = (all: readonly Exploration[], kind: Exploration['kind']): Exploration | undefined =>
  all.find((e) => e.kind === kind)

/** ticks are round numbers that cover low to high in about count steps, from at most low to at least high. */
export function ticks(low: number, high: number, count = 4): number[] {
  const span = high - low || Math.abs(high) || 1
  const raw = span / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999) ?? 10 * power
  const first = Math.floor(low / step + 1e-9)
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9))
  return Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)))
}
