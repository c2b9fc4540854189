/** Web Mercator in the unit square: x grows east from 0 at 180° W, y grows south from 0 at about 85° N. */

/** mercatorX returns the x of a longitude in degrees. */
export const mercatorX = (lon: number): number => (lon + 180) / 360

/** mercatorY returns the y of a latitude in degrees. */
export function mercatorY(lat: number): number {
  const sin = Math.sin((Math.min(85.0511, Math.max(-85.0511, lat)) * Math.PI) / 180)
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)
}

/** longitude is the inverse of mercatorX. */
export const longitude = (x: number): number => x * 360 - 180

/** latitude is the inverse of mercatorY. */
export const latitude = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI

/** A position far outside the world, given to units that have none: it is never drawn, hovered or selected. */
export const nowhere = -9

/** Projected positions: x and y as doubles, interleaved, and the same split into two float32 for the GPU. */
export interface Projected {
  xy: Float64Array<ArrayBuffer>
  hi: Float32Array<ArrayBuffer>
  lo: Float32Array<ArrayBuffer>
}

/** project maps longitudes and latitudes; NaN means that a unit has no position. */
export function project(lon: Float64Array, lat: Float64Array): Projected {
  const n = lon.length
  const xy = new Float64Array(2 * n)
  const hi = new Float32Array(2 * n)
  const lo = new Float32Array(2 * n)
  for (let i = 0; i < n; i++) {
    const degreesEast = lon[i] ?? NaN
    const degreesNorth = lat[i] ?? NaN
    const known = degreesEast === degreesEast && degreesNorth === degreesNorth
    xy[2 * i] = known ? mercatorX(degreesEast) : nowhere
    xy[2 * i + 1] = known ? mercatorY(degreesNorth) : nowhere
  }
  split(xy, hi, lo)
  return { xy, hi, lo }
}

/** split writes each double as a float32 and the float32 of what the first one loses. */
export function split(values: Float64Array, hi: Float32Array, lo: Float32Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    const high = Math.fround(value)
    hi[i] = high
    lo[i] = value - high
  }
}
