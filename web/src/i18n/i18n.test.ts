import { afterEach, expect, test } from 'vitest'
import { rich, speak, t } from '.'
import { en } from './en'
import { bestLanguage, formatLocale } from './languages'

afterEach(() => speak('en', [en]))

test('a number chooses the plural and is written by the language', () => {
  expect(t('common.units', { count: 1 })).toBe('1 unit')
  expect(t('common.units', { count: 250_000 })).toBe('250,000 units')
  speak('de', [{ common: { units: '{count, plural, one {# Objekt} other {# Objekte}}' } }, en])
  expect(t('common.units', { count: 250_000 })).toBe('250.000 Objekte')
})

test('what a language lacks appears in English', () => {
  speak('de', [{ common: { cancel: 'Abbrechen' } }, en])
  expect(t('common.cancel')).toBe('Abbrechen')
  expect(t('common.close')).toBe('Close')
})

test('the test language lengthens words and keeps placeholders', () => {
  speak('en-XA', [en])
  expect(t('common.closeNamed', { what: 'Area 7' })).toBe('Clósésé Area 7')
  expect(t('common.units', { count: 2 })).toMatch(/^2 úñíts./)
})

test('rich texts keep elements', () => {
  expect(rich('common.closeNamed', { what: 'x' })).toEqual(['Close x'])
})

test('a wrong key does not compile', () => {
  // @ts-expect-error there is no such text
  expect(t('common.noSuchText')).toBe('common.noSuchText')
  // @ts-expect-error this text has a placeholder
  const forgotten = () => t('common.units')
  expect(forgotten).toBeTypeOf('function')
})

test('the language of the browser is followed, with its region for figures', () => {
  expect(bestLanguage(['nl', 'pt-BR', 'en'])).toBe('pt')
  expect(bestLanguage(['nl'])).toBe('en')
  expect(formatLocale('de', ['en-US', 'de-CH'])).toBe('de-CH')
  expect(formatLocale('ja', ['en-US'])).toBe('ja')
})
