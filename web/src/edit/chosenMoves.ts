import type { BoundaryMove, Legend } from '../api/types'
import { noPart, type Part } from './draftPart'

/** leftOut are the moves that a part of a draft does not take. */
export function leftOut(part: Part, moved: Uint32Array): Set<number> {
  if (part.moves.length === 0) return new Set(part.except)
  const wanted = new Set(part.moves)
  return new Set([...moved].filter((move) => !wanted.has(move)))
}

/** partWithout is the part of a draft that leaves some moves out, said by whichever list is shorter. */
export function partWithout(out: ReadonlySet<number>, moved: Uint32Array): Part {
  if (out.size === 0) return noPart
  if (out.size * 2 <= moved.length) return { ...noPart, except: [...out].sort((a, b) => a - b) }
  return { ...noPart, moves: [...moved].filter((move) => !out.has(move)) }
}

/** settled takes the moves from one row of a list to another out of the choice, or back into it; both ends count. */
export function settled(out: ReadonlySet<number>, moves: Iterable<number>, wanted: boolean): Set<number> {
  const next = new Set(out)
  for (const move of moves) {
    if (wanted) next.delete(move)
    else next.add(move)
  }
  return next
}

/** What a choice of moves does to one measure: how far the territory farthest from its target is off, and what moves. */
export interface MoveEffect { now: number; chosen: number; all: number; moves: number }

/** Shift is what some moves take from and give to areas, and what moves in all, by measure. */
export interface Shift { change: readonly Map<number, number>[]; moves: number[] }

function still(measures: number): Shift {
  return { change: Array.from({ length: measures }, () => new Map<number, number>()), moves: new Array<number>(measures).fill(0) }
}

function move({ change, moves }: Shift, m: number, from: number, to: number, amount: number): void {
  const sums = change[m]
  sums?.set(from, (sums.get(from) ?? 0) - amount)
  sums?.set(to, (sums.get(to) ?? 0) + amount)
  moves[m] = (moves[m] ?? 0) + amount
}

/** shiftOfUnits adds up what moves with some units. */
export function shiftOfUnits(left: Int32Array, right: Int32Array, numbers: readonly Float64Array[], chosen: Iterable<number>): Shift {
  const shift = still(numbers.length)
  for (const unit of chosen) {
    numbers.forEach((values, m) => {
      move(shift, m, left[unit] ?? 0, right[unit] ?? 0, Number.isNaN(values[unit]) ? 0 : (values[unit] ?? 0))
    })
  }
  return shift
}

/** shiftOfBoundaries adds up what moves with the units in some boundaries. */
export function shiftOfBoundaries(measures: number, moves: ReadonlyMap<number, BoundaryMove>, chosen: Iterable<number>): Shift {
  const shift = still(measures)
  for (const boundary of chosen) {
    for (const { from, to, amounts } of moves.get(boundary)?.flows ?? []) amounts.forEach((amount, m) => { move(shift, m, from, to, amount) })
  }
  return shift
}

/**
 * moveEffects sets the plan as it is, with the chosen moves, and with all of them beside each other, by measure of the
 * legends. Targets are those of the draft.
 */
export function moveEffects(now: Legend, draft: Legend, { change, moves }: Shift): MoveEffect[] {
  const before = new Map(now.areas.map((area) => [area.number, area]))
  return moves.map((_, m) => {
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
