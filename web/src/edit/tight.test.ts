import { expect, test } from 'vitest'
import type { Report } from '../api/types'
import { shares, tightness, tint } from './tight'

const area = (number: number, prices: number[] | undefined, sum: number, units: number, removed = false) => ({
  number, name: `A${number}`, removed, unitsAfter: units, sumsAfter: [sum], ...(prices ? { prices } : {}),
})
const report = { areas: [area(1, [2], 1000, 10), area(2, [-50], 100, 10), area(3, undefined, 5, 5), area(4, [9], 0, 0), area(5, [7], 1, 1, true)] } as unknown as Report

test('the price of a typical unit says where a plan is tight', () => {
  const all = tightness(report)
  expect(all).toEqual([{ area: 2, name: 'A2', km: -0.5 }, { area: 1, name: 'A1', km: 0.2 }])
  const scaled = shares(all)
  expect(scaled.get(2)).toBe(-1)
  expect(scaled.get(1)).toBeCloseTo(0.4)
})

test('colours go from neutral to one hue per side', () => {
  expect(tint(0, 'light')).toBe('#dedad0')
  expect(tint(1, 'light')).toBe('#b3530a')
  expect(tint(-1, 'dark')).toBe('#8cb8f0')
  expect(tint(-0.3, 'light')).not.toBe(tint(0.3, 'light'))
})
