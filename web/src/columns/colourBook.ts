import { colour } from './colouring'
import { colours, difference } from './palette'

/**
 * A ColourBook remembers which palette colour each area has, so that a map does not change its colours when units
 * move, and several maps of one plan agree.
 */
export class ColourBook {
  private readonly byArea = new Map<number, number>()

  /** of returns an area's palette colour; areas that have none yet get one by their number. */
  of(area: number): number {
    return this.byArea.get(area) ?? area % colours
  }

  /** fill gives colours to the areas that have none, unlike those of their neighbours. numbers[0] is not an area. */
  fill(numbers: Int32Array, pairs: Int32Array): void {
    const count = numbers.length - 1
    const keep = new Int16Array(count + 1).fill(-1)
    for (let slot = 1; slot <= count; slot++) keep[slot] = this.byArea.get(numbers[slot] ?? 0) ?? -1
    const chosen = colour(count, pairs, colours, difference, keep)
    for (let slot = 1; slot <= count; slot++) this.byArea.set(numbers[slot] ?? 0, chosen[slot] ?? 0)
  }

  get empty(): boolean {
    return this.byArea.size === 0
  }
}
