import { expect, test } from 'vitest'
import type { Legend } from '../api/types'
import { effectRows, effectsOfFlows, withUnmoved } from './effect'

const legend = {
  measures: ['', 'Revenue'],
  areas: [
    { number: 1, name: 'North', due: [10, 100], sums: [12, 150], deviations: [0.2, 0.5] },
    { number: 2, name: 'South', due: [10, 100], sums: [8, 50], deviations: [-0.2, -0.5] },
    { number: 3, name: 'Nothing due', due: [0, 0], sums: [5, 5], deviations: [0, 0] },
  ],
} as unknown as Legend

test('every measure of both areas is shown against its target, the gaining area first', () => {
  const rows = effectRows([
    { area: 3, units: -1, sums: [-1, -1] }, { area: 1, units: -2, sums: [-2, -40] }, { area: 2, units: 3, sums: [3, 41] }, { area: 0, units: -1, sums: [-1, 0] },
  ], legend)
  expect(rows.map((row) => row.name)).toEqual(['South', 'North', 'Nothing due'])
  expect(rows[0]?.cells[1]).toEqual({ now: -0.5, then: expect.closeTo(-0.09), change: 41 })
  expect(rows[1]?.cells).toEqual([{ now: 0.2, then: expect.closeTo(0), change: -2 }, { now: 0.5, then: expect.closeTo(0.1), change: -40 }])
  expect(rows[2]?.cells[0]).toEqual({ now: undefined, then: undefined, change: -1 })
})

test('flows between areas are what each gains and loses', () => {
  const effects = effectsOfFlows([{ from: 1, to: 2, units: 3, sums: [3, 30] }, { from: 4, to: 2, units: 1, sums: [1, 5] }, { from: 2, to: 4, units: 2, sums: [2, 8] }])
  expect(effects.find((e) => e.area === 1)).toEqual({ area: 1, units: -3, sums: [-3, -30] })
  expect(effects.find((e) => e.area === 2)).toEqual({ area: 2, units: 2, sums: [2, 27] })
  expect(effects.find((e) => e.area === 4)).toEqual({ area: 4, units: 1, sums: [1, 3] })
})

test('areas whose boundaries change without a unit are named once, with nothing gained', () => {
  const effects = [{ area: 1, units: -2, sums: [-2, -40] }]
  expect(withUnmoved(effects, [1, 3], 2)).toEqual([effects[0], { area: 3, units: 0, sums: [0, 0] }])
})
