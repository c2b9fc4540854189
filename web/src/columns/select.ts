/** A closed ring or an open line in the Mercator unit square, x and y interleaved. */
export type Line = readonly number[]

/** inRing returns the units inside a ring, ascending. Positions are x and y interleaved; n units cost n × vertices. */
export function inRing(xy: Float64Array, ring: Line): number[] {
  const box = bounds(ring)
  const found: number[] = []
  for (let i = 0; 2 * i < xy.length; i++) {
    const x = xy[2 * i] ?? NaN
    const y = xy[2 * i + 1] ?? NaN
    if (x < box.west || x > box.east || y < box.north || y > box.south) continue
    if (contains(ring, x, y)) found.push(i)
  }
  return found
}

/** contains tests a point against a ring by the even-odd rule. */
export function contains(ring: Line, x: number, y: number): boolean {
  let inside = false
  const n = ring.length
  for (let a = 0, b = n - 2; a < n; b = a, a += 2) {
    const ax = ring[a] ?? 0
    const ay = ring[a + 1] ?? 0
    const bx = ring[b] ?? 0
    const by = ring[b + 1] ?? 0
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

/** nearLine returns the units within radius of a line, ascending: what a brush of that size has touched. */
export function nearLine(xy: Float64Array, line: Line, radius: number): number[] {
  const box = bounds(line)
  const found: number[] = []
  for (let i = 0; 2 * i < xy.length; i++) {
    const x = xy[2 * i] ?? NaN
    const y = xy[2 * i + 1] ?? NaN
    if (x < box.west - radius || x > box.east + radius || y < box.north - radius || y > box.south + radius) continue
    if (distanceSquared(line, x, y) <= radius * radius) found.push(i)
  }
  return found
}

function distanceSquared(line: Line, x: number, y: number): number {
  let best = Infinity
  for (let a = 0, b = 0; b < line.length; a = b, b += 2) {
    const ax = line[a] ?? 0
    const ay = line[a + 1] ?? 0
    const dx = (line[b] ?? 0) - ax
    const dy = (line[b + 1] ?? 0) - ay
    const length = dx * dx + dy * dy
    const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length))
    const ex = x - ax - t * dx
    const ey = y - ay - t * dy
    best = Math.min(best, ex * ex + ey * ey)
  }
  return best
}

function bounds(line: Line) {
  const box = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity }
  for (let k = 0; k + 1 < line.length; k += 2) {
    const x = line[k] ?? 0
    const y = line[k + 1] ?? 0
    box.west = Math.min(box.west, x)
    box.east = Math.max(box.east, x)
    box.north = Math.min(box.north, y)
    box.south = Math.max(box.south, y)
  }
  return box
}

/** How a new selection meets the one that stands. */
export type Mode = 'replace' | 'add' | 'remove'

/** combine joins two ascending lists of units. */
export function combine(held: readonly number[], picked: readonly number[], mode: Mode): number[] {
  switch (mode) {
    case 'replace':
      return [...picked]
    case 'add':
      return [...new Set([...held, ...picked])].sort((a, b) => a - b)
    case 'remove': {
      const gone = new Set(picked)
      return held.filter((unit) => !gone.has(unit))
    }
  }
}
