/** What a territory gains or loses, by measure; an empty measure name counts units. */
export interface Effect {
  area: number
  units: number
  sums: number[]
}

/**
 * effectOfMove tells what moving units to an area changes on both sides, one entry per area that gains or loses.
 * Missing numbers count as 0, as they do on the server. Units that are there already do not move.
 */
export function effectOfMove(
  assignment: Int32Array,
  columns: readonly Float64Array[],
  units: readonly number[],
  to: number,
): Effect[] {
  const effects = new Map<number, Effect>()
  const at = (area: number): Effect => {
    const known = effects.get(area)
    if (known) return known
    const made = { area, units: 0, sums: columns.map(() => 0) }
    effects.set(area, made)
    return made
  }
  // Most units in a row come from one area: it is looked up when it changes only.
  let source: Effect | undefined
  const gained: Effect = { area: to, units: 0, sums: columns.map(() => 0) }
  for (const unit of units) {
    const from = assignment[unit] ?? 0
    if (from === to) continue
    if (source?.area !== from) source = at(from)
    source.units--
    gained.units++
    for (let k = 0; k < columns.length; k++) {
      const value = columns[k]?.[unit] ?? 0
      if (value !== value) continue
      source.sums[k] = (source.sums[k] ?? 0) - value
      gained.sums[k] = (gained.sums[k] ?? 0) + value
    }
  }
  if (gained.units > 0) effects.set(to, gained)
  return [...effects.values()].sort((a, b) => b.units - a.units)
}

/** sumOf adds up each column over the given units. */
export function sumOf(columns: readonly Float64Array[], units: readonly number[]): number[] {
  return columns.map((column) => {
    let sum = 0
    for (const unit of units) {
      const value = column[unit] ?? 0
      if (value === value) sum += value
    }
    return sum
  })
}

/** countByArea counts the given units by the area that holds them, the largest first. */
export function countByArea(assignment: Int32Array, units: readonly number[]): { area: number; units: number }[] {
  const counts = new Map<number, number>()
  for (const unit of units) {
    const area = assignment[unit] ?? 0
    counts.set(area, (counts.get(area) ?? 0) + 1)
  }
  return [...counts].map(([area, n]) => ({ area, units: n })).sort((a, b) => b.units - a.units)
}

/** differing returns the units whose area differs between two assignments, ascending. */
export function differing(left: Int32Array, right: Int32Array): number[] {
  const found: number[] = []
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) found.push(i)
  return found
}

/** touched lists the areas that moving units to an area changes: that one first, then those that lose most, at most so many. */
export function touched(assignment: Int32Array, units: readonly number[], to: number, most: number): number[] {
  const losing = countByArea(assignment, units).map(({ area }) => area).filter((area) => area !== to && area !== 0)
  return [...(to > 0 ? [to] : []), ...losing].slice(0, most)
}
