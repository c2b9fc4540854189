import { expect, test } from 'vitest'
import type { Column } from '../api/types'
import { fieldChoices, suggestFields, suggestMeasures } from './startFields'

const columns: Column[] = [
  { name: 'Id', type: 'text', role: 'id' },
  { name: 'OwnerId', type: 'text', role: 'owner' },
  { name: 'Visits', type: 'number', role: 'measure' },
  { name: 'AnnualRevenue', type: 'number', role: 'measure' },
  { name: 'Employees', type: 'number', role: 'measure' },
  { name: '$state', type: 'text', role: 'category', profile: { missing: 0, distinct: 49 } },
]

test('the owner makes the first plan when no territory is there', () => {
  expect(suggestFields(columns)).toEqual(['OwnerId'])
  expect(suggestFields([...columns, { name: 'Patch', type: 'text', role: 'territory' }])).toEqual(['Patch'])
  expect(suggestFields([{ name: 'Id', type: 'text', role: 'id' }])).toEqual([])
})

test('ids are no field for areas, and found codes are named readably', () => {
  expect(fieldChoices(columns)).toEqual([
    { value: 'OwnerId', label: 'OwnerId' }, { value: '$state', label: 'State, found on the map, 49 values' },
  ])
})

test('revenue and workload are balanced first', () => {
  expect(suggestMeasures(columns)).toEqual(['AnnualRevenue', 'Visits'])
})
