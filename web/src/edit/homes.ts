import type { OptimizeRequest } from '../api/types'

/** A centre that an optimisation may not move; without an area it makes a new territory. */
export interface Home { area: number; name: string; lon: number; lat: number }

/** moved puts one home somewhere else. */
export const moved = (homes: readonly Home[], at: number, to: Partial<Home>): Home[] => homes.map((home, k) => (k === at ? { ...home, ...to } : home))

/** toHomes is how a request names homes. */
export const toHomes = (homes: readonly Home[]): NonNullable<OptimizeRequest['homes']> =>
  homes.map(({ area, name, lon, lat }) => ({ lon, lat, ...(area > 0 ? { area } : name !== '' ? { name } : {}) }))

/** readPlace understands "40.71, -74.01", latitude first; undefined for what is no place on Earth. */
export function readPlace(text: string): { lon: number; lat: number } | undefined {
  const parts = text.split(/[,;\s]+/).filter(Boolean).map(Number)
  const [lat = NaN, lon = NaN] = parts
  return parts.length === 2 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lon, lat } : undefined
}

/** writePlace is the same the other way, to about a metre. */
export const writePlace = ({ lon, lat }: { lon: number; lat: number }): string => `${Number(lat.toFixed(5))}, ${Number(lon.toFixed(5))}`

/** What a file of homes holds: homes, or the first row that cannot be read. */
export type HomesRead = { homes: Home[] } | { wrong: number }

/** readHomes reads CSV or TSV text with the columns lon, lat and area in any order; numberOf gives the number of a name, 0 for none. */
export function readHomes(text: string, numberOf: (name: string) => number): HomesRead {
  const rows = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line.trim() !== '').map(cells)
  const head = (rows[0] ?? []).map((name) => name.trim().toLowerCase())
  const column = (...names: string[]) => head.findIndex((name) => names.includes(name))
  const lon = column('lon', 'longitude', 'lng')
  const lat = column('lat', 'latitude')
  const area = column('area', 'territory', 'name', 'owner')
  if (lon < 0 || lat < 0) return { wrong: 1 }
  const homes: Home[] = []
  for (const [k, row] of rows.slice(1).entries()) {
    const place = readPlace(`${row[lat] ?? ''},${row[lon] ?? ''}`)
    if (!place) return { wrong: k + 2 }
    const name = area >= 0 ? (row[area] ?? '').trim() : ''
    const number = name === '' ? 0 : numberOf(name)
    homes.push({ ...place, area: number, name: number > 0 ? '' : name })
  }
  return { homes }
}

/** cells splits a line at tabs, or at commas or semicolons outside quotes. */
function cells(line: string): string[] {
  if (line.includes('\t')) return line.split('\t')
  const mark = line.includes(';') && !line.includes(',') ? ';' : ','
  const out: string[] = ['']
  let quoted = false
  for (const c of line) {
    if (c === '"') quoted = !quoted
    else if (c === mark && !quoted) out.push('')
    else out[out.length - 1] += c
  }
  return out
}
