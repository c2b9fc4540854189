import { expect, test } from 'vitest'
import type { ComparisonArea } from '../api/types'
import { toSlots } from '../columns/slots'
import { bands, commonSlots, order } from './compare'

const area = (name: string, leftNumber: number | undefined, rightNumber: number | undefined, left: number, right: number): ComparisonArea => ({
  name, ...(leftNumber ? { leftNumber } : {}), ...(rightNumber ? { rightNumber } : {}), leftUnits: 1, rightUnits: 2, leftSums: [10], rightSums: [12],
  leftDeviations: [left], rightDeviations: [right], leftTravelKm: 0, rightTravelKm: 0,
})

const areas = [area('North 10', 1, 5, 0.6, 0.01), area('North 9', 2, 3, -0.3, -0.02), area('New', undefined, 1, 0, 0.04)]

test('matched areas share a slot on both sides', () => {
  expect([...toSlots(Int32Array.of(1, 2, 0, 3), commonSlots(areas, 'left'))]).toEqual([1, 2, 0, 0])
  expect([...toSlots(Int32Array.of(5, 3, 1, 2), commonSlots(areas, 'right'))]).toEqual([1, 2, 3, 0])
})

test('areas are ordered by name as people count, or by figure', () => {
  expect(order(areas, 'name', 0).map((a) => a.name)).toEqual(['New', 'North 9', 'North 10'])
  expect(order(areas, 'left', 0)[0]?.name).toBe('North 10')
  expect(order(areas, 'right', 0)[0]?.name).toBe('New')
})

test('every territory is counted in one band of its own side', () => {
  const counted = bands(areas, 0)
  expect(counted.reduce((sum, b) => sum + b.left, 0)).toBe(2)
  expect(counted.reduce((sum, b) => sum + b.right, 0)).toBe(3)
  expect(counted.find((b) => b.band === '±2 %')?.right).toBe(2 - 1)
  expect(counted.find((b) => b.band === '> 50 %')?.left).toBe(1)
})
