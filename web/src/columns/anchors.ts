import { latitude, longitude } from './mercator'
import type { Surface } from './surface'

/** Where the name of a slot stands: inside its largest part, far from the border. */
export interface Anchor {
  slot: number
  /** Longitude and latitude. */
  at: [number, number]
  /** Cells that the slot covers, a measure of how much room its name has. */
  cells: number
}

/** anchors finds a place for the name of every slot that the surface shows, in the order in which they are met from the north-west. */
export function anchors(surface: Surface): Anchor[] {
  const { frame, columns } = surface
  const size = (frame.east - frame.west) / columns
  const parts = label(surface)
  const found = new Map<number, Anchor>()
  const widest = new Map<number, number>()
  parts.slots.forEach((slot, part) => {
    const count = parts.cells[part] ?? 0
    const deepest = parts.deepest[part] ?? 0
    const anchor = found.get(slot) ?? { slot, at: [0, 0], cells: 0 }
    anchor.cells += count
    if (count > (widest.get(slot) ?? 0)) {
      widest.set(slot, count)
      anchor.at = [longitude(frame.west + ((deepest % columns) + 0.5) * size), latitude(frame.north + (Math.floor(deepest / columns) + 0.5) * size)]
    }
    found.set(slot, anchor)
  })
  return [...found.values()]
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
