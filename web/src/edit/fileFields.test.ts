import { expect, test } from 'vitest'
import type { Column } from '../api/types'
import { chosenFields, possibleFields, usualFields, withFields } from './fileFields'

const columns = [
  { name: 'Name', type: 'text', role: 'name' }, { name: 'Latitude', type: 'number', role: 'latitude' }, { name: 'Revenue', type: 'number', role: 'measure' },
] as Column[]

test('files of units have the levels and measures, and can have every column', () => {
  expect(usualFields('units_csv', ['Region', 'Territory'], columns)).toEqual(['id', 'Region', 'Territory', 'area_number', 'owner', 'longitude', 'latitude', 'Revenue'])
  expect(possibleFields('units_parquet', ['Territory'], columns).slice(-2)).toEqual(['Name', 'Latitude'])
})

test('files of areas have three columns per measure', () => {
  expect(usualFields('areas_csv', [], columns)).toContain('Revenue_deviation')
  expect(possibleFields('areas_csv', [], columns)).not.toContain('Name')
})

test('only what is written is asked for', () => {
  expect(chosenFields({ units_csv: ['id'], areas_csv: [] }, ['units_csv', 'areas_csv'])).toEqual({ units_csv: ['id'] })
  expect(chosenFields({ units_csv: ['id'] }, ['areas_csv'])).toBeUndefined()
})

test('a choice is made and taken back', () => {
  const chosen = withFields({ areas_csv: ['name'] }, 'units_csv', ['id'])
  expect(chosen).toEqual({ areas_csv: ['name'], units_csv: ['id'] })
  expect(withFields(chosen, 'units_csv', undefined)).toEqual({ areas_csv: ['name'] })
})
