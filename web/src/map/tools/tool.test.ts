import { expect, test } from 'vitest'
import { box, brush, lasso, radius, toolOf } from './tool'

test('a box spans the two ends of the drag', () => {
  expect(box.covered([[10, 10], [50, 20], [30, 40]])).toEqual({
    kind: 'ring', points: [[10, 10], [30, 10], [30, 40], [10, 40]],
  })
})

test('a click without a drag selects nothing by box, lasso or radius', () => {
  for (const tool of [box, lasso, radius]) expect(tool.covered([[5, 5], [6, 5]])).toBeUndefined()
})

test('a circle stands around where the drag began', () => {
  const got = radius.covered([[100, 100], [130, 140]])
  for (const [x, y] of got!.points) expect(Math.hypot(x - 100, y - 100)).toBeCloseTo(50, 9)
})

test('a brush paints from the first dab', () => {
  expect(brush(14).covered([[5, 5]])).toEqual({ kind: 'line', points: [[5, 5]], radius: 14 })
  expect(brush(14).path([[5, 5]])).toBe('M5 5L5 5')
})

test('a brush is as wide as asked, and panning selects nothing', () => {
  expect(toolOf('border', 20)?.width).toBe(40)
  expect(toolOf('pan', 20)).toBeUndefined()
})
