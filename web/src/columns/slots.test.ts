import { expect, test } from 'vitest'
import { makeSlots, rollUp, toSlots } from './slots'

test('area numbers become slots and unknown ones are unassigned', () => {
  const slots = makeSlots([7, 3, 900])
  expect([...toSlots(Int32Array.of(3, 7, 0, 900, 4, 5000), slots)]).toEqual([2, 1, 0, 3, 0, 0])
  expect([...slots.numbers]).toEqual([0, 7, 3, 900])
  const regions = makeSlots([1, 2], new Map([[5, 1], [6, 2], [7, 1]]))
  expect([...toSlots(Int32Array.of(5, 6, 7, 0), regions)]).toEqual([1, 2, 1, 0])
})

test('territories roll up to the level asked for', () => {
  const areas = [
    { number: 1, parent: 0, level: 0, leaf: false },
    { number: 2, parent: 1, level: 1, leaf: false },
    { number: 3, parent: 2, level: 2, leaf: true },
    { number: 4, parent: 1, level: 1, leaf: true },
  ]
  expect([...rollUp(areas, 0)]).toEqual([[3, 1], [4, 1]])
  expect([...rollUp(areas, 1)]).toEqual([[3, 2], [4, 4]])
  expect([...rollUp(areas, 2)]).toEqual([[3, 3], [4, 4]])
})
