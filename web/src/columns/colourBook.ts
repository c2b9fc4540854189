import { colour } from './colouring'
import { colours, difference } from './palette'

/** A border of fewer cells is a touch that nobody sees. */
const leastBorder = 3

/**
 * A ColourBook remembers which palette colour each area has, so that a map keeps its colours when units move, and
 * several maps of one plan agree. Only areas that have come to border on one of their own colour change it.
 */
export class ColourBook {
  private readonly byArea = new Map<number, number>()
  /** How often areas have got another colour than they had: what was drawn before is to be drawn again. */
  changes = 0

  /** of returns an area's palette colour; areas that have none yet get one by their number. */
  of(area: number): number {
    return this.byArea.get(area) ?? area % colours
  }

  /**
   * fill gives colours to the areas that have none, unlike those of their neighbours, and another to those that border
   * on their own where one is free. numbers[0] is not an area.
   */
  fill(numbers: Int32Array, pairs: Int32Array): void {
    const count = numbers.length - 1
    const keep = new Int16Array(count + 1).fill(-1)
    for (let slot = 1; slot <= count; slot++) keep[slot] = this.byArea.get(numbers[slot] ?? 0) ?? -1
    if (freed(keep, pairs)) this.changes++
    const chosen = colour(count, pairs, colours, difference, keep)
    for (let slot = 1; slot <= count; slot++) this.byArea.set(numbers[slot] ?? 0, chosen[slot] ?? 0)
  }

  get empty(): boolean {
    return this.byArea.size === 0
  }
}

/** freed takes the colour from one of each two slots that share it and a border, where another is free for it. */
function freed(keep: Int16Array, pairs: Int32Array): boolean {
  const clashes: [number, number][] = []
  for (let k = 0; k + 2 < pairs.length; k += 3) {
    const [a = 0, b = 0, length = 0] = [pairs[k], pairs[k + 1], pairs[k + 2]]
    if (length >= leastBorder && (keep[a] ?? -1) >= 0 && keep[a] === keep[b]) clashes.push([a, b])
  }
  if (clashes.length === 0) return false
  const around = new Map<number, Set<number>>()
  const near = (slot: number) => around.get(slot) ?? around.set(slot, new Set()).get(slot) ?? new Set<number>()
  for (let k = 0; k + 2 < pairs.length; k += 3) {
    const [a = 0, b = 0] = [pairs[k], pairs[k + 1]]
    near(a).add(keep[b] ?? -1)
    near(b).add(keep[a] ?? -1)
  }
  let changed = false
  for (const pair of clashes) {
    if (pair.some((slot) => keep[slot] === -1)) continue
    // The one with fewer colours around it has more to choose from.
    const [slot = 0] = pair.filter((one) => near(one).size < colours).sort((a, b) => near(a).size - near(b).size)
    if (slot === 0) continue
    keep[slot] = -1
    changed = true
  }
  return changed
}
