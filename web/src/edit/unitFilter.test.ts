import { expect, test } from 'vitest'
import { filterName, findingCondition, within } from './unitFilter'

test('a condition is called by its finding, its saved filter, or as it is written', () => {
  const saved = [{ name: 'Large ones', text: 'Revenue > 1000' }]
  expect(filterName(findingCondition('swapped'), saved)).toBe('Latitude and longitude exchanged')
  expect(filterName('Revenue > 1000', saved)).toBe('Large ones')
  expect(filterName('Revenue > 7', saved)).toBe('Revenue > 7')
})

test('a selection stays within what a filter shows', () => {
  expect(within([1, 3, 5, 7], Int32Array.from([0, 3, 4, 7, 9]))).toEqual([3, 7])
  expect(within([], [1, 2])).toEqual([])
  expect(within([1, 2], [])).toEqual([])
})
