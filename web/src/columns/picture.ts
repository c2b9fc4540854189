import type { Frame, Surface } from './surface'

/** A surface made fine enough to be drawn pixel by pixel. */
export interface Picture {
  frame: Frame
  columns: number
  rows: number
  /** The slot of each texel, row by row from the north; 0 is nobody's. */
  slots: Uint16Array<ArrayBuffer>
  /** How much of each texel the line along a border covers, 0 to 255. */
  lines: Uint8Array<ArrayBuffer>
}

/** The most texels along a side: every GPU that draws WebGL 2 holds as many. */
const most = 4096

/**
 * picture cuts every cell into fineness × fineness texels. A texel belongs to the slot that weighs most among the nine
 * cells around, by the weights of the quadratic B-spline, which makes smooth borders of the cells' corners.
 */
export function picture(surface: Surface, fineness: number): Picture {
  const fine = Math.max(1, Math.min(fineness, Math.floor(most / surface.columns), Math.floor(most / surface.rows)))
  const columns = surface.columns * fine
  const rows = surface.rows * fine
  const slots = refine(surface, fine)
  return { frame: surface.frame, columns, rows, slots, lines: lines(slots, columns, rows) }
}

/** slotAt is the slot at a place in the Mercator unit square; 0 outside the picture. */
export function slotAt({ frame, columns, rows, slots }: Picture, x: number, y: number): number {
  const size = (frame.east - frame.west) / columns
  const column = Math.floor((x - frame.west) / size)
  const row = Math.floor((y - frame.north) / size)
  return column >= 0 && column < columns && row >= 0 && row < rows ? (slots[row * columns + column] ?? 0) : 0
}

/** weights of the cell before, the cell itself and the cell after, for each texel across a cell. */
function spline(fine: number): Float64Array {
  const out = new Float64Array(3 * fine)
  for (let k = 0; k < fine; k++) {
    const t = (k + 0.5) / fine
    out.set([0.5 * (1 - t) ** 2, 0.75 - (t - 0.5) ** 2, 0.5 * t ** 2], 3 * k)
  }
  return out
}

function refine({ cells, columns, rows }: Surface, fine: number): Uint16Array<ArrayBuffer> {
  const across = columns * fine
  const out = new Uint16Array(across * rows * fine)
  const weights = spline(fine)
  const around = new Uint16Array(9)
  /** For each of the nine, the first of them with the same slot. */
  const same = new Uint8Array(9)
  const sums = new Float64Array(9)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const own = cells[row * columns + column] ?? 0
      let alike = true
      for (let k = 0; k < 9; k++) {
        const r = Math.min(rows - 1, Math.max(0, row + Math.floor(k / 3) - 1))
        const c = Math.min(columns - 1, Math.max(0, column + (k % 3) - 1))
        const slot = cells[r * columns + c] ?? 0
        around[k] = slot
        if (slot !== own) alike = false
      }
      const first = row * fine * across + column * fine
      if (alike) {
        if (own !== 0) for (let y = 0; y < fine; y++) out.fill(own, first + y * across, first + y * across + fine)
        continue
      }
      for (let k = 0; k < 9; k++) same[k] = around.indexOf(around[k] ?? 0)
      for (let y = 0; y < fine; y++) {
        for (let x = 0; x < fine; x++) {
          sums.fill(0)
          let best = same[4] ?? 0
          for (let k = 0; k < 9; k++) {
            const group = same[k] ?? 0
            sums[group] = (sums[group] ?? 0) + (weights[3 * y + Math.floor(k / 3)] ?? 0) * (weights[3 * x + (k % 3)] ?? 0)
          }
          for (let k = 0; k < 9; k++) if ((sums[k] ?? 0) > (sums[best] ?? 0)) best = k
          out[first + y * across + x] = around[best] ?? 0
        }
      }
    }
  }
  return out
}

/** lines covers the texels of a slot that touch another: whole beside it, half where only their corners meet. */
function lines(slots: Uint16Array, columns: number, rows: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(slots.length)
  for (let row = 1; row + 1 < rows; row++) {
    for (let column = 1; column + 1 < columns; column++) {
      const at = row * columns + column
      const own = slots[at]
      if (own === 0) continue
      if (slots[at - 1] !== own || slots[at + 1] !== own || slots[at - columns] !== own || slots[at + columns] !== own) out[at] = 255
      else if (slots[at - columns - 1] !== own || slots[at - columns + 1] !== own || slots[at + columns - 1] !== own || slots[at + columns + 1] !== own) out[at] = 128
    }
  }
  return out
}
