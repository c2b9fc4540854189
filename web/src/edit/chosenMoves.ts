import type { Legend } from '../api/types'
import { noPart, type Part } from './draftPart'

/** leftOut are the moves that a part of a draft does not take. */
export function leftOut(part: Part, moved: Uint32Array): Set<number> {
  if (part.units.length === 0) return new Set(part.except)
  const wanted = new Set(part.units)
  return new Set([...moved].filter((unit) => !wanted.has(unit)))
}

/** partWithout is the part of a draft that leaves some moves out, said by whichever list is shorter. */
export function partWithout(out: ReadonlySet<number>, moved: Uint32Array): Part {
  if (out.size === 0) return noPart
  if (out.size * 2 <= moved.length) return { ...noPart, except: [...out].sort((a, b) => a - b) }
  return { ...noPart, units: [...moved].filter((unit) => !out.has(unit)) }
}

/** settled takes the units from one row of a list to another out of the choice, or back into it; both ends count. */
export function settled(out: ReadonlySet<number>, units: Iterable<number>, wanted: boolean): Set<number> {
  const next = new Set(out)
  for (const unit of units) {
    if (wanted) next.delete(unit)
    else next.add(unit)
  }
  return next
}

/** What a choice of moves does to one measure: how far the territory farthest from its target is off, and what moves. */
export interface MoveEffect { now: number; chosen: number; all: number; moves: number }

/**
 * moveEffects sets the plan as it is, with the chosen moves, and with all of them beside each other, by measure of the
 * legends. Targets are those of the draft.
 */
export function moveEffects(now: Legend, draft: Legend, left: Int32Array, right: Int32Array, numbers: readonly Float64Array[], chosen: Iterable<number>): MoveEffect[] {
  const change = numbers.map(() => new Map<number, number>())
  const moves = numbers.map(() => 0)
  for (const unit of chosen) {
    numbers.forEach((values, m) => {
      const value = Number.isNaN(values[unit]) ? 0 : (values[unit] ?? 0)
      const sums = change[m]
      sums?.set(left[unit] ?? 0, (sums.get(left[unit] ?? 0) ?? 0) - value)
      sums?.set(right[unit] ?? 0, (sums.get(right[unit] ?? 0) ?? 0) + value)
      moves[m] = (moves[m] ?? 0) + value
    })
  }
  const before = new Map(now.areas.map((area) => [area.number, area]))
  return numbers.map((_, m) => {
    let chosenWorst = 0
    for (const area of draft.areas) {
      const due = area.due[m] ?? 0
      if (!area.leaf || !(due > 0)) continue
      const then = (before.get(area.number)?.sums[m] ?? 0) + (change[m]?.get(area.number) ?? 0)
      chosenWorst = farther(chosenWorst, then / due - 1)
    }
    return { now: worst(now, m), chosen: chosenWorst, all: worst(draft, m), moves: moves[m] ?? 0 }
  })
}

const farther = (a: number, b: number): number => (Math.abs(b) > Math.abs(a) ? b : a)

const worst = (legend: Legend, m: number): number =>
  legend.areas.reduce((most, area) => (area.leaf && (area.due[m] ?? 0) > 0 ? farther(most, area.deviations[m] ?? 0) : most), 0)
