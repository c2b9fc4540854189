const locale = typeof navigator === 'undefined' ? 'en' : navigator.language

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 })
const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
const onePercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1, minimumFractionDigits: 1 })
const signedPercent = new Intl.NumberFormat(locale, {
  style: 'percent', maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: 'exceptZero',
})
const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 })
const dayTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

/** missing stands for a value that does not exist. */
export const missing = '–'

/** Some locales write a hyphen for minus; figures read better with the real sign. */
const minus = (text: string): string => text.replace('-', '−')

const known = (x: number | null | undefined): x is number => x !== null && x !== undefined && Number.isFinite(x)

/** count writes a whole number: 250,000. */
export const count = (x: number | null | undefined): string => (known(x) ? whole.format(x) : missing)

/** compact writes a number in three digits: 1.24M. */
export const compact = (x: number | null | undefined): string =>
  known(x) ? minus(Math.abs(x) < 1000 ? plain.format(x) : short.format(x)) : missing

/** number writes a number with at most two decimals. */
export const number = (x: number | null | undefined): string => (known(x) ? minus(plain.format(x)) : missing)

/** percent writes a share: 0.123 is 12.3%; what is there but too small for a decimal is "<0.1%". */
export function percent(x: number | null | undefined): string {
  if (!known(x)) return missing
  return x > 0 && x < 0.0005 ? `<${onePercent.format(0.001)}` : minus(onePercent.format(x))
}

/** deviation writes a signed share: 0.05 is +5.0%. */
export const deviation = (x: number | null | undefined): string => (known(x) ? minus(signedPercent.format(x)) : missing)

/** kilometres writes a distance. */
export const kilometres = (x: number | null | undefined): string =>
  known(x) ? `${Math.abs(x) < 100 ? oneDecimal.format(x) : whole.format(x)} km` : missing

/** seconds writes a duration. */
export function seconds(x: number | null | undefined): string {
  if (!known(x)) return missing
  if (x < 60) return `${oneDecimal.format(x)} s`
  return `${Math.floor(x / 60)} min ${Math.round(x % 60)} s`
}

/** bytes writes a file size: 12.3 MB. */
export function bytes(x: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let step = 0
  while (x >= 1000 && step < units.length - 1) {
    x /= 1000
    step++
  }
  return `${step === 0 ? whole.format(x) : plain.format(Number(x.toPrecision(3)))} ${units[step] ?? ''}`
}

/** date writes an instant with day and time. */
export const date = (iso: string): string => dayTime.format(new Date(iso))

/** ago writes how long ago an instant was: "3 hours ago", or the day when it was more than a week ago. */
export function ago(iso: string, now = Date.now()): string {
  const past = (new Date(iso).getTime() - now) / 1000
  if (past > -45) return 'just now'
  if (past > -3600) return relative.format(Math.round(past / 60), 'minute')
  if (past > -86400) return relative.format(Math.round(past / 3600), 'hour')
  if (past > -7 * 86400) return relative.format(Math.round(past / 86400), 'day')
  return day.format(new Date(iso))
}

/** epochDay writes a date column's value, days since 1970-01-01. */
export const epochDay = (days: number): string => day.format(new Date(days * 86_400_000))

/** units writes a number of units in words. */
export const units = (n: number): string => `${count(n)} ${n === 1 ? 'unit' : 'units'}`

/** plural chooses between two forms: plural(2, 'area') is "2 areas". */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`
