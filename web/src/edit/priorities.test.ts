import { expect, test } from 'vitest'
import { at, evenly, place, prioritiesOf, toleranceOf, weigh } from './priorities'

const sum = (p: { balance: number; compactness: number; continuity: number }) => p.balance + p.compactness + p.continuity

test('a point of the triangle and its weights lead to each other', () => {
  for (const p of [evenly, { balance: 1, compactness: 0, continuity: 0 }, { balance: 0, compactness: 0.25, continuity: 0.75 }]) {
    const { x, y } = place(p)
    expect(at(x, y)).toEqual(p)
  }
  expect(at(5, -3).continuity).toBeGreaterThan(0)
  expect(sum(at(5, -3))).toBeCloseTo(1)
})

test('one weight takes from the others as they stand to each other', () => {
  const p = weigh({ balance: 0.2, compactness: 0.6, continuity: 0.2 }, 'balance', 0.6)
  expect(p).toEqual({ balance: 0.6, compactness: 0.3, continuity: 0.1 })
  expect(weigh({ balance: 1, compactness: 0, continuity: 0 }, 'balance', 0.5)).toEqual({ balance: 0.5, compactness: 0.25, continuity: 0.25 })
})

test('more balance is a smaller tolerance, and back', () => {
  expect(toleranceOf(1)).toBe(0.005)
  expect(toleranceOf(0)).toBe(0.2)
  expect(toleranceOf(0.5)).toBeLessThan(toleranceOf(0.4))
  expect(prioritiesOf(toleranceOf(0.6), 0.1)).toMatchObject({ balance: 0.6, continuity: 0.1 })
  expect(sum(prioritiesOf(0.02, 0.9))).toBeCloseTo(1)
})
