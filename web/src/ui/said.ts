import { textOf } from '../i18n'
import type { Value } from '../i18n/catalogue'
import { andMore, list, number } from './format'

/** A sentence of the server: its code and what fills it in. */
export interface Said { code: string; params?: Readonly<Record<string, unknown>> | undefined }

/** The parts of the catalogue that hold the sentences. */
const parts = ['said', 'saidFindings', 'saidJobs'] as const

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

const isSaid = (value: unknown): value is Said => typeof value === 'object' && value !== null && 'code' in value

function worded(name: string, value: unknown): Value {
  if (Array.isArray(value)) return list(value.map((one) => String(worded('', one))))
  if (isSaid(value)) return said(value, value.code)
  if (typeof value === 'number') return amounts.has(name) ? number(value) : value
  return typeof value === 'string' ? value : ''
}

/** phaseText is what a job is doing. */
export const phaseText = (phase: string): string => said({ code: `phase_${phase.replaceAll(' ', '_')}` }, phase)
