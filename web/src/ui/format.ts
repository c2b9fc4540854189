import { locale, t } from '../i18n'

interface Formats {
  whole: Intl.NumberFormat
  signed: Intl.NumberFormat
  short: Intl.NumberFormat
  plain: Intl.NumberFormat
  onePercent: Intl.NumberFormat
  signedPercent: Intl.NumberFormat
  finePercent: Intl.NumberFormat
  tickPercent: Intl.NumberFormat
  oneDecimal: Intl.NumberFormat
  signedDecimal: Intl.NumberFormat
  dayTime: Intl.DateTimeFormat
  day: Intl.DateTimeFormat
  /** Days since 1970-01-01 are days of no time zone. */
  calendarDay: Intl.DateTimeFormat
  relative: Intl.RelativeTimeFormat
  list: Intl.ListFormat
}

const percentage = { style: 'percent', maximumFractionDigits: 1, minimumFractionDigits: 1 } as const
/** makers make each kind of format for a language and region. */
const makers: { [K in keyof Formats]: (tag: string) => Formats[K] } = {
  whole: (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }),
  signed: (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 0, signDisplay: 'exceptZero' }),
  short: (tag) => new Intl.NumberFormat(tag, { notation: 'compact', maximumSignificantDigits: 3 }),
  plain: (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 2 }),
  onePercent: (tag) => new Intl.NumberFormat(tag, percentage),
  signedPercent: (tag) => new Intl.NumberFormat(tag, { ...percentage, signDisplay: 'exceptZero' }),
  finePercent: (tag) => new Intl.NumberFormat(tag, { style: 'percent', maximumSignificantDigits: 2 }),
  tickPercent: (tag) => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 }),
  oneDecimal: (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1, minimumFractionDigits: 1 }),
  signedDecimal: (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: 'exceptZero' }),
  dayTime: (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }),
  day: (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }),
  calendarDay: (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' }),
  relative: (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }),
  list: (tag) => new Intl.ListFormat(tag, { type: 'conjunction' }),
}

let held: { locale: string; formats: Formats } | undefined

/** formats are those of the reader's language and region, each made when it is first used: one takes milliseconds. */
function formats(): Formats {
  const tag = locale()
  if (held?.locale !== tag) {
    const made = {} as Formats
    for (const kind of Object.keys(makers) as (keyof Formats)[]) {
      const make = () => {
        const value = makers[kind](tag)
        Object.defineProperty(made, kind, { value })
        return value
      }
      Object.defineProperty(made, kind, { configurable: true, get: make })
    }
    held = { locale: tag, formats: made }
  }
  return held.formats
}

/** missing stands for a value that does not exist. */
export const missing = '–'

/** Some locales write a hyphen for minus; figures read better with the real sign. */
const minus = (text: string): string => text.replace('-', '−')

const known = (x: number | null | undefined): x is number => x !== null && x !== undefined && Number.isFinite(x)

/** count writes a whole number: 250,000. */
export const count = (x: number | null | undefined): string => (known(x) ? formats().whole.format(x) : missing)

/** change writes a whole number with its sign: +1,200 or −3. */
export const change = (x: number | null | undefined): string => (known(x) ? minus(formats().signed.format(x)) : missing)

/** compact writes a number in three digits: 1.24M. */
export const compact = (x: number | null | undefined): string =>
  known(x) ? minus((Math.abs(x) < 1000 ? formats().plain : formats().short).format(x)) : missing

/** number writes a number with at most two decimals. */
export const number = (x: number | null | undefined): string => (known(x) ? minus(formats().plain.format(x)) : missing)

/** percent writes a share: 0.123 is 12.3%; what is there but too small for a decimal is "<0.1%". */
export function percent(x: number | null | undefined): string {
  if (!known(x)) return missing
  const { onePercent } = formats()
  return x > 0 && x < 0.0005 ? `<${onePercent.format(0.001)}` : minus(onePercent.format(x))
}

