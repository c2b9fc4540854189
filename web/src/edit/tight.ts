import type { Report } from '../api/types'

/** How hard limits press on an area. */
export interface Tightness {
  area: number
  name: string
  /**
   * Km of travel that its limits cost a typical unit: above 0 the area is held down to its maximum, below 0 it is held
   * up to its minimum.
   */
  km: number
}

/** tightness reads from the prices of a plan where it is tight, the tightest area first. */
export function tightness(report: Report): Tightness[] {
  return report.areas
    .filter((area) => !area.removed && (area.prices?.length ?? 0) > 0 && area.unitsAfter > 0)
    .map((area) => {
      const perUnit = (area.prices ?? []).map((price, m) => (price * (area.sumsAfter[m] ?? 0)) / area.unitsAfter)
      return { area: area.number, name: area.name, km: perUnit.reduce((sum, metres) => sum + metres, 0) / 1000 }
    })
    .sort((a, b) => Math.abs(b.km) - Math.abs(a.km) || a.area - b.area)
}

/** Two hues that colour-blind people tell apart, by scheme: held down, held up, and neither. */
const inks = {
  light: { over: [179, 83, 10], under: [42, 95, 168], none: [222, 218, 208] },
  dark: { over: [240, 163, 91], under: [140, 184, 240], none: [62, 66, 61] },
} as const

/** tint is the colour of an area whose price is share of the largest one, from -1 to 1. */
export function tint(share: number, scheme: 'light' | 'dark'): string {
  const { over, under, none } = inks[scheme]
  const to = share >= 0 ? over : under
  const t = Math.sqrt(Math.min(1, Math.abs(share)))
  return `#${none.map((from, k) => Math.round(from + (to[k as 0 | 1 | 2] - from) * t).toString(16).padStart(2, '0')).join('')}`
}

/** shares scales tightness to its largest value: by area, from -1 to 1. */
export function shares(all: readonly Tightness[]): Map<number, number> {
  const most = Math.max(1e-9, ...all.map((t) => Math.abs(t.km)))
  return new Map(all.map((t) => [t.area, t.km / most]))
}
