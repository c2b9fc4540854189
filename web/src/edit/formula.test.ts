import { expect, it } from 'vitest'
import { callOf, insert, placeOf, reads } from './formula'

it('finds the word at a position, over lines and beyond the basic plane', () => {
  expect(placeOf('Revenu / 2', 1, 1)).toEqual({ start: 0, end: 6 })
  expect(placeOf('1 +\n  foo(2)', 2, 3)).toEqual({ start: 6, end: 9 })
  expect(placeOf('"🚀" + nope', 1, 7)).toEqual({ start: 7, end: 11 })
  expect(placeOf('Revenue *', 1, 10)).toEqual({ start: 8, end: 9 })
  expect(placeOf('', 1, 1)).toBeUndefined()
})

it('inserts at the caret without gluing words together', () => {
  expect(insert('a + ', 4, 4, 'Revenue')).toEqual({ text: 'a + Revenue', caret: 11 })
  expect(insert('a', 1, 1, 'b')).toEqual({ text: 'a b', caret: 3 })
  expect(insert('round(x)', 6, 7, 'Revenue')).toEqual({ text: 'round(Revenue)', caret: 13 })
})

it('writes calls with the caret inside', () => {
  expect(callOf('min(x, y, …)')).toEqual({ word: 'min()', back: 1 })
  expect(callOf('area()')).toEqual({ word: 'area()', back: 0 })
})

it('tells which formulas read an attribute', () => {
  expect(reads('Revenue / Visits', 'Revenue')).toBe(true)
  expect(reads('RevenueNew / 2', 'Revenue')).toBe(false)
  expect(reads('Name == "Revenue"', 'Revenue')).toBe(false)
  expect(reads('round(2)', 'round')).toBe(false)
  expect(reads('$env["Per visit"] > 2', '$env["Per visit"]')).toBe(true)
})
