import { expect, test } from 'vitest'
import type { Column, Legend } from '../api/types'
import { defaults, proposeTerritories, toRequest, wrong } from './optimiseForm'

const columns: Column[] = [{ name: 'Visits', type: 'number', role: 'measure' }, { name: 'Revenue', type: 'number', role: 'measure' }]
const legend = { areas: [], unassigned: { units: 25_000, sums: [] } } as unknown as Legend

test('an empty alignment is offered a round number of territories', () => {
  const form = defaults(columns, legend)
  expect(form.territories).toBe(30)
  expect(form.measures).toEqual([{ column: 'Revenue', tolerance: 0.02 }])
  expect(proposeTerritories(250_000)).toBe(300)
  expect(proposeTerritories(3)).toBe(2)
  expect(proposeTerritories(1)).toBe(1)
})

test('without measures the number of units is balanced', () => {
  expect(defaults([], legend).measures).toEqual([{ column: '', tolerance: 0.02 }])
})

test('the request says only what differs from the defaults of the server', () => {
  const form = defaults(columns, { ...legend, areas: [{ leaf: true }] } as unknown as Legend)
  expect(toRequest({ ...form, continuity: 0 })).toEqual({ measures: [{ column: 'Revenue', tolerance: 0.02 }] })
  expect(toRequest({ ...form, fillUnassigned: false, seed: 7, focus: [3] })).toMatchObject({ withoutUnassigned: true, seed: 7, focus: [3] })
  expect(toRequest({ ...form, byBoundary: true })).toMatchObject({ by: 'boundary' })
})

test('a run that cannot work is refused with the reason', () => {
  const form = defaults(columns, legend)
  expect(wrong({ ...form, territories: 99 }, 50)).toContain('more territories than units')
  expect(wrong({ ...form, measures: [{ column: 'a', tolerance: 0 }, { column: 'a', tolerance: 1 }] }, 50)).toContain('once')
  expect(wrong({ ...form, measures: [{ column: 'a', tolerance: 0, min: 5, max: 4 }] }, 50)).toContain('above the most')
  expect(wrong(form, 25_000)).toBe('')
})
