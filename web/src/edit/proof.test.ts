import { expect, test } from 'vitest'
import type { Report, Why } from '../api/types'
import '../i18n/testing'
import { certificateText, costsShown, howProven, whyText } from './proof'

const certificate: Report['certificate'] = { kind: 'for these centres', text: 'as the server said', value: 1010, bound: 1000, gap: 0.0099, unit: 'km' }

test('a certificate is a sentence in the unit of its cost', () => {
  expect(certificateText(certificate)).toBe('Proven: no plan that keeps these limits for these centres can cost less than 1,000 km; this plan costs 1,010 km, at most 1% more.')
  expect(certificateText({ ...certificate, unit: 'hours', kind: 'for any centres' })).toContain('for any centres can cost less than 1,000 hours of travel')
  expect(certificateText({ ...certificate, kind: '' })).toBe('No lower bound was computed for this plan.')
  expect(howProven({ ...certificate, kind: '' })).toBe('')
})

test('a draft of an older version keeps the sentence it was stored with', () => {
  const older: Report['certificate'] = { kind: 'for these centres', text: 'as the server said', value: 1010, bound: 1000, gap: 0.0099 }
  expect(certificateText(older)).toBe('as the server said')
})

const cost = (area: number, name: string, km: number) => ({ area, name, km, travel: km, disruption: 0, press: 0, total: km })
const why: Why = {
  unit: 7, area: 1, present: 3, locked: false, text: '', in: 'km', toReturn: 12, toNext: 5,
  costs: [cost(1, 'North', 10), cost(2, 'South', 15), cost(4, 'East', 30), cost(3, 'West', 90)],
  binding: [{ area: 2, name: 'South', measure: 'Revenue', atMax: true }, { area: 4, name: 'East', measure: 'Revenue', atMax: true }],
}

test('why names the next best choice, the limit that closes it, and what would move the unit', () => {
  expect(whyText(why)).toBe('North is 10.0 km away, the next best choice, South, 15.0 km. South is full: it stands at its maximum of Revenue. '
    + 'It would have stayed with West if moving it cost 12.0 km more. It would go to South if North cost it 5.0 km more.')
  expect(whyText({ ...why, in: 'minutes' })).toContain('10.0 min away')
  expect(whyText({ ...why, in: 'points' })).toContain('It costs 10 points with North')
})

test('an unmovable unit has one reason', () => {
  expect(whyText({ ...why, locked: true })).toBe('It is locked to North.')
  expect(whyText({ ...why, area: 0 })).toBe('No territory could take this unit within its limits.')
  expect(whyText({ ...why, costs: why.costs.slice(0, 1) })).toBe('North is the only territory that may take it.')
})

test('where the unit is now is shown even if it is dear', () => {
  expect(costsShown(why, 2).map(({ name }) => name)).toEqual(['North', 'South', 'West'])
})
