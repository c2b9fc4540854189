import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import openapi from '../../../api/openapi.json'
import { speak, startProblems } from '../i18n'
import { fetchCatalogue, languages, type Language } from '../i18n/languages'
import { fetchProblems } from '../i18n/problems'
import { phaseText, said, words } from './said'

const schema = openapi.components.schemas.Sentence.properties.code
const codes: readonly string[] = schema.enum
const params: Readonly<Record<string, readonly string[]>> = schema['x-params']

/** always lists the texts that come with the language, later those that are loaded when a problem comes. */
const always = async (language: Language): Promise<Record<string, string>> => {
  const catalogue = await fetchCatalogue(language)
  return { ...catalogue.said, ...catalogue.saidFindings, ...catalogue.saidJobs }
}

type Ast = ReturnType<IntlMessageFormat['getAst']>

/** placeholders lists what fills a text in. */
function placeholders(parts: Ast): string[] {
  return parts.flatMap((part) => [
    ...(part.type === 0 || part.type === 7 || part.type === 8 ? [] : [part.value]),
    ...('options' in part ? Object.values(part.options).flatMap((option) => placeholders(option.value)) : []),
  ])
}

describe.each(Object.keys(languages) as Language[])('the sentences of the server in %s', (language) => {
  test('have a text for every code that the server may say, and none besides', async () => {
    // In English the server's own text is shown for what is not always at hand.
    const later = await (fetchProblems(language) ?? fetchProblems('de'))
    const texts = [...Object.keys(await always(language)), ...Object.keys(later ?? {})]
    expect(codes.filter((code) => !texts.includes(code))).toEqual([])
    expect(texts.filter((code) => !codes.includes(code))).toEqual([])
    expect(texts.filter((code, k) => texts.indexOf(code) !== k)).toEqual([])
  })

  test('are filled with what the server gives, all of it where the text comes with a problem', async () => {
    const later = (await fetchProblems(language)) ?? {}
    const faults = Object.entries({ ...(await always(language)), ...later }).flatMap(([code, text]) => {
      const given = params[code]
      if (!given) return []
      const used = [...new Set(placeholders(new IntlMessageFormat(text, language).getAst()))]
      return [
        ...used.filter((name) => !given.includes(name)).map((name) => `${code}: the server gives no ${name}`),
        ...(code in later ? given.filter((name) => !used.includes(name)).map((name) => `${code}: ${name} is not used`) : []),
      ]
    })
    expect(faults).toEqual([])
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

test('a problem is told in the language once its texts are there, with the places that are wrong', async () => {
  speak('de', [await fetchCatalogue('de'), await fetchCatalogue('en')])
  const problem = Object.assign(new Error('None of 2 rows can be imported: 1 row: The latitude is not between -90 and 90.'), {
    detail: 'None of 2 rows can be imported.', said: { code: 'import_nothing', params: { rows: 2 } },
    places: [{
      location: '1 row, the first in row 2, column "lat"', place: { code: 'place_rows_of_column', params: { rows: 1, first: 2, column: 'lat' } },
      message: 'The latitude is not between -90 and 90.', said: { code: 'rejected_latitude_out_of_range' },
    }],
  })
  expect(words(problem)).toBe('None of 2 rows can be imported: 1 row, the first in row 2, column "lat": The latitude is not between -90 and 90.')
  await startProblems()
  expect(words(problem)).toBe('Keine der 2 Zeilen kann importiert werden: 1 Zeile, die erste ist Zeile 2, Spalte „lat“: Die Breite liegt nicht zwischen −90 und 90.')
  expect(said({ code: 'choice_needs_number', params: { role: 'latitude' } }, '')).toBe('die Rolle Breite braucht den Typ Zahl')
})

test('a column that the program adds is called as on screen', async () => {
  speak('de', [await fetchCatalogue('de'), await fetchCatalogue('en')])
  await startProblems()
  expect(said({ code: 'note_placed_by', params: { column: '$county' } }, '')).toContain('„Kreis, auf der Karte gefunden“')
  expect(said({ code: 'note_placed_by', params: { column: 'Region' } }, '')).toContain('„Region“')
})
