import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { mercatorX, mercatorY } from './mercator'
import type { Frame } from './surface'

/** One country: its rings in the Mercator unit square, x and y interleaved, and the box around them. */
interface Country {
  rings: Float64Array[]
  west: number
  north: number
  east: number
  south: number
}

/** Land knows which country a place of the map belongs to, so that territories end at coasts and borders. */
export class Land {
  private readonly countries: Country[]
  private last: { key: string; mask: Uint16Array } | undefined

  /** The topology has an object "countries". */
  constructor(topology: Topology<Record<string, GeometryCollection>>) {
    const object = topology.objects['countries']
    const features = object ? feature(topology, object).features : []
    this.countries = features.flatMap(({ geometry }) => {
      if (geometry?.type === 'Polygon') return [country([geometry.coordinates])]
      if (geometry?.type === 'MultiPolygon') return [country(geometry.coordinates)]
      return []
    })
  }

  /**
   * mask gives each cell of a frame the number of its country, from 1; 0 is water. The mask of the last frame is kept,
   * because plans change more often than the view.
   */
  mask(frame: Frame, rows: number): Uint16Array {
    const key = `${frame.west} ${frame.north} ${frame.east} ${frame.columns} ${rows}`
    if (this.last?.key === key) return this.last.mask
    const mask = new Uint16Array(frame.columns * rows)
    this.countries.forEach((land, k) => {
      if (land.east >= frame.west && land.west <= frame.east && land.south >= frame.north && land.north <= frame.south) {
        fill(mask, land, k + 1, frame, rows)
      }
    })
    this.last = { key, mask }
    return mask
  }
}

function country(polygons: number[][][][]): Country {
  const made: Country = { rings: [], west: Infinity, north: Infinity, east: -Infinity, south: -Infinity }
  for (const ring of polygons.flat()) {
    const line = new Float64Array(2 * ring.length)
    ring.forEach(([lon = 0, lat = 0], k) => {
      const x = mercatorX(lon)
      const y = mercatorY(lat)
      line[2 * k] = x
      line[2 * k + 1] = y
      made.west = Math.min(made.west, x)
      made.east = Math.max(made.east, x)
      made.north = Math.min(made.north, y)
      made.south = Math.max(made.south, y)
    })
    made.rings.push(line)
  }
  return made
}

/** fill colours the cells whose centre is inside, row by row between the crossings of each row's middle. */
function fill(mask: Uint16Array, land: Country, value: number, frame: Frame, rows: number): void {
  const { columns } = frame
  const size = (frame.east - frame.west) / columns
  const crossings: number[][] = Array.from({ length: rows }, () => [])
  for (const ring of land.rings) {
    for (let k = 0; k + 3 < ring.length; k += 2) {
      const ax = ((ring[k] ?? 0) - frame.west) / size
      const ay = ((ring[k + 1] ?? 0) - frame.north) / size
      const bx = ((ring[k + 2] ?? 0) - frame.west) / size
      const by = ((ring[k + 3] ?? 0) - frame.north) / size
      // A row's middle is crossed when it lies in [low, high): each vertex counts once.
      const first = Math.max(0, Math.ceil(Math.min(ay, by) - 0.5))
      const end = Math.min(rows, Math.ceil(Math.max(ay, by) - 0.5))
      for (let row = first; row < end; row++) crossings[row]?.push(ax + ((row + 0.5 - ay) * (bx - ax)) / (by - ay))
    }
  }
  crossings.forEach((xs, row) => {
    xs.sort((a, b) => a - b)
    for (let k = 0; k + 1 < xs.length; k += 2) {
      const from = Math.max(0, Math.ceil((xs[k] ?? 0) - 0.5))
      const to = Math.min(columns, Math.ceil((xs[k + 1] ?? 0) - 0.5))
      if (from < to) mask.fill(value, row * columns + from, row * columns + to)
    }
  })
}
