import type { Legend } from '../api/types'
import { t } from '../i18n'

/**
 * withNew is the legend with the territories that an intermediate plan uses and the alignment does not have yet. They
 * have a name and a place on the map, but no figures: the plan is not checked.
 */
export function withNew(legend: Legend, assignment: Int32Array): Legend {
  const known = new Set(legend.areas.map((area) => area.number))
  const found = new Set<number>()
  for (let i = 0; i < assignment.length; i++) {
    const number = assignment[i] ?? 0
    if (number > 0 && !known.has(number)) found.add(number)
  }
  const model = legend.areas.find((area) => area.leaf)
  const fresh = [...found].sort((a, b) => a - b).map((number) => ({
    ...(model ?? { deviations: [], due: [], sums: [], units: 0, travelKm: 0, sort: number, level: 0, parent: 0, colour: number }),
    number, name: t('desk.newTerritory', { number: String(number) }), leaf: true, colour: number,
  }))
  return found.size === 0 ? legend : { ...legend, areas: [...legend.areas, ...fresh] }
}
