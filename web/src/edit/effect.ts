import type { Legend } from '../api/types'
import type { Effect } from '../columns/totals'

/** What a move does to one measure of one area; deviations are undefined where nothing is due. */
export interface EffectCell { now: number | undefined; then: number | undefined; change: number }

/** What a move does to one area, a cell per measure of the legend. */
export interface EffectRow { area: number; name: string; units: number; cells: EffectCell[] }

/** effectsOfFlows adds up what each area gains and loses by flows of units between areas; 0 is no area. */
export function effectsOfFlows(flows: readonly { from: number; to: number; units: number; sums: readonly number[] }[]): Effect[] {
  const effects = new Map<number, Effect>()
  const add = (area: number, sign: number, units: number, sums: readonly number[]) => {
    const held = effects.get(area)
    effects.set(area, { area, units: (held?.units ?? 0) + sign * units, sums: sums.map((sum, k) => (held?.sums[k] ?? 0) + sign * sum) })
  }
  for (const { from, to, units, sums } of flows) {
    add(from, -1, units, sums)
    add(to, 1, units, sums)
  }
  return [...effects.values()]
}

/** withUnmoved adds areas that change hands without a unit, so that the effect names them too. */
export function withUnmoved(effects: readonly Effect[], areas: readonly number[], measures: number): Effect[] {
  const known = new Set(effects.map((effect) => effect.area))
  return [...effects, ...areas.filter((area) => !known.has(area)).map((area) => ({ area, units: 0, sums: Array<number>(measures).fill(0) }))]
}

/** effectRows sets the effects of a move against the targets of the legend: the area that gains first, then by units lost. */
export function effectRows(effects: readonly Effect[], legend: Legend): EffectRow[] {
  const areas = new Map(legend.areas.map((area) => [area.number, area]))
  return effects
    .filter(({ area }) => area !== 0)
    .map((effect) => {
      const area = areas.get(effect.area)
      const cells = legend.measures.map((_, m): EffectCell => {
        const change = effect.sums[m] ?? 0
        const due = area?.due[m] ?? 0
        if (!(due > 0)) return { now: undefined, then: undefined, change }
        return { now: area?.deviations[m] ?? 0, then: ((area?.sums[m] ?? 0) + change) / due - 1, change }
      })
      return { area: effect.area, name: area?.name ?? '', units: effect.units, cells }
    })
    .sort((a, b) => Number(b.units > 0) - Number(a.units > 0) || a.units - b.units || a.area - b.area)
}
