import { expect, test } from 'vitest'
import { extent } from './extent'
import { nowhere } from './mercator'

/** plan has units in a square from 0.2 to 0.3, and some elsewhere. */
function plan(n: number, others: readonly (readonly [number, number])[]) {
  const inside = Array.from({ length: n }, (_, k) => [0.2 + (0.1 * k) / (n - 1), 0.2 + (0.1 * ((k * 37) % n)) / (n - 1)] as const)
  return extent(Float64Array.from([...inside, ...others].flat()))
}

test('the map looks at all units that have a position', () => {
  expect(plan(100, [[nowhere, nowhere]])).toEqual([0.2, 0.2, expect.closeTo(0.3), expect.closeTo(0.3)])
  expect(extent(Float64Array.of(0.3, 0.4))).toEqual([0.3, 0.4, 0.3, 0.4])
  expect(extent(Float64Array.of(nowhere, nowhere))).toBeNull()
})

test('of many units the outermost thousandth on each side is left out, to a part of their range', () => {
  let seed = 11
  const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647
  const xy = Float64Array.from({ length: 20_000 }, (_, k) => (k % 2 ? 0.4 : 0.2) + 0.1 * next())
  const [west, north, east, south] = extent(xy) ?? []
  const part = 0.1 / 65_536
  for (const [low, high, from] of [[west, east, 0], [north, south, 1]] as const) {
    const values = xy.filter((_, k) => k % 2 === from).sort()
    expect(Math.abs((low ?? -1) - (values[10] ?? 0))).toBeLessThanOrEqual(part)
    expect(Math.abs((high ?? -1) - (values[values.length - 11] ?? 0))).toBeLessThanOrEqual(part)
  }
})

test('a few units at 0, 0 and far in the south do not shrink the map', () => {
  const got = plan(1000, [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0.6, 0.9], [0.6, 0.9]])
  expect(got).toEqual([0.2, 0.2, 0.3, 0.3].map((edge) => expect.closeTo(edge, 4)))
})

test('units somewhat off, as on an island, are in sight', () => {
  const [west] = plan(1000, Array.from({ length: 8 }, () => [0.12, 0.25] as const)) ?? []
  expect(west).toBe(0.12)
})
