/** A Ramp colours numbers in classes of about equal size. */
export interface Ramp {
  /** Upper ends of the classes, ascending; the last is the largest value. */
  ends: number[]
  least: number
}

/** classes is how many shades a choropleth has. */
export const classes = 6

/** shades go from few to many; they stay apart in grey and for colour-blind readers. */
export const shades = {
  light: ['#e7ecef', '#bcd3dd', '#8db7c9', '#5c97b1', '#2f7394', '#12496a'],
  dark: ['#20333d', '#285065', '#336f8c', '#4a90b0', '#79b4d0', '#b7dcee'],
} as const

/** rampOf cuts the finite values at their quantiles; undefined when there is none. */
export function rampOf(values: Float64Array): Ramp | undefined {
  const sorted = values.filter((v) => Number.isFinite(v)).sort()
  const least = sorted[0]
  if (least === undefined) return undefined
  const ends: number[] = []
  for (let k = 1; k <= classes; k++) {
    const end = sorted[Math.max(0, Math.ceil((k * sorted.length) / classes) - 1)] ?? least
    if (ends.length === 0 || end > (ends[ends.length - 1] ?? end)) ends.push(end)
  }
  return { ends, least }
}

/** shadeOf is the class of a value, from 0; -1 for a missing one. Fewer classes are spread over all shades. */
export function shadeOf(ramp: Ramp, value: number): number {
  if (!Number.isFinite(value)) return -1
  const at = ramp.ends.findIndex((end) => value <= end)
  const last = ramp.ends.length - 1
  return last === 0 ? classes - 1 : Math.round(((at < 0 ? last : at) * (classes - 1)) / last)
}
