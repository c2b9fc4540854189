import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { fetchTopology } from '../api/columns'

type Named = { name?: string }
type Atlas = Topology<Record<string, GeometryCollection<Named>>>

/** The built-in base map as GeoJSON: land, border lines and names. */
export interface Geography {
  land: FeatureCollection
  borders: GeoJSON.MultiLineString
  names: FeatureCollection<Point, Named>
}

export interface Lines {
  borders: GeoJSON.MultiLineString
  names: FeatureCollection<Point, Named>
}

const decoder = new TextDecoder()

const parse = (bytes: ArrayBuffer): Atlas => JSON.parse(decoder.decode(bytes)) as Atlas

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((cause: unknown) => {
      loading = undefined
      throw cause
    })
    return loading
  }
}

/** worldTopology loads the countries as they come, for the columns worker. */
export const worldTopology = once(() => fetchTopology('world-countries'))

/** world loads countries and land; the answer is kept for the next map. */
export const world = once(async (): Promise<Geography> => {
  const topology = parse(await worldTopology())
  const { countries, land } = topology.objects
  if (!countries || !land) throw new Error('world-countries lacks the objects countries and land')
  return {
    land: feature(topology, land),
    borders: mesh(topology, countries, (a, b) => a !== b),
    names: names(feature(topology, countries) as FeatureCollection<Polygon | MultiPolygon, Named>),
  }
})

/** states loads the borders and names of the states of the USA. */
export const states = once(() => lines('us-states', 'states'))

/** counties loads the borders and names of the counties of the USA. */
export const counties = once(() => lines('us-counties', 'counties'))

async function lines(set: string, object: string): Promise<Lines> {
  const topology = parse(await fetchTopology(set))
  const parts = topology.objects[object]
  if (!parts) throw new Error(`${set} lacks the object ${object}`)
  return {
    borders: mesh(topology, parts, (a, b) => a !== b),
    names: names(feature(topology, parts) as FeatureCollection<Polygon | MultiPolygon, Named>),
  }
}

/** names puts one point on the largest part of each feature. */
function names(features: FeatureCollection<Polygon | MultiPolygon, Named>): FeatureCollection<Point, Named> {
  const points: Feature<Point, Named>[] = []
  for (const { geometry, properties } of features.features) {
    if (!geometry || !properties?.name) continue
    const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    let largest: { area: number; at: Position } = { area: 0, at: [0, 0] }
    for (const part of parts) {
      const measured = centroid(part[0] ?? [])
      if (measured.area > largest.area) largest = measured
    }
    points.push({
      type: 'Feature',
      properties: { name: properties.name },
      geometry: { type: 'Point', coordinates: largest.at },
    })
  }
  return { type: 'FeatureCollection', features: points }
}

function centroid(ring: Position[]): { area: number; at: Position } {
  let area = 0
  let x = 0
  let y = 0
  for (let k = 0; k + 1 < ring.length; k++) {
    const [ax = 0, ay = 0] = ring[k] ?? []
    const [bx = 0, by = 0] = ring[k + 1] ?? []
    const cross = ax * by - bx * ay
    area += cross
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  return area === 0 ? { area: 0, at: [0, 0] } : { area: Math.abs(area), at: [x / (3 * area), y / (3 * area)] }
}
