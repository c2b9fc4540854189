import { expect, test } from 'vitest'
import type { PreviewColumn } from '../api/types'
import { choices, lacking, setRole, setType } from './columnChoices'

const column = (name: string, role: PreviewColumn['role'], type: PreviewColumn['type'] = 'text'): PreviewColumn => ({
  name, role, type, reason: '', typeReason: '', samples: [], missing: 0, profile: { missing: 0, distinct: 0 },
})

const columns = [column('Id', 'id'), column('Lat', 'latitude', 'number'), column('Lon', 'longitude', 'number'), column('Code', 'plain')]

test('a single role moves to the column that is chosen', () => {
  const got = setRole(columns, 'Code', 'id')
  expect(got.map((c) => c.role)).toEqual(['plain', 'latitude', 'longitude', 'id'])
})

test('a measure becomes a number, and a text stops being a measure', () => {
  const measured = setRole(columns, 'Code', 'measure')
  expect(measured[3]).toMatchObject({ role: 'measure', type: 'number' })
  expect(setType(measured, 'Code', 'text')[3]).toMatchObject({ role: 'plain', type: 'text' })
})

test('what is lacking is said', () => {
  expect(lacking(columns)).toEqual([])
  expect(lacking(setRole(columns, 'Lat', 'plain'))[0]).toContain('both a latitude and a longitude')
  expect(lacking(setRole(columns, 'Id', 'plain'))[0]).toContain('record id')
})

test('the server is told name, type and role of every column', () => {
  expect(choices(columns)[1]).toEqual({ name: 'Lat', type: 'number', role: 'latitude' })
})
