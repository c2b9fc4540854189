import { latitude, longitude } from './mercator'
import type { Surface } from './surface'

/** The shape of one slot: polygons of rings of [longitude, latitude], outer ring first. */
export interface Shape {
  slot: number
  polygons: [number, number][][][]
  /** Where a label sits: inside the largest part, far from its border. */
  label: [number, number]
  /** Cells covered, a measure of how much room a label has. */
  cells: number
}

/** Sides of a cell in the order a walker meets them with the cell on its right: top, right, bottom, left. */
const sideX = [0, 1, 1, 0] as const
const sideY = [0, 0, 1, 1] as const
const stepX = [1, 0, -1, 0] as const
const stepY = [0, 1, 0, -1] as const

/** outline traces the borders of a surface, one shape per slot, with corners rounded alike on both sides of a border. */
export function outline(surface: Surface): Shape[] {
  const parts = label(surface)
  const rings = trace(surface, parts)
  return assemble(surface, parts, rings)
}

interface Parts {
  /** The connected part that each cell belongs to, -1 for empty cells. */
  of: Int32Array
  slots: number[]
  cells: number[]
  /** The cell of each part farthest from its border. */
  deepest: number[]
}

/** label finds the 4-connected parts of equal slot. */
function label({ cells, columns, rows }: Surface): Parts {
  const of = new Int32Array(cells.length).fill(-1)
  const parts: Parts = { of, slots: [], cells: [], deepest: [] }
  const stack = new Int32Array(cells.length)
  for (let start = 0; start < cells.length; start++) {
    const slot = cells[start] ?? 0
    if (slot === 0 || of[start] !== -1) continue
    const part = parts.slots.length
    let top = 0
    let count = 0
    const visit = (c: number) => {
      if (of[c] !== -1 || cells[c] !== slot) return
      of[c] = part
      stack[top++] = c
    }
    visit(start)
    while (top > 0) {
      const c = stack[--top] ?? 0
      const column = c % columns
      count++
      if (column > 0) visit(c - 1)
      if (column + 1 < columns) visit(c + 1)
      if (c >= columns) visit(c - columns)
      if (c + columns < columns * rows) visit(c + columns)
    }
    parts.slots.push(slot)
    parts.cells.push(count)
    parts.deepest.push(start)
  }
  deepen(parts, columns, rows)
  return parts
}

/** deepen finds each part's deepest cell by a chamfer distance to the nearest cell of another part. */
function deepen(parts: Parts, columns: number, rows: number): void {
  const { of } = parts
  const depth = new Uint16Array(of.length)
  const best = new Uint16Array(parts.slots.length)
  const from = (c: number, n: number) => (of[n] === of[c] ? (depth[n] ?? 0) + 1 : 1)
  for (let row = 1; row < rows; row++) {
    for (let column = 1; column < columns; column++) {
      const c = row * columns + column
      if ((of[c] ?? -1) >= 0) depth[c] = Math.min(from(c, c - 1), from(c, c - columns))
    }
  }
  for (let row = rows - 2; row >= 0; row--) {
    for (let column = columns - 2; column >= 0; column--) {
      const c = row * columns + column
      const part = of[c] ?? -1
      if (part < 0) continue
      const here = Math.min(depth[c] ?? 0, from(c, c + 1), from(c, c + columns))
      depth[c] = here
      if (here > (best[part] ?? 0)) {
        best[part] = here
        parts.deepest[part] = c
      }
    }
  }
}

