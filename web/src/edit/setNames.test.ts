import { expect, test } from 'vitest'
import { speak } from '../i18n'
import { fetchCatalogue } from '../i18n/languages'
import { setKind, setName } from './setNames'

test('built-in boundary sets are called in the reader’s language, imported ones as they are', async () => {
  speak('de', [await fetchCatalogue('de'), await fetchCatalogue('en')])
  expect(setName({ id: 'us-counties', name: 'US counties' })).toBe('US-Kreise')
  expect(setName({ id: '01a2', name: 'PLZ 2025' })).toBe('PLZ 2025')
  expect(setKind('county')).toBe('Kreise')
  expect(setKind('Gemeinde')).toBe('Gemeinde')
})
