import { expect, test } from 'vitest'
import { nowhere } from './mercator'
import { nearest } from './nearest'

const xy = Float64Array.of(0.1, 0.1, 0.2, 0.1, nowhere, nowhere, 0.2, 0.1, 0.5, 0.5)

test('the closest unit within reach is found, the topmost of equals', () => {
  expect(nearest(xy, 0.11, 0.1, 0.05)).toBe(0)
  expect(nearest(xy, 0.19, 0.1, 0.05)).toBe(3)
  expect(nearest(xy, 0.5, 0.56, 0.05)).toBeUndefined()
  expect(nearest(new Float64Array(), 0.5, 0.5, 1)).toBeUndefined()
})

test('units that do not count are passed over', () => {
  expect(nearest(xy, 0.19, 0.1, 0.05, (unit) => unit !== 3)).toBe(1)
  expect(nearest(xy, 0.19, 0.1, 0.05, (unit) => unit === 4)).toBeUndefined()
})
