import { expect, test } from 'vitest'
import { columnName, shownColumn, wordName } from './columnNames'

test('columns that the program adds have readable names, others keep theirs', () => {
  for (const name of ['$country', '$state', '$county', '$address', '$change', '$source', '$row', '$id', '$boundary', '$boundary_set', '$located', '$accuracy', '$from_code_km', '$latitude', '$longitude']) {
    expect(columnName(name)).not.toContain('$')
  }
  expect(columnName('Annual $')).toBe('Annual $')
  expect(columnName('toString')).toBe('toString')
})

test('the words they hold are written out, several doubts of an address as a list', () => {
  expect(wordName('$accuracy', 'postal code')).toBe('Geocoded: postal code')
  expect(wordName('$address', 'at_zero duplicate_unit')).toBe('At 0° north, 0° east, Same name and position as another')
  expect(wordName('Status', 'at_zero')).toBe('at_zero')
})

test('what is left out or only numbers rows is not shown', () => {
  expect(shownColumn({ name: '$row', role: 'plain' })).toBe(false)
  expect(shownColumn({ name: 'Fax', role: 'ignore' })).toBe(false)
  expect(shownColumn({ name: '$accuracy', role: 'category' })).toBe(true)
})
