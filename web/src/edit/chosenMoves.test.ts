import { expect, test } from 'vitest'
import type { Legend } from '../api/types'
import { leftOut, moveEffects, partWithout, settled, shiftOfBoundaries, shiftOfUnits } from './chosenMoves'
import { noPart } from './draftPart'

const moved = Uint32Array.of(2, 3, 5, 8, 9)

test('a choice is said by the shorter of what it takes and what it leaves out', () => {
  expect(partWithout(new Set(), moved)).toEqual(noPart)
  expect(partWithout(new Set([8, 3]), moved)).toEqual({ areas: [], moves: [], except: [3, 8] })
  expect(partWithout(new Set([8, 3, 2]), moved)).toEqual({ areas: [], moves: [5, 9], except: [] })
  for (const out of [new Set<number>(), new Set([3]), new Set([2, 3, 5, 8])]) expect(leftOut(partWithout(out, moved), moved)).toEqual(out)
})

test('a range leaves the choice and comes back', () => {
  const out = settled(new Set([2]), [3, 5, 8], false)
  expect([...out].sort()).toEqual([2, 3, 5, 8])
  expect([...settled(out, [5, 2], true)].sort()).toEqual([3, 8])
})

test('the effect of some moves lies between the plan and the draft', () => {
  const legend = (sums: number[], areas: readonly number[] = [1, 2]): Legend => ({
    measures: [''], areas: areas.map((number, k) => ({ number, leaf: true, due: [10], sums: [sums[k]], deviations: [(sums[k] ?? 0) / 10 - 1] })),
  } as unknown as Legend)
  const left = Int32Array.of(1, 1, 1, 1)
  const right = Int32Array.of(2, 2, 2, 2)
  const [units] = moveEffects(legend([14, 6]), legend([10, 10]), shiftOfUnits(left, right, [Float64Array.of(1, 1, 1, 1)], [0, 2]))
  expect(Math.abs(units?.now ?? 0)).toBeCloseTo(0.4)
  expect(Math.abs(units?.chosen ?? 0)).toBeCloseTo(0.2)
  expect(units?.all).toBeCloseTo(0)
  expect(units?.moves).toBe(2)
  const boundary = (index: number, count: number) => ({ boundary: index, code: '', name: '', from: 1, to: 2, flows: [{ from: 1, to: 2, units: count, amounts: [count] }] })
  const moves = new Map([[3, boundary(3, 1)], [8, boundary(8, 2)], [9, boundary(9, 1)]])
  const whole = moveEffects(legend([14, 6]), legend([10, 10]), shiftOfBoundaries(1, moves, [3, 9]))
  expect(whole).toEqual([units])
})
