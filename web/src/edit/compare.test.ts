import { expect, test } from 'vitest'
import type { ComparisonArea } from '../api/types'
import { toSlots } from '../columns/slots'
import { bands, commonSlots, differingUnits, furtherSlots, layFlows, order } from './compare'

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

test('a further plan has the colours of the first comparison where areas match', () => {
  const first = [{ leftNumber: 3, rightNumber: 1 }, { leftNumber: 5, rightNumber: 2 }] as unknown as ComparisonArea[]
  const further = [{ leftNumber: 5, rightNumber: 9 }, { rightNumber: 4 }, { leftNumber: 3 }] as unknown as ComparisonArea[]
  const slots = furtherSlots(first, further)
  expect([slots.ofNumber[9], slots.ofNumber[4], slots.ofNumber[1]]).toEqual([2, 3, 0])
  expect(slots.numbers.length).toBe(4)
})

test('bands fill the sides of the diagram without overlapping', () => {
  const flow = (from: number, to: number, units: number) => ({ from, to, units, fromName: `A${from}`, toName: `B${to}` })
  const { left, right, bands } = layFlows([flow(1, 7, 30), flow(1, 8, 10), flow(2, 7, 20)])
  expect(left.map((node) => node.area)).toEqual([1, 2])
  expect(right.map((node) => node.units)).toEqual([50, 10])
  for (const nodes of [left, right]) for (const [k, node] of nodes.entries()) expect(node.top).toBeGreaterThanOrEqual(k === 0 ? 0 : (nodes[k - 1]!.top + nodes[k - 1]!.height))
  for (const node of right) {
    const arriving = bands.filter((band) => band.to === node.area).sort((a, b) => a.right - b.right)
    expect(arriving[0]!.right).toBeCloseTo(node.top)
    expect(arriving.at(-1)!.right + arriving.at(-1)!.width).toBeCloseTo(node.top + node.height)
  }
  expect([...differingUnits(Uint16Array.of(1, 2, 0), Uint16Array.of(1, 3, 1))]).toEqual([1, 2])
})
