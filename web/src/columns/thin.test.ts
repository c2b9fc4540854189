import { expect, test } from 'vitest'
import { nowhere } from './mercator'
import { thinned } from './thin'

test('of units in one cell the last is drawn, and all of them when zoomed in', () => {
  const pixel = 1 / (512 * 2 ** 3)
  // Ten units share each of four pixels at zoom 3; the last unit has no position.
  const xy = Float64Array.from([...Array.from({ length: 40 }, (_, k) => [0.25 + (k % 4) * pixel + 1e-9 * k, 0.5 + 1e-9 * k]).flat(), nowhere, nowhere])
  const [first] = thinned(xy, 10)
  expect(first?.across).toBe(512 * 2 ** 3)
  expect(first?.zoom).toBe(3.25)
  expect([...(first?.units ?? [])]).toEqual([36, 37, 38, 39])
})

test('units that are far apart, and few units, are all drawn', () => {
  const far = Float64Array.from({ length: 200 }, (_, k) => (k % 2 ? 0.4 : 0.002 * k))
  expect(thinned(far, 10)).toEqual([])
  expect(thinned(new Float64Array(20))).toEqual([])
})

test('every cell with a unit keeps one, at every level', () => {
  let seed = 7
  const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647
  const xy = Float64Array.from({ length: 60_000 }, () => 0.3 + 0.02 * next() ** 3)
  const levels = thinned(xy)
  expect(levels.length).toBeGreaterThan(3)
  for (const { across, units } of levels) {
    const cell = (unit: number) => `${Math.floor((xy[2 * unit] ?? 0) * across)} ${Math.floor((xy[2 * unit + 1] ?? 0) * across)}`
    const drawn = new Set([...units].map(cell))
    expect(drawn.size).toBe(units.length)
    for (let unit = 0; unit < 30_000; unit += 101) expect(drawn.has(cell(unit))).toBe(true)
  }
})
