import type { ChangeOp, Legend, LegendArea } from '../api/types'

/** siblings are the areas directly below a parent (0: the top), in the order of the tree. */
export const siblings = (areas: readonly LegendArea[], parent: number): number[] => areas.filter((a) => a.parent === parent).map((a) => a.number)

/** order is the change that moves a sibling from one place to another. */
export function order(parent: number, numbers: readonly number[], from: number, to: number): ChangeOp {
  const next = [...numbers]
  const [moved] = next.splice(from, 1)
  if (moved !== undefined) next.splice(to, 0, moved)
  return { sortAreas: { parent, order: next } }
}

/** inside is an area with everything below it. */
export function inside(areas: readonly LegendArea[], top: number): Set<number> {
  const found = new Set([top])
  // Areas come in tree order, so a parent is met before its children.
  for (const { number, parent } of areas) if (found.has(parent)) found.add(number)
  return found
}

/** canMove says whether an area may go below another: not into itself, and not into one that holds units. */
export function canMove(areas: readonly LegendArea[], area: number, to: number): boolean {
  if (inside(areas, area).has(to)) return false
  const target = areas.find((a) => a.number === to)
  const moved = areas.find((a) => a.number === area)
  return moved !== undefined && moved.parent !== to && (to === 0 || (target !== undefined && !(target.leaf && target.units > 0)))
}

/** paths names areas by their place, "West > Nevada". */
export function paths(legend: Legend): Map<number, string> {
  const named = new Map<number, string>()
  for (const area of legend.areas) {
    const above = named.get(area.parent)
    named.set(area.number, above ? `${above} > ${area.name}` : area.name)
  }
  return named
}
