import { describe, expect, test } from 'vitest'
import openapi from '../../../api/openapi.json'
import { speak } from '../i18n'
import { fetchCatalogue, languages, type Language } from '../i18n/languages'
import { phaseText, said } from './said'

const codes: readonly string[] = openapi.components.schemas.Sentence.properties.code.enum

describe.each(Object.keys(languages) as Language[])('the sentences of the server in %s', (language) => {
  test('have a text for every code that the server may say, and none besides', async () => {
    const catalogue = await fetchCatalogue(language)
    const texts = [catalogue.said, catalogue.saidFindings, catalogue.saidJobs].flatMap((part) => Object.keys(part ?? {}))
    expect(codes.filter((code) => !texts.includes(code))).toEqual([])
    expect(texts.filter((code) => !codes.includes(code))).toEqual([])
  })
})

test('a sentence is said with its numbers, lists and sentences within it', async () => {
  speak('de', [await fetchCatalogue('de'), await fetchCatalogue('en')])
  expect(said({ code: 'undone', params: { what: { code: 'moved', params: { units: 1200 } } } }, 'Undo: Moved 1200 units')).toBe('Rückgängig: 1.200 Einheiten verschoben')
  expect(said({ code: 'optimised', params: { measures: ['Umsatz', { code: 'unit_count' }] } }, '')).toBe('Optimierung von Umsatz und Zahl der Einheiten angenommen')
  expect(said({ code: 'conflict_locked', params: { areas: ['West', 'Ost'], more: 2, count: 4, units: 3, amount: 1234.5, limit: 120, measure: 'Umsatz' } }, ''))
    .toBe('West, Ost und 2 weitere zusammen können die dort gesperrten 3 Einheiten mit 1.234,5 von Umsatz nicht fassen: Höchstens 120 sind erlaubt.')
  expect(said({ code: 'of_a_newer_server' }, 'Said in English')).toBe('Said in English')
  expect(said(undefined, 'Ann takes Nevada')).toBe('Ann takes Nevada')
  expect(phaseText('travel times')).toBe('Fahrzeiten werden abgefragt')
})
