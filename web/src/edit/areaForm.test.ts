import { describe, expect, it } from 'vitest'
import type { LegendArea } from '../api/types'
import { changeOf, formOf, wrongIn } from './areaForm'

const area = {
  number: 3, parent: 1, name: 'Nevada', level: 1, colour: 4, sort: 0, owner: 'Ann', profile: 'contiguous', leaf: true, units: 9, sums: [], due: [],
  deviations: [], travelKm: 0, users: [{ name: 'Bo', role: 'Manager' }], targets: { Revenue: { percent: 20, max: 900 }, '': { amount: 50 } }, capacity: { Plan: 70 },
} as unknown as LegendArea

describe('the form of an area', () => {
  it('gives back what it was made from', () => {
    expect(changeOf(3, formOf(area, ['', 'Revenue', 'Visits']))).toEqual({
      number: 3, name: 'Nevada', owner: 'Ann', notes: '', profile: 'contiguous', users: [{ name: 'Bo', role: 'Manager' }],
      targets: { Revenue: { percent: 20, max: 900 }, '': { amount: 50 } }, capacity: { Plan: 70 },
    })
  })

  it('has a row per measure and for each further target', () => {
    expect(formOf(area, ['', 'Revenue', 'Visits']).rows.map((row) => `${row.measure} ${row.aim}`)).toEqual([' amount', 'Revenue percent', 'Visits equal', 'Plan equal'])
  })

  it('says what is wrong', () => {
    const form = formOf(area, ['Revenue'])
    expect(wrongIn(form)).toBe('')
    expect(wrongIn({ ...form, name: ' ' })).toContain('name')
    expect(wrongIn({ ...form, users: [{ name: '' }] })).toContain('user')
    expect(wrongIn({ ...form, rows: [{ measure: 'Revenue', aim: 'share', value: '', min: '', max: '', capacity: '' }] })).toContain('Revenue')
    expect(wrongIn({ ...form, rows: [{ measure: 'Revenue', aim: 'equal', value: '', min: 5, max: 4, capacity: '' }] })).toContain('minimum')
  })
})
