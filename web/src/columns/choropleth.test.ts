import { expect, test } from 'vitest'
import { rampOf, shadeOf } from './choropleth'

test('classes hold about as many values each', () => {
  const values = Float64Array.from({ length: 600 }, (_, k) => (k * 7919) % 600)
  const ramp = rampOf(values)!
  const counts = new Map<number, number>()
  for (const v of values) counts.set(shadeOf(ramp, v), (counts.get(shadeOf(ramp, v)) ?? 0) + 1)
  expect([...counts.values()]).toEqual([100, 100, 100, 100, 100, 100])
})

test('missing values have no shade, equal ones a single class', () => {
  expect(rampOf(Float64Array.of(NaN))).toBeUndefined()
  const ramp = rampOf(Float64Array.of(3, 3, NaN, 3))!
  expect(ramp.ends).toEqual([3])
  expect([shadeOf(ramp, 3), shadeOf(ramp, NaN)]).toEqual([5, -1])
})
