import type { BoundaryMove } from '../api/types'
import type { FlowFilter } from './moves'

/** unitsOf counts the units that move in a boundary. */
export const unitsOf = (move: BoundaryMove): number => move.flows.reduce((sum, flow) => sum + flow.units, 0)

/** amountOf adds up one measure of what moves in a boundary. */
export const amountOf = (move: BoundaryMove, measure: number): number => move.flows.reduce((sum, flow) => sum + (flow.amounts[measure] ?? 0), 0)

export interface BoundarySort { sort: string; descending: boolean }

/** What is looked for among the moves: words of the code or name, the areas, and the boundaries that pass a condition, all where there is none. */
export interface MoveSearch { words: string; flow: FlowFilter; passing?: ReadonlySet<number> | undefined }

/** shownMoves are the moves that are looked for, sorted; equal ones stay in the order of the set. */
export function shownMoves(moves: readonly BoundaryMove[], { words: text, flow: { from, to }, passing: chosen }: MoveSearch, { sort, descending }: BoundarySort, measures: readonly string[]): BoundaryMove[] {
  const words = text.trim().toLowerCase()
  const passing = moves.filter((move) =>
    (chosen === undefined || chosen.has(move.boundary)) && (from === undefined || move.from === from) && (to === undefined || move.to === to) && (words === '' || move.code.toLowerCase().includes(words) || move.name.toLowerCase().includes(words)))
  if (sort === '') return passing
  const sign = descending ? -1 : 1
  const measure = measures.indexOf(sort)
  if (sort === 'code' || sort === 'name') return passing.sort((a, b) => sign * a[sort].localeCompare(b[sort], undefined, { numeric: true }))
  const value = sort === '$units' ? unitsOf : (move: BoundaryMove) => amountOf(move, measure)
  return passing.sort((a, b) => sign * (value(a) - value(b)))
}