/** finePercent writes a small share by two digits that count: 0.00123 is 0.12%. */
export const finePercent = (x: number | null | undefined): string => (known(x) ? minus(formats().finePercent.format(x)) : missing)

/** tickPercent writes a round share, for axes: 0.05 is 5%. */
export const tickPercent = (x: number | null | undefined): string => (known(x) ? minus(formats().tickPercent.format(x)) : missing)

/** deviation writes a signed share: 0.05 is +5.0%. */
export const deviation = (x: number | null | undefined): string => (known(x) ? minus(formats().signedPercent.format(x)) : missing)

/** signedDecimal writes a number with its sign and one decimal. */
export const signedDecimal = (x: number | null | undefined): string => (known(x) ? minus(formats().signedDecimal.format(x)) : missing)

/** kilometres writes a distance. */
export const kilometres = (x: number | null | undefined): string =>
  known(x) ? t('common.kilometres', { distance: (Math.abs(x) < 100 ? formats().oneDecimal : formats().whole).format(x) }) : missing

/** seconds writes a duration; what took some time but too little for a decimal is "<0.1 s". */
export function seconds(x: number | null | undefined): string {
  if (!known(x)) return missing
  if (x < 0.05) return t('common.seconds', { seconds: `<${formats().oneDecimal.format(0.1)}` })
  if (x < 60) return t('common.seconds', { seconds: formats().oneDecimal.format(x) })
  return t('common.minutesSeconds', { minutes: Math.floor(x / 60), seconds: Math.round(x % 60) })
}

/** minutes writes a travel time. */
export const minutes = (x: number | null | undefined): string =>
  known(x) ? t('common.minutes', { minutes: (Math.abs(x) < 100 ? formats().oneDecimal : formats().whole).format(x) }) : missing

/** bytes writes a file size: 12.3 MB. */
export function bytes(x: number): string {
  const units = ['kB', 'MB', 'GB', 'TB']
  let step = -1
  while (x >= 1000 && step < units.length - 1) {
    x /= 1000
    step++
  }
  return step < 0 ? t('common.bytes', { count: x }) : `${formats().plain.format(Number(x.toPrecision(3)))} ${units[step] ?? ''}`
}

/** date writes an instant with day and time. */
export const date = (iso: string): string => formats().dayTime.format(new Date(iso))

/** dayOf writes the day of an instant. */
export const dayOf = (iso: string): string => formats().day.format(new Date(iso))

/** ago writes how long ago an instant was: "3 hours ago", or the day when it was more than a week ago. */
export function ago(iso: string, now = Date.now()): string {
  const past = (new Date(iso).getTime() - now) / 1000
  const { relative } = formats()
  if (past > -45) return t('common.justNow')
  if (past > -3600) return relative.format(Math.round(past / 60), 'minute')
  if (past > -86400) return relative.format(Math.round(past / 3600), 'hour')
  if (past > -7 * 86400) return relative.format(Math.round(past / 86400), 'day')
  return dayOf(iso)
}

/** epochDay writes a date column's value, days since 1970-01-01. */
export const epochDay = (days: number): string => formats().calendarDay.format(new Date(days * 86_400_000))

/** marks are the signs that numbers are typed with: the decimal point and what separates thousands. */
export function marks(): { decimal: string; group: string } {
  const parts = formats().oneDecimal.formatToParts(12345.6)
  const mark = (type: 'decimal' | 'group', usual: string) => parts.find((part) => part.type === type)?.value ?? usual
  return { decimal: mark('decimal', '.'), group: mark('group', ',') }
}

/** list joins words as the language does: "a, b and c". */
export const list = (words: readonly string[]): string => formats().list.format(words)

/** andMore joins words and says how many more there are: "a, b and 3 more". */
export const andMore = (words: readonly string[], more: number): string =>
  more > 0 ? t('common.andMore', { words: words.join(t('common.comma')), count: more }) : words.join(t('common.comma'))

/** units writes a number of units in words. */
export const units = (n: number): string => t('common.units', { count: n })
