import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { en } from './en'
import { fetchCatalogue, languages, type Language } from './languages'

type Texts = ReadonlyMap<string, string>
type Ast = ReturnType<IntlMessageFormat['getAst']>

/** flat lists the texts of a catalogue by key. */
const flat = (catalogue: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>>): Texts =>
  new Map(Object.entries(catalogue).flatMap(([space, texts]) =>
    Object.entries(texts ?? {}).flatMap(([name, text]) => (text === undefined ? [] : [[`${space}.${name}`, text] as const]))))

const english = flat(en)

/** The kinds of parts that a message may have, as the parser numbers them. */
const literal = 0, pound = 7, tag = 8

/** placeholders lists what a message is filled with, sorted: "count plural", "name", "<link>". */
function placeholders(ast: Ast): string[] {
  const found = new Set<string>()
  const visit = (parts: Ast) => parts.forEach((part) => {
    if (part.type !== literal && part.type !== pound) found.add(part.type === tag ? `<${part.value}>` : part.value)
    if ('options' in part) Object.values(part.options).forEach((option) => visit(option.value))
    if ('children' in part) visit(part.children)
  })
  visit(ast)
  return [...found].sort()
}

/** choices lists the branches of every select, which the program names, so that they must be those of English. */
function choices(ast: Ast): string[] {
  return ast.flatMap((part) => [
    ...('options' in part && !('pluralType' in part) ? [`${part.value}: ${Object.keys(part.options).sort().join(' ')}`] : []),
    ...('options' in part ? Object.values(part.options).flatMap((option) => choices(option.value)) : []),
    ...('children' in part ? choices(part.children) : []),
  ])
}

const parsed = (text: string, language: string): Ast => new IntlMessageFormat(text, language).getAst()

/** faults lists the differences from English of one text, in words. */
function faults(key: string, text: string, language: string): string[] {
  const measure = english.get(key)
  if (measure === undefined) return [`${key}: there is no such text in English`]
  if (text.trim() === '') return [`${key}: is empty`]
  let ast: Ast
  try {
    ast = parsed(text, language)
  } catch (error) {
    return [`${key}: does not parse: ${String(error)}`]
  }
  const wanted = parsed(measure, 'en')
  return [
    ...same(key, 'placeholders', placeholders(wanted), placeholders(ast)),
    ...same(key, 'branches', [...new Set(choices(wanted))].sort(), [...new Set(choices(ast))].sort()),
    ...edges(key, measure, text),
  ]
}

const same = (key: string, what: string, wanted: string[], got: string[]): string[] =>
  wanted.join() === got.join() ? [] : [`${key}: ${what} are ${got.join(', ') || 'none'} instead of ${wanted.join(', ') || 'none'}`]

/** edges compares a space at the end or the beginning, which joins a text to a figure beside it. */
function edges(key: string, wanted: string, got: string): string[] {
  return wanted.endsWith(' ') && !/\s$/u.test(got) ? [`${key}: lacks the space at its end`] : []
}

describe.each(Object.keys(languages) as Language[])('the texts of %s', (language) => {
  const load = async () => flat(await fetchCatalogue(language))

  test('are those of English, with its placeholders, and parse', async () => {
    const texts = await load()
    expect([...texts].flatMap(([key, text]) => faults(key, text, language))).toEqual([])
  })

  test('are all there', async () => {
    const texts = await load()
    expect([...english.keys()].filter((key) => !texts.has(key))).toEqual([])
  })
})

test('faults are found', () => {
  expect(faults('common.units', '{count, plural, one {# Einheit} other {# Einheiten}}', 'de')).toEqual([])
  expect(faults('common.units', '{zahl, plural, other {# Einheiten}}', 'de')[0]).toContain('placeholders are zahl instead of count')
  expect(faults('common.units', '{count, plural, other {# Einheiten}', 'de')[0]).toContain('does not parse')
  expect(faults('common.noSuchText', 'x', 'de')[0]).toContain('no such text')
  expect(faults('common.close', ' ', 'de')[0]).toContain('empty')
})
