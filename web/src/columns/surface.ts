import type { Land } from './land'

/**
 * The surface turns units into shapes: a grid over part of the map in which every cell near a unit belongs to the
 * territory of the nearest one. Its borders are drawn, its neighbourhoods decide the colours, and the cell deepest
 * inside a territory carries the label. It is a picture of the plan, not its legal border.
 */
export interface Frame {
  /** Mercator unit square. */
  west: number
  north: number
  east: number
  south: number
  /** Cells across; the height follows from square cells. */
  columns: number
}

export interface Surface {
  columns: number
  rows: number
  frame: Frame
  /** The slot of each cell, row by row from the north; 0 where nothing is near. */
  cells: Uint16Array
}

/** How far, in cells, a unit's territory reaches into empty land. */
const reach = 20

/**
 * makeSurface grids the units. Positions are x and y interleaved, slots one per unit. With land, territories end at
 * coasts and at the borders of countries that hold no unit.
 */
export function makeSurface(xy: Float64Array, slots: Uint16Array, frame: Frame, land?: Land): Surface {
  const { columns } = frame
  const size = (frame.east - frame.west) / columns
  const rows = Math.max(1, Math.min(4096, Math.ceil((frame.south - frame.north) / size - 1e-6)))
  const cells = majority(xy, slots, frame, columns, rows, size)
  calm(cells, columns, rows)
  const mask = land?.mask(frame, rows)
  const peopled = mask && countriesWithUnits(cells, mask)
  spread(cells, columns, rows)
  calm(cells, columns, rows)
  if (mask && peopled) for (let c = 0; c < cells.length; c++) if (!peopled.has(mask[c] ?? 0)) cells[c] = 0
  return { columns, rows, frame, cells }
}

/** A country counts as planned when it holds more than a hundredth of the cells with units: borders are not exact. */
function countriesWithUnits(cells: Uint16Array, mask: Uint16Array): Set<number> {
  const counts = new Map<number, number>()
  let all = 0
  for (let c = 0; c < cells.length; c++) {
    const land = mask[c] ?? 0
    if (cells[c] === 0 || land === 0) continue
    all++
    counts.set(land, (counts.get(land) ?? 0) + 1)
  }
  return new Set([...counts].filter(([, n]) => n > 0.01 * all).map(([land]) => land))
}

/** majority gives each cell the slot that most of its units have, by the voting of Boyer and Moore. */
function majority(
  xy: Float64Array, slots: Uint16Array, frame: Frame, columns: number, rows: number, size: number,
): Uint16Array {
  const cells = new Uint16Array(columns * rows)
  const votes = new Int32Array(columns * rows)
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] ?? 0
    if (slot === 0) continue
    const column = Math.floor(((xy[2 * i] ?? NaN) - frame.west) / size)
    const row = Math.floor(((xy[2 * i + 1] ?? NaN) - frame.north) / size)
    if (!(column >= 0 && column < columns && row >= 0 && row < rows)) continue
    const cell = row * columns + column
    const lead = votes[cell] ?? 0
    if (cells[cell] === slot) votes[cell] = lead + 1
    else if (lead === 0) {
      cells[cell] = slot
      votes[cell] = 1
    } else votes[cell] = lead - 1
  }
  return cells
}

/** spread gives empty cells the slot of the nearest filled one within reach: two sweeps that carry the offset to it. */
function spread(cells: Uint16Array, columns: number, rows: number): void {
  const far = 30000
  const dx = new Int16Array(cells.length)
  const dy = new Int16Array(cells.length)
  for (let c = 0; c < cells.length; c++) if (cells[c] === 0) dx[c] = far
  const look = (c: number, from: number, stepX: number, stepY: number) => {
    if (dx[from] === far) return
    const nx = (dx[from] ?? 0) + stepX
    const ny = (dy[from] ?? 0) + stepY
    const held = dx[c] === far ? Infinity : (dx[c] ?? 0) ** 2 + (dy[c] ?? 0) ** 2
    const offered = nx * nx + ny * ny
    if (offered < held && offered <= reach * reach) {
      dx[c] = nx
      dy[c] = ny
      cells[c] = cells[from] ?? 0
    }
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const c = row * columns + column
      if (row > 0) {
        if (column > 0) look(c, c - columns - 1, 1, 1)
        look(c, c - columns, 0, 1)
        if (column + 1 < columns) look(c, c - columns + 1, -1, 1)
      }
      if (column > 0) look(c, c - 1, 1, 0)
    }
    for (let column = columns - 2; column >= 0; column--) look(row * columns + column, row * columns + column + 1, -1, 0)
  }
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const c = row * columns + column
      if (row + 1 < rows) {
        if (column + 1 < columns) look(c, c + columns + 1, -1, -1)
        look(c, c + columns, 0, -1)
        if (column > 0) look(c, c + columns - 1, 1, -1)
      }
      if (column + 1 < columns) look(c, c + 1, -1, 0)
    }
    for (let column = 1; column < columns; column++) look(row * columns + column, row * columns + column - 1, 1, 0)
  }
}

/** calm lets a cell follow its neighbours when at least three of the four filled ones agree against it. */
function calm(cells: Uint16Array, columns: number, rows: number): void {
  for (let row = 1; row + 1 < rows; row++) {
    for (let column = 1; column + 1 < columns; column++) {
      const c = row * columns + column
      const own = cells[c] ?? 0
      if (own === 0) continue
      const a = cells[c - 1] ?? 0
      const b = cells[c + 1] ?? 0
      const u = cells[c - columns] ?? 0
      const d = cells[c + columns] ?? 0
      if (a !== 0 && a !== own && ((a === b && (a === u || a === d)) || (a === u && a === d))) cells[c] = a
      else if (b !== 0 && b !== own && b === u && b === d) cells[c] = b
    }
  }
}

/** neighbours lists the pairs of slots that touch, with the length of their border in cells: a, b, length, a < b. */
export function neighbours(surface: Surface): Int32Array<ArrayBuffer> {
  const { cells, columns, rows } = surface
  const lengths = new Map<number, number>()
  const touch = (a: number, b: number) => {
    if (a === b || a === 0 || b === 0) return
    const key = Math.min(a, b) * 65536 + Math.max(a, b)
    lengths.set(key, (lengths.get(key) ?? 0) + 1)
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const c = row * columns + column
      if (column + 1 < columns) touch(cells[c] ?? 0, cells[c + 1] ?? 0)
      if (row + 1 < rows) touch(cells[c] ?? 0, cells[c + columns] ?? 0)
    }
  }
  const out = new Int32Array(3 * lengths.size)
  let k = 0
  for (const [key, length] of lengths) {
    out.set([Math.floor(key / 65536), key % 65536, length], k)
    k += 3
  }
  return out
}
