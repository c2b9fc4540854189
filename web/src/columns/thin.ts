/** The units worth drawing up to a zoom: one for each pixel that any unit covers. */
export interface Thinned { zoom: number; units: Uint32Array<ArrayBuffer> }

const steps = [3, 4, 5, 6, 7, 8] as const

/** A level that leaves out less than this share of the units is not worth its memory. */
const worth = 0.2

/**
 * thinned lists, for a few zooms, the units that show there: of several in one pixel only the last, which is drawn over
 * the others anyway. Few units, or units far apart, need no lists. Positions are x and y interleaved; cost n a zoom.
 */
export function thinned(xy: Float64Array, least = 20_000): Thinned[] {
  const n = xy.length / 2
  if (n < least) return []
  const out: Thinned[] = []
  for (const zoom of steps) {
    const units = lastPerCell(xy, 512 * 2 ** zoom)
    if (units.length > (1 - worth) * n) break
    out.push({ zoom, units })
  }
  return out
}

/** lastPerCell hashes units into cells, the world being so many cells wide, and keeps the last unit of each, ascending. */
function lastPerCell(xy: Float64Array, across: number): Uint32Array<ArrayBuffer> {
  const n = xy.length / 2
  const size = 2 ** Math.ceil(Math.log2(2 * n + 1))
  const keys = new Float64Array(size).fill(-1)
  const kept = new Uint8Array(n)
  let count = 0
  for (let unit = n - 1; unit >= 0; unit--) {
    const x = xy[2 * unit] ?? 0
    if (x < 0) continue
    const key = Math.floor((xy[2 * unit + 1] ?? 0) * across) * across + Math.floor(x * across)
    let at = (Math.imul(Math.floor(key / 4294967296) ^ (key >>> 0), 0x9e3779b1) >>> 0) & (size - 1)
    while (keys[at] !== -1 && keys[at] !== key) at = (at + 1) & (size - 1)
    if (keys[at] === key) continue
    keys[at] = key
    kept[unit] = 1
    count++
  }
  const units = new Uint32Array(count)
  for (let unit = 0, k = 0; unit < n; unit++) if (kept[unit]) units[k++] = unit
  return units
}
