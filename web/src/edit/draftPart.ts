import { plural } from '../ui/format'

/** The part of a draft that a planner wants: all moves into and out of some areas, and moves of single units. */
export interface Part {
  areas: readonly number[]
  units: readonly number[]
}

export const noPart: Part = { areas: [], units: [] }

/** toggled puts an area or a unit into a part, or takes it out. */
export function toggled(part: Part, kind: keyof Part, id: number): Part {
  const held = part[kind]
  return { ...part, [kind]: held.includes(id) ? held.filter((other) => other !== id) : [...held, id].sort((a, b) => a - b) }
}

export const isEmpty = (part: Part): boolean => part.areas.length === 0 && part.units.length === 0

/** said names a part in words: "2 areas and 1 move". */
export function said(part: Part): string {
  const words = [part.areas.length > 0 ? plural(part.areas.length, 'area') : '', part.units.length > 0 ? plural(part.units.length, 'move') : '']
  return words.filter((word) => word !== '').join(' and ')
}
