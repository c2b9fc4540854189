import { expect, it } from 'vitest'
import { changed, groupOf, newGroup, newTest, retyped, treeOf } from './conditionTree'

it('asks the server only when every test has a value', () => {
  const test = newTest('Segment', 'text')
  expect(groupOf(newGroup(false, [test]))).toBeUndefined()
  expect(groupOf(newGroup(false))).toBeUndefined()
  expect(groupOf(newGroup(true, [{ ...test, values: ['Gold'] }]))).toEqual({ any: true, tests: [{ column: 'Segment', operator: 'in', values: ['Gold'] }], groups: [] })
})

it('keeps the shape of a server group and changes inner groups', () => {
  const tree = treeOf({ tests: [{ column: 'a', operator: '>', values: ['1'] }], groups: [{ any: true, tests: [{ column: 'b', operator: '==', values: ['x'] }] }] })
  const inner = tree.groups[0]!
  expect(groupOf(tree)).toMatchObject({ any: false, groups: [{ any: true }] })
  const flipped = changed(tree, inner.key, (group) => ({ ...group, any: false }))!
  expect(groupOf(flipped)?.groups?.[0]).toMatchObject({ any: false })
  expect(changed(tree, inner.key, () => undefined)?.groups).toEqual([])
})

it('fits a test to another column', () => {
  expect(retyped({ ...newTest('a', 'text'), values: ['x'] }, 'n', 'number')).toMatchObject({ column: 'n', operator: '>=', values: [] })
  expect(retyped({ ...newTest('a', 'number'), operator: '<' }, 'd', 'date')).toMatchObject({ column: 'd', operator: '<' })
  expect(newTest('flag', 'boolean').values).toEqual(['true'])
})
