import type { ComparisonArea } from '../api/types'
import type { Slots } from '../columns/slots'
import { locale } from '../i18n'

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
  const names = new Intl.Collator(locale(), { numeric: true })
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

/**
 * furtherSlots numbers the areas of a further plan as the first comparison does, by the areas that both match on the left;
 * areas that match none of them come after. left is the plan that both comparisons start from.
 */
export function furtherSlots(first: readonly ComparisonArea[], further: readonly ComparisonArea[]): Slots {
  const row = new Map<number, number>()
  first.forEach((area, k) => {
    if (area.leftNumber) row.set(area.leftNumber, k + 1)
  })
  let next = first.length
  const highest = further.reduce((high, area) => Math.max(high, area.rightNumber ?? 0), 0)
  const ofNumber = new Uint16Array(highest + 1)
  for (const area of further) {
    if (!area.rightNumber) continue
    ofNumber[area.rightNumber] = row.get(area.leftNumber ?? 0) ?? ++next
  }
  return { numbers: Int32Array.from({ length: next + 1 }, (_, k) => k), ofNumber }
}

/** differingUnits are the units that two plans give to areas of different slots, ascending. */
export function differingUnits(left: Uint16Array, right: Uint16Array): Uint32Array {
  const found: number[] = []
  for (let unit = 0; unit < left.length; unit++) if (left[unit] !== right[unit]) found.push(unit)
  return Uint32Array.from(found)
}

/** A band of the flow diagram: where it leaves and arrives, from 0 to 1 down each side. */
export interface Band { from: number; to: number; units: number; left: number; right: number; width: number }

/** A node of the diagram. */
export interface FlowNode { area: number; name: string; units: number; top: number; height: number }

export interface FlowLayout { left: FlowNode[]; right: FlowNode[]; bands: Band[] }

/** layFlows lays out flows as bands between two columns of areas, the largest area on top. */
export function layFlows(flows: readonly { from: number; fromName: string; to: number; toName: string; units: number }[]): FlowLayout {
  const gap = 0.012
  const column = (key: 'from' | 'to', name: 'fromName' | 'toName'): FlowNode[] => {
    const sums = new Map<number, FlowNode>()
    for (const flow of flows) {
      const node = sums.get(flow[key]) ?? { area: flow[key], name: flow[name], units: 0, top: 0, height: 0 }
      node.units += flow.units
      sums.set(flow[key], node)
    }
    return [...sums.values()].sort((a, b) => b.units - a.units || a.area - b.area)
  }
  const left = column('from', 'fromName')
  const right = column('to', 'toName')
  const total = Math.max(1, flows.reduce((sum, flow) => sum + flow.units, 0))
  const scale = 1 - gap * (Math.max(left.length, right.length) - 1)
  for (const nodes of [left, right]) {
    let top = (1 - scale - gap * (nodes.length - 1)) / 2
    for (const node of nodes) {
      node.top = top
      node.height = (scale * node.units) / total
      top += node.height + gap
    }
  }
  const at = (nodes: FlowNode[]) => new Map(nodes.map((node) => [node.area, node.top]))
  const leaving = at(left)
  const arriving = at(right)
  const rank = new Map(right.map((node, k) => [node.area, k]))
  const ordered = [...flows].sort((a, b) => (rank.get(a.to) ?? 0) - (rank.get(b.to) ?? 0))
  const bands = ordered.map(({ from, to, units }) => {
    const width = (scale * units) / total
    const band = { from, to, units, left: leaving.get(from) ?? 0, right: arriving.get(to) ?? 0, width }
    leaving.set(from, band.left + width)
    arriving.set(to, band.right + width)
    return band
  })
  return { left, right, bands }
}
