import type { LegendArea } from '../api/types'
import { locale } from '../i18n'

/** How the legend is ordered within one parent. */
export type Order = 'tree' | 'name' | 'sum' | 'deviation' | 'worst'

export interface TreeView {
  search: string
  order: Order
  /** The index of the measure by which to order. */
  measure: number
  collapsed: ReadonlySet<number>
  /** Orders siblings in place of order, for a legend sorted by a column. */
  compare?: ((a: LegendArea, b: LegendArea) => number) | undefined
}

export interface Row { area: LegendArea; depth: number; children: number }

/**
 * rows flattens the tree of areas for the eye: ordered within each parent, without what is folded away, and while
 * searching only what matches, with its parents.
 */
export function rows(areas: readonly LegendArea[], view: TreeView): Row[] {
  const children = new Map<number, LegendArea[]>()
  for (const area of areas) {
    const siblings = children.get(area.parent)
    if (siblings) siblings.push(area)
    else children.set(area.parent, [area])
  }
  const wanted = matches(areas, view.search)
  const less = view.compare ?? comparison(view)
  const out: Row[] = []
  const walk = (parent: number, depth: number) => {
    const siblings = children.get(parent) ?? []
    for (const area of less ? [...siblings].sort(less) : siblings) {
      if (wanted && !wanted.has(area.number)) continue
      out.push({ area, depth, children: children.get(area.number)?.length ?? 0 })
      if (wanted || !view.collapsed.has(area.number)) walk(area.number, depth + 1)
    }
  }
  walk(0, 0)
  return out
}

function matches(areas: readonly LegendArea[], search: string): Set<number> | undefined {
  const text = search.trim().toLowerCase()
  if (text === '') return undefined
  const byNumber = new Map(areas.map((area) => [area.number, area]))
  const wanted = new Set<number>()
  for (const area of areas) {
    if (!`${area.name} ${area.owner ?? ''}`.toLowerCase().includes(text)) continue
    let at: LegendArea | undefined = area
    while (at && !wanted.has(at.number)) {
      wanted.add(at.number)
      at = byNumber.get(at.parent)
    }
  }
  return wanted
}

/** byName orders as the reader's language does, with numbers by their value. */
function byName(): (a: LegendArea, b: LegendArea) => number {
  const names = new Intl.Collator(locale(), { numeric: true, sensitivity: 'base' })
  return (a, b) => names.compare(a.name, b.name)
}

function comparison({ order, measure }: TreeView): ((a: LegendArea, b: LegendArea) => number) | undefined {
  const deviation = (area: LegendArea) => area.deviations[measure] ?? 0
  switch (order) {
    case 'tree':
      return undefined
    case 'name':
      return byName()
    case 'sum':
      return (a, b) => (b.sums[measure] ?? 0) - (a.sums[measure] ?? 0)
    case 'deviation':
      return (a, b) => deviation(b) - deviation(a)
    case 'worst':
      return (a, b) => Math.abs(deviation(b)) - Math.abs(deviation(a))
  }
}
