/** Where a map looks: longitude, latitude, zoom. */
export interface Camera { lon: number; lat: number; zoom: number }

/** writeCamera puts a camera into an address, to about a metre. */
export const writeCamera = ({ lon, lat, zoom }: Camera): string => `${lon.toFixed(5)},${lat.toFixed(5)},${zoom.toFixed(2)}`

/** readCamera understands what writeCamera wrote; undefined for what is no place on the map. */
export function readCamera(text: string | undefined): Camera | undefined {
  const parts = (text ?? '').split(',').map(Number)
  const [lon = NaN, lat = NaN, zoom = NaN] = parts
  if (parts.length !== 3 || !(Math.abs(lon) <= 180 && Math.abs(lat) <= 85.06 && zoom >= 0 && zoom <= 22)) return undefined
  return { lon, lat, zoom }
}

/** The layers of the map that can be switched; the first ones are on unless somebody chose otherwise. */
export const layers = ['units', 'shapes', 'names', 'places', 'lines', 'locks'] as const
export type Layer = (typeof layers)[number]
export const usualLayers: readonly Layer[] = ['units', 'shapes', 'names', 'places', 'lines']

/** layersOf reads the layers of a view or an address. Nothing chosen means the usual ones, "none" that all are off. */
export function layersOf(kept: readonly string[] | undefined): ReadonlySet<Layer> {
  if (!kept || kept.length === 0) return new Set(usualLayers)
  return new Set(layers.filter((layer) => kept.includes(layer)))
}

/** keepLayers is how layers are kept: in a fixed order, and "none" when all are off. */
export const keepLayers = (on: ReadonlySet<Layer>): string[] => {
  const kept = layers.filter((layer) => on.has(layer))
  return kept.length > 0 ? kept : ['none']
}
