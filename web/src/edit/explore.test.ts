import { expect, test } from 'vitest'
import type { ExploredPlan } from '../api/types'
import { middling, pairs, sorted, ticks } from './explore'

const plan = (number: number, balance: number, travelKm: number, movedShare: number): ExploredPlan => ({
  plan: number, balance, travelKm, movedShare, movedUnits: 100 * movedShare, compactness: 0.9, tolerance: balance, priceKm: 0,
  territories: 5, violations: 0, checked: true, certificate: { kind: '', text: '', value: 0, bound: 0, gap: 0 },
})

const plans = [plan(0, 0.01, 90, 0.5), plan(1, 0.05, 60, 0.2), plan(2, 0.3, 50, 0.6), plan(3, 0.3, 95, 0)]

test('the plan to begin with is the one near the best of everything', () => {
  expect(middling(plans)).toBe(1)
  expect(middling([])).toBeUndefined()
})

test('plans are sorted by a goal in either direction, ties by number', () => {
  expect(sorted(plans, { key: 'travelKm', down: false }).map((p) => p.plan)).toEqual([2, 1, 0, 3])
  expect(sorted(plans, { key: 'balance', down: true }).map((p) => p.plan)).toEqual([2, 3, 1, 0])
})

test('disruption has plots only where something moves', () => {
  expect(pairs(plans)).toHaveLength(3)
  expect(pairs(plans.map((p) => ({ ...p, movedShare: 0 }))).map(([x]) => x.key)).toEqual(['balance', 'compactness'])
})

test('ticks are round and cover the range', () => {
  expect(ticks(0.013, 0.38)).toEqual([0, 0.1, 0.2, 0.3, 0.4])
  expect(ticks(41, 97)).toEqual([40, 60, 80, 100])
  expect(ticks(5, 5).length).toBeGreaterThan(1)
  for (const [low, high] of [[0, 1], [3, 3.02], [-5, 1200]] as const) {
    const all = ticks(low, high)
    expect(all[0]).toBeLessThanOrEqual(low)
    expect(all.at(-1)).toBeGreaterThanOrEqual(high)
  }
})
