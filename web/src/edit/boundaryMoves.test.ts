import { expect, test } from 'vitest'
import { amountOf, shownMoves, unitsOf } from './boundaryMoves'

const move = (boundary: number, name: string, from: number, to: number, ...units: number[]) =>
  ({ boundary, code: `C${boundary}`, name, from, to, flows: units.map((n, k) => ({ from: from + k, to, units: n, amounts: [n, 10 * n] })) })
const moves = [move(2, 'Bow', 1, 2, 3), move(10, 'East', 1, 3, 1, 4), move(11, 'Isle', 2, 3)]
const names = (words: string, flow = {}, sort = '', descending = false, passing?: ReadonlySet<number>) =>
  shownMoves(moves, { words, flow, passing }, { sort, descending }, ['', 'Revenue']).map((one) => one.name)

test('what moves in a boundary is added up over where it comes from', () => {
  expect(moves.map(unitsOf)).toEqual([3, 5, 0])
  expect(moves.map((one) => amountOf(one, 1))).toEqual([30, 50, 0])
})

test('boundaries are found by code, name and area, and sorted', () => {
  expect(names('')).toEqual(['Bow', 'East', 'Isle'])
  expect(names('c1')).toEqual(['East', 'Isle'])
  expect(names('bo')).toEqual(['Bow'])
  expect(names('', { to: 3, from: 1 })).toEqual(['East'])
  expect(names('', {}, 'Revenue', true)).toEqual(['East', 'Bow', 'Isle'])
  expect(names('', {}, 'code')).toEqual(['Bow', 'East', 'Isle'])
})

test('only boundaries that pass a condition are shown, where there is one', () => {
  expect(names('', {}, '', false, new Set([2, 11]))).toEqual(['Bow', 'Isle'])
  expect(names('is', {}, '', false, new Set([2]))).toEqual([])
})
