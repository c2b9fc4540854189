import type { Scheme } from '../columns/palette'

/** A picture that MapLibre repeats over a fill. */
export interface Pattern { width: number; height: number; data: Uint8ClampedArray }

const ink: Record<Scheme, [number, number, number]> = { light: [38, 36, 31], dark: [243, 242, 236] }

/** draw paints a tile of size by size from the distance of every pixel to the pattern's nearest line. */
function draw(size: number, scheme: Scheme, distance: (x: number, y: number) => number): Pattern {
  const data = new Uint8ClampedArray(4 * size * size)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const strength = Math.max(0, Math.min(1, 1.4 - distance(x + 0.5, y + 0.5)))
      data.set([...ink[scheme], 205 * strength], 4 * (y * size + x))
    }
  }
  return { width: size, height: size, data }
}

/** hatch is diagonal lines: a boundary whose units are in several areas. */
export const hatch = (scheme: Scheme): Pattern =>
  draw(16, scheme, (x, y) => {
    const along = (((x + y) % 16) + 16) % 16
    return Math.min(along, 16 - along) / Math.SQRT2
  })

/** honeycomb is dots set as in a comb: a boundary that several territories hold. */
export const honeycomb = (scheme: Scheme): Pattern =>
  draw(16, scheme, (x, y) => {
    const near = (cx: number, cy: number) => Math.abs(Math.hypot(x - cx, y - cy) - 4.2)
    return Math.min(near(8, 8), near(0, 0), near(16, 0), near(0, 16), near(16, 16))
  })
