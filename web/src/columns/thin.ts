/** The units worth drawing up to a zoom: one for each cell of a grid with `across` cells around the world, about a pixel wide. */
export interface Thinned { zoom: number; across: number; units: Uint32Array<ArrayBuffer> }

/** The zooms with a list, whole ones and halves, the finest first: cells of each lie within those of the next. */
const ladders = [[8, 7, 6, 5, 4, 3], [7.5, 6.5, 5.5, 4.5, 3.5]] as const

/** A level that leaves out less than this share of the units is not worth its memory. */
const worth = 0.2

/** A unit is never drawn narrower than 1.5 pixels, so that one to a cell of 2^¼ = 1.2 pixels still leaves no gap. */
const slack = 0.25

/**
 * thinned lists, for a few zooms, the units that show there: of several in one cell only the last, which is drawn over
 * the others anyway. Few units, or units far apart, need no lists. Positions are x and y interleaved; cost n a zoom.
 */
export function thinned(xy: Float64Array, least = 20_000): Thinned[] {
  const n = xy.length / 2
  if (n < least) return []
  const out: Thinned[] = []
  const cells = new Cells(xy)
  for (const ladder of ladders) {
    let units: Uint32Array<ArrayBuffer> | undefined
    for (const step of ladder) {
      const across = 512 * 2 ** step
      units = cells.last(across, units)
      if (units.length <= (1 - worth) * n) out.push({ zoom: step + slack, across, units })
    }
  }
  return out.sort((a, b) => a.zoom - b.zoom)
}

/** Cells hashes units into the cells of a grid: open addressing, with room for twice as many as there are units. */
class Cells {
  private readonly held: Int32Array
  private readonly x: Int32Array
  private readonly y: Int32Array

  constructor(private readonly xy: Float64Array) {
    const n = xy.length / 2
    this.held = new Int32Array(room(n))
    this.x = new Int32Array(n)
    this.y = new Int32Array(n)
  }

  /** last is the last unit of each cell, ascending, the world being so many cells wide; of all units, or of some, ascending. */
  last(across: number, of?: Uint32Array): Uint32Array<ArrayBuffer> {
    const { xy, x, y } = this
    const n = of?.length ?? x.length
    const held = this.held.subarray(0, room(n)).fill(-1)
    const mask = held.length - 1
    const kept = new Uint32Array(n)
    let first = n
    for (let k = n - 1; k >= 0; k--) {
      const unit = of ? of[k] ?? 0 : k
      const east = xy[2 * unit] ?? -1
      if (east < 0) continue
      const cx = Math.floor(east * across)
      const cy = Math.floor((xy[2 * unit + 1] ?? 0) * across)
      const mixed = Math.imul(cx, 0x9e3779b1) ^ Math.imul(cy, 0x85ebca77)
      let at = (mixed ^ (mixed >>> 15)) & mask
      let other = held[at] ?? -1
      while (other >= 0 && (x[other] !== cx || y[other] !== cy)) {
        at = (at + 1) & mask
        other = held[at] ?? -1
      }
      if (other >= 0) continue
      held[at] = unit
      x[unit] = cx
      y[unit] = cy
      kept[--first] = unit
    }
    return kept.slice(first)
  }
}

const room = (n: number) => 2 ** Math.ceil(Math.log2(2 * n + 1))
