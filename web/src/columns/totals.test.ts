import { expect, test } from 'vitest'
import { countByArea, differing, effectOfMove, sumOf } from './totals'

const assignment = Int32Array.of(1, 1, 2, 0, 3)
const revenue = Float64Array.of(10, 20, 30, NaN, 50)

test('a move takes from one side what it gives to the other', () => {
  const effects = effectOfMove(assignment, [revenue], [0, 2, 3, 4], 3)
  expect(effects).toEqual([
    { area: 3, units: 3, sums: [40] },
    { area: 1, units: -1, sums: [-10] },
    { area: 2, units: -1, sums: [-30] },
    { area: 0, units: -1, sums: [0] },
  ])
  expect(effects.reduce((sum, e) => sum + (e.sums[0] ?? 0), 0)).toBe(0)
})

test('sums skip missing numbers', () => {
  expect(sumOf([revenue], [0, 3, 4])).toEqual([60])
})

test('units are counted by area and differences found', () => {
  expect(countByArea(assignment, [0, 1, 2])).toEqual([{ area: 1, units: 2 }, { area: 2, units: 1 }])
  expect(differing(assignment, Int32Array.of(1, 2, 2, 0, 1))).toEqual([1, 4])
})
