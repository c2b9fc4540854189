import { expect, test } from 'vitest'
import { lineZoom } from './detail'

const country = [-124.7, 24.5, -67, 49.4]

test('a few boundaries have outlines at every zoom', () => {
  expect(lineZoom(4, country)).toBe(0)
})

test('four times as many boundaries get theirs one zoom later', () => {
  expect(lineZoom(132_000, country) - lineZoom(33_000, country)).toBeCloseTo(1)
})

test('33,000 postal codes of a country get theirs when one is seven pixels wide', () => {
  expect(lineZoom(33_000, country)).toBeGreaterThan(3.8)
  expect(lineZoom(33_000, country)).toBeLessThan(4.6)
})

test('a set in one point, or without boundaries, is no reason to hide lines', () => {
  expect(lineZoom(10, [5, 5, 5, 5])).toBe(0)
  expect(lineZoom(0, country)).toBe(0)
})

test('crossing the antimeridian leaves no negative width', () => {
  expect(lineZoom(100, [170, -20, -170, 20])).toBe(0)
})
