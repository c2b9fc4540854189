import { expect, test } from 'vitest'
import { colour } from './colouring'
import { colours, difference, distance, hex, rgb, type Rgb, type Scheme } from './palette'

/** A triangulated lattice of w × h territories: each touches up to six others. */
function lattice(w: number, h: number): Int32Array {
  const pairs: number[] = []
  const at = (x: number, y: number) => y * w + x + 1
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      if (x + 1 < w) pairs.push(at(x, y), at(x + 1, y), 5)
      if (y + 1 < h) pairs.push(at(x, y), at(x, y + 1), 5)
      if (x + 1 < w && y + 1 < h) pairs.push(at(x, y), at(x + 1, y + 1), 5)
    }
  }
  return Int32Array.from(pairs)
}

test('neighbours of 500 territories are never alike', () => {
  const pairs = lattice(25, 20)
  const chosen = colour(500, pairs, colours, difference)
  for (let k = 0; k < pairs.length; k += 3) expect(chosen[pairs[k]!]).not.toBe(chosen[pairs[k + 1]!])
  expect(new Set(chosen.slice(1)).size).toBeGreaterThanOrEqual(6)
})

test('as long as there are colours, none is used twice', () => {
  const chosen = colour(colours, lattice(colours, 1), colours, difference)
  expect(new Set(chosen.slice(1)).size).toBe(colours)
})

test('colours that stand are kept', () => {
  const pairs = lattice(5, 5)
  const first = colour(25, pairs, colours, difference)
  const keep = first.slice()
  keep[13] = -1
  const again = colour(25, pairs, colours, difference, keep)
  for (let slot = 1; slot <= 25; slot++) if (slot !== 13) expect(again[slot]).toBe(first[slot])
  expect(again[13]).toBeGreaterThanOrEqual(0)
})

/** What a colour looks like without one kind of cone (Viénot, Brettel and Mollon 1999), on linear light. */
function seen([r, g, b]: Rgb, kind: 'protan' | 'deutan'): Rgb {
  const linear = (v: number) => (v / 255) ** 2.2
  const back = (v: number) => Math.round(255 * Math.min(1, Math.max(0, v)) ** (1 / 2.2))
  const [R, G, B] = [linear(r), linear(g), linear(b)]
  const matrix = kind === 'protan'
    ? [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]
    : [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]
  const [x, y, z] = matrix.map((row) => back(row[0]! * R + row[1]! * G + row[2]! * B))
  return [x!, y!, z!]
}

test.each(['light', 'dark'] as Scheme[])('the %s palette stays distinct for colour-blind people', (scheme) => {
  const palette = Array.from({ length: colours }, (_, k) => rgb(hex(k, scheme)))
  let closest = { distance: Infinity, pair: '' }
  for (let a = 0; a < colours; a++) {
    for (let b = 0; b < a; b++) {
      for (const kind of [undefined, 'protan', 'deutan'] as const) {
        const look = (c: Rgb) => (kind ? seen(c, kind) : c)
        const apart = distance(look(palette[a]!), look(palette[b]!))
        if (apart < closest.distance) closest = { distance: apart, pair: `${hex(a, scheme)} ${hex(b, scheme)} ${kind ?? ''}` }
      }
    }
  }
  expect(closest.distance, closest.pair).toBeGreaterThan(0.08)
})
