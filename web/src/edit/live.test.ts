import { expect, test } from 'vitest'
import type { Legend } from '../api/types'
import { withNew } from './live'

const legend = { areas: [{ number: 1, parent: 0, level: 0, leaf: false, name: 'All' }, { number: 2, parent: 1, level: 1, leaf: true, name: 'A' }] } as unknown as Legend

test('territories that are not there yet get a name beside the others', () => {
  const areas = withNew(legend, Int32Array.from([2, 5, 0, 4, 5])).areas
  expect(areas.map((area) => area.number)).toEqual([1, 2, 4, 5])
  expect(areas[3]).toMatchObject({ name: 'New 5', parent: 1, level: 1, leaf: true })
})

test('a plan of the areas that are there leaves the legend as it is', () => {
  expect(withNew(legend, Int32Array.from([2, 0]))).toBe(legend)
})
