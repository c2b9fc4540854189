import { t, textOf } from '../i18n'
import type { Value } from '../i18n/catalogue'
import { isMadeColumn, madeColumns } from '../i18n/madeColumns'
import { andMore, list, number } from './format'

/** A sentence of the server: its code and what fills it in. */
export interface Said { code: string; params?: Readonly<Record<string, unknown>> | undefined }

/** The parts of the catalogue that hold the sentences. */
const parts = ['said', 'saidFindings', 'saidJobs', 'problems'] as const

/** Amounts are written by the language; every other number chooses a plural or is a name, as that of a version. */
const amounts: ReadonlySet<string> = new Set(['amount', 'limit', 'min', 'max', 'target', 'percent', 'km'])

/** said is a sentence of the server in the reader's language; english is shown where the app does not know the code. */
export function said(sentence: Said | null | undefined, english: string): string {
  if (!sentence) return english
  const { areas, more } = sentence.params ?? {}
  const values = Object.fromEntries(Object.entries(sentence.params ?? {}).map(([name, value]) => [name, worded(name, value)]))
  if (Array.isArray(areas) && typeof more === 'number') values['areas'] = more > 0 ? andMore(areas.map(String), more) : list(areas.map(String))
  for (const part of parts) {
    const text = textOf(`${part}.${sentence.code}`, values)
    if (text !== undefined) return text
  }
  return english
}

/** Words of the server that have a name of their own on the screen, by the parameter that holds one. */
const named: Readonly<Record<string, (value: string) => string | undefined>> = {
  role: (value) => textOf(`datasets.role_${value.replaceAll(' ', '_')}`, {}) ?? textOf(`places.role_${value}`, {}),
  type: (value) => textOf(`datasets.type_${value}`, {}),
  column: (value) => (isMadeColumn(value) ? t(madeColumns[value]) : undefined),
}

const isSaid = (value: unknown): value is Said => typeof value === 'object' && value !== null && 'code' in value

function worded(name: string, value: unknown): Value {
  if (Array.isArray(value)) return list(value.map((one) => String(worded('', one))))
  if (isSaid(value)) return said(value, value.code)
  if (typeof value === 'number') return amounts.has(name) ? number(value) : value
  if (typeof value !== 'string') return ''
  return named[name]?.(value) ?? value
}

/** What an error of the server has beside its English message. */
interface Told { said?: Said | undefined; detail: string; places: readonly { message: string; said?: Said; location?: string; place?: Said }[] }

const isTold = (error: Error): error is Error & Told => 'detail' in error && 'places' in error

/** words is what an error says to people, in the reader's language where the server named it, with the places that are wrong. */
export function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!isTold(error)) return error.message
  const first = said(error.said, error.detail)
  const places = error.places.map(({ message, said: what, location, place }) =>
    (place ? t('common.placeSays', { place: said(place, location ?? ''), what: said(what, message) }) : said(what, message)))
  if (places.length === 0) return first
  return places.length === 1 ? t('common.placeSays', { place: first.replace(/[.。]$/, ''), what: places.join() }) : [first, ...places].join('\n')
}

/** rejectionText is why rows of a file were kept aside, by the reason's own word. */
export const rejectionText = (reason: string, english: string): string => said({ code: `rejected_${reason}` }, english)

/** phaseText is what a job is doing. */
export const phaseText = (phase: string): string => said({ code: `phase_${phase.replaceAll(' ', '_')}` }, phase)
