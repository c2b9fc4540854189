import { expect, test } from 'vitest'
import { combine, contains, inRing, nearLine } from './select'

const square = [0.2, 0.2, 0.8, 0.2, 0.8, 0.8, 0.2, 0.8]

test('a ring holds what lies inside and nothing else', () => {
  const xy = Float64Array.of(0.5, 0.5, 0.1, 0.5, 0.79, 0.21, 0.9, 0.9, -9, -9)
  expect(inRing(xy, square)).toEqual([0, 2])
})

test('a concave ring leaves its bay out', () => {
  const u = [0, 0, 1, 0, 1, 1, 0.7, 1, 0.7, 0.3, 0.3, 0.3, 0.3, 1, 0, 1]
  expect(contains(u, 0.5, 0.8)).toBe(false)
  expect(contains(u, 0.1, 0.8)).toBe(true)
  expect(contains(u, 0.5, 0.1)).toBe(true)
})

test('random points agree with the slow twin for a circle', () => {
  const ring: number[] = []
  for (let k = 0; k < 400; k++) {
    const angle = (k / 400) * 2 * Math.PI
    ring.push(0.5 + 0.3 * Math.cos(angle), 0.5 + 0.3 * Math.sin(angle))
  }
  let state = 7
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647
  const xy = Float64Array.from({ length: 2000 }, random)
  const want: number[] = []
  for (let i = 0; i < 1000; i++) if (Math.hypot(xy[2 * i]! - 0.5, xy[2 * i + 1]! - 0.5) < 0.299) want.push(i)
  const got = new Set(inRing(xy, ring))
  for (const i of want) expect(got.has(i)).toBe(true)
  for (const i of got) expect(Math.hypot(xy[2 * i]! - 0.5, xy[2 * i + 1]! - 0.5)).toBeLessThan(0.301)
})

test('a brush takes what it passes, also with a single dab', () => {
  const xy = Float64Array.of(0.5, 0.52, 0.5, 0.6, 0.9, 0.5)
  expect(nearLine(xy, [0.1, 0.5, 0.6, 0.5], 0.05)).toEqual([0])
  expect(nearLine(xy, [0.9, 0.5], 0.01)).toEqual([2])
})

test('selections add and remove', () => {
  expect(combine([1, 5], [3, 5], 'add')).toEqual([1, 3, 5])
  expect(combine([1, 3, 5], [3], 'remove')).toEqual([1, 5])
  expect(combine([1, 3], [9], 'replace')).toEqual([9])
})
