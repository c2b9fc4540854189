import { expect, test } from 'vitest'
import { frameFor, wholeFrame, type Box } from './frames'

const whole = wholeFrame([0.1, 0.3, 0.3, 0.4])
const view = (x: number, width: number): Box => ({ west: x, east: x + width, north: 0.34, south: 0.34 + width / 2 })

test('the whole has a margin around all units', () => {
  expect(whole.west).toBeLessThan(0.1)
  expect(whole.south).toBeGreaterThan(0.4)
})

test('a view of most of the map keeps the whole', () => {
  expect(frameFor(view(0.1, 0.2), whole, whole)).toBeUndefined()
})

test('a view that has gone in wants a finer picture with room around it', () => {
  const wanted = frameFor(view(0.2, 0.02), whole, whole)
  expect(wanted?.west).toBeCloseTo(0.19)
  expect(wanted?.east).toBeCloseTo(0.23)
})

test('a little panning inside that room asks for no other', () => {
  const held = frameFor(view(0.2, 0.02), whole, whole)
  expect(held && frameFor(view(0.208, 0.02), held, whole)).toBeUndefined()
  expect(held && frameFor(view(0.25, 0.02), held, whole)).toBeDefined()
})

test('a view that has come out wants the whole again', () => {
  const held = frameFor(view(0.2, 0.02), whole, whole)
  expect(held && frameFor(view(0.1, 0.2), held, whole)).toBe(whole)
})
