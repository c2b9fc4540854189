import { nowhere } from './mercator'

/** A box in Mercator, y growing south. */
export type Extent = [west: number, north: number, east: number, south: number]

/** How many times smaller the map must become without the outermost hundredth before that is taken for strays. */
const worth = 4

/** How far beyond the rest units still belong to it, as a share of its size. */
const margin = 0.25

/**
 * extent is where the map looks first: the Mercator box of all units but the outermost thousandth on each side; null when no
 * unit has a position. Files hold mistakes too, such as positions at 0, 0 or exchanged coordinates: where a hundredth of the
 * units makes the map many times larger, it looks at the rest. Positions are x and y interleaved.
 */
export function extent(xy: Float64Array): Extent | null {
  const x = new Spread(xy, 0)
  const y = new Spread(xy, 1)
  if (x.n === 0) return null
  const box = (share: number): Extent => {
    const [west, east] = x.without(share)
    const [north, south] = y.without(share)
    return [west, north, east, south]
  }
  const all = box(0.001)
  const most = box(0.01)
  if (size(all) <= worth * size(most)) return all
  const [west, north, east, south] = most
  const [left, right] = x.within(west - margin * (east - west), east + margin * (east - west))
  const [top, bottom] = y.within(north - margin * (south - north), south + margin * (south - north))
  return [left, top, right, bottom]
}

const size = ([west, north, east, south]: Extent) => (east - west) * (south - north)

/** Into how many parts the range of a coordinate is cut. */
const parts = 1 << 16

/** Spread counts how the values of one coordinate lie, in parts of their range: what is asked of it is exact to one part. */
class Spread {
  readonly n: number = 0
  private readonly least: number = Infinity
  private readonly most: number = -Infinity
  private readonly counts = new Uint32Array(parts)
  private readonly width: number

  constructor(private readonly xy: Float64Array, private readonly from: 0 | 1) {
    for (let at = from; at < xy.length; at += 2) {
      const value = xy[at] ?? nowhere
      if (value < 0) continue
      this.n++
      if (value < this.least) this.least = value
      if (value > this.most) this.most = value
    }
    this.width = (this.most - this.least) / parts
    for (let at = from; at < xy.length; at += 2) {
      const value = xy[at] ?? nowhere
      if (value < 0) continue
      const part = this.width > 0 ? Math.min(parts - 1, Math.floor((value - this.least) / this.width)) : 0
      this.counts[part] = (this.counts[part] ?? 0) + 1
    }
  }

  /** without is the range that is left without a share of the values on each side. */
  without(share: number): [low: number, high: number] {
    const { counts, least, most, width } = this
    const beyond = Math.floor(share * this.n)
    let low = 0
    for (let left = beyond; low < parts - 1 && (counts[low] ?? 0) <= left; low++) left -= counts[low] ?? 0
    let high = parts - 1
    for (let left = beyond; high > low && (counts[high] ?? 0) <= left; high--) left -= counts[high] ?? 0
    return [least + low * width, high === parts - 1 ? most : least + (high + 1) * width]
  }

  /** within is the range of the values from one to another. */
  within(from: number, to: number): [low: number, high: number] {
    let low = to
    let high = from
    for (let at: number = this.from; at < this.xy.length; at += 2) {
      const value = this.xy[at] ?? nowhere
      if (value < from || value > to) continue
      if (value < low) low = value
      if (value > high) high = value
    }
    return [low, high]
  }
}
