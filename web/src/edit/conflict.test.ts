import { expect, test } from 'vitest'
import { areasNamed } from './conflict'

const areas = [{ number: 1, name: 'North' }, { number: 2, name: 'North East' }, { number: 3, name: 'Territory 1' }, { number: 4, name: 'Territory 12' }, { number: 5, name: '' }]

test('areas are found by their whole names', () => {
  expect(areasNamed('North East and Territory 12 cannot both hold their locked units under 120.', areas)).toEqual([2, 4])
  expect(areasNamed('North, North East: too little.', areas)).toEqual([1, 2])
  expect(areasNamed('Northern limits conflict.', areas)).toEqual([])
})
