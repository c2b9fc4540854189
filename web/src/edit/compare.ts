import type { ComparisonArea } from '../api/types'
import type { Slots } from '../columns/slots'

/**
 * Two plans number their areas apart. Common slots give both sides of a matched area the same number, its row in the
 * comparison counted from 1, so that two maps can share their colours.
 */
export function commonSlots(areas: readonly ComparisonArea[], side: 'left' | 'right'): Slots {
  const numberOf = (area: ComparisonArea) => (side === 'left' ? area.leftNumber : area.rightNumber) ?? 0
  const highest = areas.reduce((high, area) => Math.max(high, numberOf(area)), 0)
  const ofNumber = new Uint16Array(highest + 1)
  areas.forEach((area, row) => {
    if (numberOf(area) > 0) ofNumber[numberOf(area)] = row + 1
  })
  return { numbers: Int32Array.from({ length: areas.length + 1 }, (_, row) => row), ofNumber }
}

/** How the areas of a comparison are ordered. */
export type CompareOrder = 'name' | 'left' | 'right' | 'change' | 'units'

/** order sorts the areas of a comparison by one measure: names up, figures from the largest deviation down. */
export function order(areas: readonly ComparisonArea[], by: CompareOrder, measure: number): ComparisonArea[] {
  const names = new Intl.Collator(undefined, { numeric: true })
  const left = (area: ComparisonArea) => Math.abs(area.leftDeviations[measure] ?? 0)
  const right = (area: ComparisonArea) => Math.abs(area.rightDeviations[measure] ?? 0)
  const key: Record<Exclude<CompareOrder, 'name'>, (area: ComparisonArea) => number> = {
    left, right,
    change: (area) => Math.abs((area.rightSums[measure] ?? 0) - (area.leftSums[measure] ?? 0)),
    units: (area) => Math.abs(area.rightUnits - area.leftUnits),
  }
  const sorted = [...areas]
  if (by === 'name') return sorted.sort((a, b) => names.compare(a.name, b.name))
  const value = key[by]
  return sorted.sort((a, b) => value(b) - value(a))
}

/** bands counts the territories of each side by how far they are from target. */
export function bands(areas: readonly ComparisonArea[], measure: number): { band: string; left: number; right: number }[] {
  const limits = [-Infinity, -0.5, -0.2, -0.1, -0.05, -0.02, 0.02, 0.05, 0.1, 0.2, 0.5, Infinity]
  const labels = ['< −50', '−50…−20', '−20…−10', '−10…−5', '−5…−2', '±2', '2…5', '5…10', '10…20', '20…50', '> 50']
  const out = labels.map((band) => ({ band: `${band} %`, left: 0, right: 0 }))
  const at = (deviation: number) => limits.findIndex((limit, k) => k > 0 && deviation <= limit + 1e-12) - 1
  for (const area of areas) {
    const left = out[at(area.leftDeviations[measure] ?? 0)]
    const right = out[at(area.rightDeviations[measure] ?? 0)]
    if (left && area.leftNumber) left.left++
    if (right && area.rightNumber) right.right++
  }
  return out
}
