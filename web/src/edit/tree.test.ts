import { expect, test } from 'vitest'
import type { LegendArea } from '../api/types'
import { rows, type TreeView } from './tree'

const area = (number: number, parent: number, name: string, sum: number, deviation: number): LegendArea => ({
  number, parent, name, level: parent === 0 ? 0 : 1, colour: 0, sort: 0, leaf: parent !== 0, units: sum, sums: [sum],
  due: [10], deviations: [deviation], travelKm: 0,
})

const areas = [
  area(1, 0, 'West', 30, 0), area(2, 1, 'Area 10', 12, 0.2), area(3, 1, 'Area 9', 8, -0.3), area(4, 0, 'East', 10, 0), area(5, 4, 'Boston', 10, 0),
]
const view: TreeView = { search: '', order: 'tree', measure: 0, collapsed: new Set() }
const shown = (changes: Partial<TreeView>) => rows(areas, { ...view, ...changes }).map((row) => row.area.name)

test('the tree keeps its order and folds', () => {
  expect(shown({})).toEqual(['West', 'Area 10', 'Area 9', 'East', 'Boston'])
  expect(shown({ collapsed: new Set([1]) })).toEqual(['West', 'East', 'Boston'])
})

test('ordering works within each parent and counts numbers as numbers', () => {
  expect(shown({ order: 'name' })).toEqual(['East', 'Boston', 'West', 'Area 9', 'Area 10'])
  expect(shown({ order: 'worst' })).toEqual(['West', 'Area 9', 'Area 10', 'East', 'Boston'])
})

test('a search keeps the parents of what it finds, also when folded', () => {
  expect(shown({ search: 'bos', collapsed: new Set([4]) })).toEqual(['East', 'Boston'])
  expect(shown({ search: 'nothing' })).toEqual([])
})
