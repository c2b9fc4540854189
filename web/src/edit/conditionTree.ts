import type { ConditionGroup, ConditionTest } from '../api/attributes'
import type { ColumnType } from '../api/types'

/** A test of a condition tree, with a key for lists on screen. */
export interface TreeTest extends ConditionTest { key: number }

/** A group of a condition tree: all or any of its tests and groups must hold. */
export interface TreeGroup { key: number; any: boolean; tests: TreeTest[]; groups: TreeGroup[] }

let next = 1
const key = () => next++

/** The operators that make sense for a type, the most usual first. */
export function operatorsOf(type: ColumnType): ConditionTest['operator'][] {
  switch (type) {
    case 'number': case 'date': return ['>=', '<=', '>', '<', '==', '!=']
    case 'boolean': return ['==', '!=']
    // eslint-disable-next-line bailiwick/no-bare-text -- operators of the language, no words
    case 'text': return ['in', 'not in', '==', '!=', 'contains', 'startsWith', 'endsWith']
  }
}

/** listed says whether an operator takes several values. */
export const listed = (operator: ConditionTest['operator']): boolean => operator === 'in' || operator === 'not in'

/** newTest begins a test of a column. */
export const newTest = (column: string, type: ColumnType): TreeTest =>
  ({ key: key(), column, operator: operatorsOf(type)[0] ?? '==', values: type === 'boolean' ? ['true'] : [] })

export const newGroup = (any: boolean, tests: TreeTest[] = []): TreeGroup => ({ key: key(), any, tests, groups: [] })

/** treeOf makes a server's group editable. */
export const treeOf = (group: ConditionGroup): TreeGroup => ({
  key: key(), any: group.any ?? false, tests: (group.tests ?? []).map((test) => ({ ...test, key: key() })), groups: (group.groups ?? []).map(treeOf),
})

/** groupOf is what the server is asked; undefined while a test has no value or a group is empty. */
export function groupOf(tree: TreeGroup): ConditionGroup | undefined {
  const groups = tree.groups.map(groupOf)
  const whole = tree.tests.every((test) => test.values.length > 0 && test.values.every((value) => value !== '')) && groups.every((group) => group !== undefined)
  if (!whole || tree.tests.length + groups.length === 0) return undefined
  return {
    any: tree.any, tests: tree.tests.map(({ column, operator, values }) => ({ column, operator, values })), groups: groups.filter((group) => group !== undefined),
  }
}

/** changed replaces the group with this key, or removes it. */
export function changed(tree: TreeGroup, at: number, change: (group: TreeGroup) => TreeGroup | undefined): TreeGroup | undefined {
  if (tree.key === at) return change(tree)
  return { ...tree, groups: tree.groups.map((group) => changed(group, at, change)).filter((group) => group !== undefined) }
}

/** retyped fits a test to another column. */
export function retyped(test: TreeTest, column: string, type: ColumnType): TreeTest {
  const fits = operatorsOf(type).includes(test.operator)
  return fits ? { ...test, column, values: type === 'boolean' ? ['true'] : [] } : { ...newTest(column, type), key: test.key }
}
