import { expect, test } from 'vitest'
import type { Column, ComparisonArea } from '../api/types'
import { inOrder, moveColumns, movedUnits, ofFlow } from './moves'

// North is 1 on the left and 7 on the right; South is 2 and 8; East is new on the right.
const areas = [{ leftNumber: 1, rightNumber: 7 }, { leftNumber: 2, rightNumber: 8 }, { rightNumber: 9 }] as unknown as ComparisonArea[]
const left = Int32Array.of(1, 1, 2, 2, 0, 1)
const right = Int32Array.of(7, 8, 8, 9, 7, 9)

test('moved units have another area on the right, whatever its number is there', () => {
  expect([...movedUnits(areas, left, right)]).toEqual([1, 3, 4, 5])
})

test('a flow is its units, with either end open', () => {
  const moved = movedUnits(areas, left, right)
  expect([...ofFlow(moved, left, right, { from: 1, to: 9 })]).toEqual([5])
  expect([...ofFlow(moved, left, right, { to: 9 })]).toEqual([3, 5])
  expect([...ofFlow(moved, left, right, { from: 0 })]).toEqual([4])
  expect([...ofFlow(moved, left, right, {})]).toEqual([...moved])
})

test('they come in the order of the table and without what its search leaves out', () => {
  expect([...inOrder(Uint32Array.of(1, 3, 5), Int32Array.of(5, 0, 3))]).toEqual([5, 3])
  expect([...inOrder(Uint32Array.of(1, 3), Int32Array.of())]).toEqual([])
  expect([...inOrder(Uint32Array.of(1, 3), undefined)]).toEqual([1, 3])
})

test('columns tell units apart and what they weigh', () => {
  const columns = ['Owner:owner', 'Id:id', 'Revenue:measure', 'Name:name', 'Visits:measure'].map((text) => ({ name: text.split(':')[0], role: text.split(':')[1] })) as Column[]
  expect(moveColumns(columns, ['Visits', '']).map(({ name }) => name)).toEqual(['Id', 'Name', 'Visits'])
})
