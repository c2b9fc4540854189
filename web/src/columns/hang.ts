import Delaunator from 'delaunator'
import { nowhere } from './mercator'

/** How something hangs together: its parts, and what is outside the largest one. */
export interface Pieces { parts: number; apart: number }

/** Whether an area hangs together, by its units. */
export interface Parts extends Pieces { area: number }

/** What a move does to how areas hang together, one entry per area asked about. */
export interface Hanging { area: number; before: Pieces; after: Pieces }

/**
 * A Neighbourhood says which places touch: the Delaunay graph of the distinct positions of a snapshot, as the engine
 * uses it for units without boundaries. Units at one position share a place.
 */
export class Neighbourhood {
  /** The place of each unit, -1 for units without a position. */
  private readonly place: Int32Array
  private readonly offset: Int32Array
  private readonly target: Int32Array
  private readonly places: number

  /** Positions are x and y interleaved; building costs n log n. */
  constructor(xy: Float64Array) {
    const { place, coords } = distinct(xy)
    this.place = place
    this.places = coords.length / 2
    const pairs = edges(coords)
    this.offset = new Int32Array(this.places + 1)
    for (const end of pairs) this.offset[end + 1] = (this.offset[end + 1] ?? 0) + 1
    for (let p = 0; p < this.places; p++) this.offset[p + 1] = (this.offset[p + 1] ?? 0) + (this.offset[p] ?? 0)
    this.target = new Int32Array(pairs.length)
    const next = this.offset.slice()
    for (let e = 0; e < pairs.length; e += 2) {
      const a = pairs[e] ?? 0
      const b = pairs[e + 1] ?? 0
      this.target[next[a] ?? 0] = b
      this.target[next[b] ?? 0] = a
      next[a] = (next[a] ?? 0) + 1
      next[b] = (next[b] ?? 0) + 1
    }
  }

  /** parts counts the parts of an area; of says the area of each unit. */
  parts(area: number, of: (unit: number) => number): Parts {
    const held = new Int32Array(this.places)
    for (let unit = 0; unit < this.place.length; unit++) {
      const p = this.place[unit] ?? -1
      if (p >= 0 && of(unit) === area) held[p] = (held[p] ?? 0) + 1
    }
    const stack = new Int32Array(this.places)
    let parts = 0
    let units = 0
    let largest = 0
    for (let start = 0; start < this.places; start++) {
      if ((held[start] ?? 0) === 0) continue
      parts++
      let size = 0
      let top = 0
      const visit = (p: number) => {
        size += held[p] ?? 0
        held[p] = 0
        stack[top++] = p
      }
      visit(start)
      while (top > 0) {
        const p = stack[--top] ?? 0
        for (let e = this.offset[p] ?? 0; e < (this.offset[p + 1] ?? 0); e++) {
          const q = this.target[e] ?? 0
          if ((held[q] ?? 0) > 0) visit(q)
        }
      }
      units += size
      largest = Math.max(largest, size)
    }
    return { area, parts, apart: units - largest }
  }

  /** ofMove compares areas before and after some units go to another area. */
  ofMove(assignment: Int32Array, units: Iterable<number>, to: number, areas: readonly number[]): Hanging[] {
    const then = assignment.slice()
    for (const unit of units) then[unit] = to
    return areas.map((area) => ({
      area, before: this.parts(area, (unit) => assignment[unit] ?? 0), after: this.parts(area, (unit) => then[unit] ?? 0),
    }))
  }
}

/** distinct numbers the different positions. */
function distinct(xy: Float64Array): { place: Int32Array; coords: Float64Array } {
  const n = xy.length / 2
  const place = new Int32Array(n).fill(-1)
  const coords = new Float64Array(xy.length)
  const first = new Map<number, number>()
  const next = new Int32Array(n).fill(-1)
  let count = 0
  for (let unit = 0; unit < n; unit++) {
    const x = xy[2 * unit] ?? 0
    const y = xy[2 * unit + 1] ?? 0
    if (x === nowhere) continue
    let at = first.get(x) ?? -1
    while (at >= 0 && coords[2 * at + 1] !== y) at = next[at] ?? -1
    if (at < 0) {
      at = count++
      coords[2 * at] = x
      coords[2 * at + 1] = y
      next[at] = first.get(x) ?? -1
      first.set(x, at)
    }
    place[unit] = at
  }
  return { place, coords: coords.slice(0, 2 * count) }
}

/** edges lists each edge of the Delaunay graph once, as pairs; places in a row are joined one to the next. */
function edges(coords: Float64Array): Int32Array {
  const n = coords.length / 2
  if (n < 2) return new Int32Array()
  const { triangles, halfedges, hull } = new Delaunator(coords)
  if (triangles.length === 0) return chain(hull)
  const pairs: number[] = []
  for (let e = 0; e < triangles.length; e++) {
    if (e < (halfedges[e] ?? -1)) continue
    pairs.push(triangles[e] ?? 0, triangles[e % 3 === 2 ? e - 2 : e + 1] ?? 0)
  }
  return Int32Array.from(pairs)
}

function chain(order: Uint32Array): Int32Array {
  const pairs: number[] = []
  for (let k = 1; k < order.length; k++) pairs.push(order[k - 1] ?? 0, order[k] ?? 0)
  return Int32Array.from(pairs)
}