/** trace walks every border once, with the part on the right; rings are x, y in cells, interleaved. */
function trace({ columns, rows }: Surface, { of }: Parts): { part: number; ring: number[] }[] {
  const seen = new Uint8Array(of.length)
  const rings: { part: number; ring: number[] }[] = []
  const at = (column: number, row: number) =>
    column >= 0 && column < columns && row >= 0 && row < rows ? (of[row * columns + column] ?? -1) : -1
  /** Whether the cell beyond a side belongs to another part. Beyond top is row-1, beyond right column+1, and so on. */
  const border = (column: number, row: number, side: number) =>
    at(column + (side === 1 ? 1 : side === 3 ? -1 : 0), row + (side === 2 ? 1 : side === 0 ? -1 : 0)) !== at(column, row)

  const walk = (startColumn: number, startRow: number, startSide: number): number[] => {
    const ring: number[] = []
    let column = startColumn
    let row = startRow
    let side = startSide
    do {
      seen[row * columns + column] = (seen[row * columns + column] ?? 0) | (1 << side)
      ring.push(column + (sideX[side] ?? 0), row + (sideY[side] ?? 0))
      const turn = (side + 1) % 4
      if (border(column, row, turn)) {
        side = turn
        continue
      }
      column += stepX[side] ?? 0
      row += stepY[side] ?? 0
      if (border(column, row, side)) continue
      // The cell ahead and the one beyond its side are of this part: turn left onto the latter.
      const left = (side + 3) % 4
      column += stepX[left] ?? 0
      row += stepY[left] ?? 0
      side = left
    } while (!(column === startColumn && row === startRow && side === startSide))
    return ring
  }

  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const part = at(column, row)
      if (part < 0) continue
      for (const side of [0, 2]) {
        const done = ((seen[row * columns + column] ?? 0) >> side) & 1
        if (!done && border(column, row, side)) rings.push({ part, ring: walk(column, row, side) })
      }
    }
  }
  return rings
}

function assemble(surface: Surface, parts: Parts, rings: { part: number; ring: number[] }[]): Shape[] {
  const { frame, columns } = surface
  const size = (frame.east - frame.west) / columns
  const degrees = (x: number, y: number): [number, number] => [
    longitude(frame.west + x * size), latitude(frame.north + y * size),
  ]
  const outer = new Map<number, [number, number][][]>()
  const holes: { part: number; ring: [number, number][] }[] = []
  for (const { part, ring } of rings) {
    const round = closed(smooth(ring), degrees)
    if (area(ring) > 0) outer.set(part, [round])
    else holes.push({ part, ring: round })
  }
  for (const hole of holes) outer.get(hole.part)?.push(hole.ring)
  const shapes = new Map<number, Shape>()
  const widest = new Map<number, number>()
  for (const [part, polygon] of outer) {
    const slot = parts.slots[part] ?? 0
    const shape = shapes.get(slot) ?? { slot, polygons: [], label: [0, 0], cells: 0 }
    const count = parts.cells[part] ?? 0
    const deepest = parts.deepest[part] ?? 0
    shape.polygons.push(polygon)
    shape.cells += count
    if (count > (widest.get(slot) ?? 0)) {
      widest.set(slot, count)
      shape.label = degrees((deepest % columns) + 0.5, Math.floor(deepest / columns) + 0.5)
    }
    shapes.set(slot, shape)
  }
  return [...shapes.values()]
}

/** area is twice the signed area of a ring; positive for outer rings, because rows grow southwards. */
function area(ring: number[]): number {
  let sum = 0
  for (let a = 0, b = ring.length - 2; a < ring.length; b = a, a += 2) {
    sum += (ring[b] ?? 0) * (ring[a + 1] ?? 0) - (ring[a] ?? 0) * (ring[b + 1] ?? 0)
  }
  return sum
}

/** smooth replaces a ring of unit steps by the midpoints of midpoints of its steps; the same from either side. */
function smooth(ring: number[]): number[] {
  let line = ring
  for (let pass = 0; pass < 4; pass++) {
    const next = new Array<number>(line.length)
    for (let k = 0; k < line.length; k += 2) {
      const after = (k + 2) % line.length
      next[k] = ((line[k] ?? 0) + (line[after] ?? 0)) / 2
      next[k + 1] = ((line[k + 1] ?? 0) + (line[after + 1] ?? 0)) / 2
    }
    line = next
  }
  return line
}

/** closed drops vertices on straight runs, maps to degrees and repeats the first vertex at the end. */
function closed(line: number[], degrees: (x: number, y: number) => [number, number]): [number, number][] {
  const n = line.length
  const out: [number, number][] = []
  for (let k = 0; k < n; k += 2) {
    const x = line[k] ?? 0
    const y = line[k + 1] ?? 0
    const inX = x - (line[(k + n - 2) % n] ?? 0)
    const inY = y - (line[(k + n - 1) % n] ?? 0)
    const outX = (line[(k + 2) % n] ?? 0) - x
    const outY = (line[(k + 3) % n] ?? 0) - y
    if (Math.abs(inX * outY - inY * outX) > 1e-9) out.push(degrees(x, y))
  }
  const first = out[0]
  if (first) out.push(first)
  return out
}
