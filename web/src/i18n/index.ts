/**
 * The words of the program in the reader's language. t gives a text, rich one with parts that are more than text.
 * A language is loaded before anything is drawn and everything is drawn anew when it changes, so that t may be called
 * anywhere while drawing, but not when a module is loaded. See docs/translating.md.
 */
import { IntlMessageFormat } from 'intl-messageformat'
import { Children, type ReactNode } from 'react'
import type { Key, RichValues, Value, Values } from './catalogue'
import { fetchCatalogues, formatLocale, pseudo, readersLanguage, rememberLanguage, wantedLocales, type AnyLanguage, type PartialCatalogue } from './languages'
import { fetchProblems, type ProblemTexts } from './problems'
import { stretched } from './pseudo'

export type { Key } from './catalogue'
export { chosenLanguage, languages, pseudo, type AnyLanguage, type Language } from './languages'

let current: AnyLanguage = 'en'
let formats = 'en'
let texts: readonly PartialCatalogue[] = []
let problems: ProblemTexts | undefined
let compiled = new Map<string, IntlMessageFormat>()
const listeners = new Set<() => void>()

/** language is the one being shown. */
export const language = (): AnyLanguage => current

/** locale is the language tag that numbers and dates are written by. */
export const locale = (): string => formats

/** onLanguage calls back whenever the language has changed; the answer ends that. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** startLanguage loads the reader's language; call it once before the first drawing. */
export const startLanguage = (): Promise<void> => show(readersLanguage())

/** chooseLanguage changes the language and remembers it; undefined follows the browser again. */
export async function chooseLanguage(next: AnyLanguage | undefined): Promise<void> {
  rememberLanguage(next)
  await show(readersLanguage())
}

async function show(next: AnyLanguage): Promise<void> {
  speak(next, await fetchCatalogues(next))
}

/** speak shows a language whose catalogues are at hand, best first. */
export function speak(next: AnyLanguage, catalogues: readonly PartialCatalogue[]): void {
  current = next
  formats = formatLocale(next, wantedLocales())
  texts = catalogues
  problems = undefined
  compiled = new Map()
  if (typeof document !== 'undefined') document.documentElement.lang = next
  listeners.forEach((listener) => listener())
}

/** problemsKnown tells whether the texts of the server's problems are at hand, where the language has any. */
export const problemsKnown = (): boolean => problems !== undefined

/** startProblems loads the texts of the server's problems in the language being shown, once. */
export async function startProblems(): Promise<void> {
  const of = current
  if (problems) return
  const loaded = await fetchProblems(of)
  if (!loaded || current !== of) return
  problems = loaded
  listeners.forEach((listener) => listener())
}

function find(key: string): string | undefined {
  const dot = key.indexOf('.')
  if (key.startsWith('problems.')) return problems?.[key.slice(dot + 1)]
  for (const catalogue of texts) {
    const space = catalogue[key.slice(0, dot) as keyof PartialCatalogue] as Readonly<Record<string, string>> | undefined
    const text = space?.[key.slice(dot + 1)]
    if (text !== undefined) return text
  }
  return undefined
}

function message(key: string): IntlMessageFormat {
  let held = compiled.get(key)
  if (!held) {
    held = new IntlMessageFormat(find(key) ?? key, formats)
    if (current === pseudo) held = new IntlMessageFormat(stretched(held.getAst()), formats)
    compiled.set(key, held)
  }
  return held
}

/** textOf is t for a key that is only known while running; undefined where there is no such text. */
export const textOf = (key: string, values: Readonly<Record<string, Value>>): string | undefined =>
  (find(key) === undefined ? undefined : String(filled(key, values)))

/** t is the text of a key in the reader's language, with its placeholders filled. */
export function t<K extends Key>(key: K, ...values: Values<K, Value>): string {
  return String(filled(key, values[0]))
}

type Chunk = (children: ReactNode) => ReactNode

/** rich is t for a text in which placeholders are elements or <tags> are functions of what they hold. */
export function rich<K extends Key>(key: K, ...values: RichValues<K, ReactNode | Chunk>): ReactNode {
  return Children.toArray(filled(key, values[0]) as ReactNode)
}

function filled(key: string, values: Readonly<Record<string, unknown>> | undefined): unknown {
  try {
    return message(key).format(values as Record<string, string>)
  } catch (error) {
    console.error(`The text ${key} cannot be filled:`, error)
    return find(key) ?? key
  }
}
