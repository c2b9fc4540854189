import { ActionIcon, Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { Column } from '../../api/types'
import { columnName, shownColumn } from '../../edit/columnNames'
import { listed, newGroup, newTest, operatorsOf, retyped, type TreeGroup, type TreeTest } from '../../edit/conditionTree'
import { t } from '../../i18n'
import classes from './GroupRow.module.css'
import { TestValue } from './TestValue'

interface Props {
  group: TreeGroup
  columns: readonly Column[]
  depth: number
  onChange: (key: number, how: (group: TreeGroup) => TreeGroup | undefined) => void
}

/** GroupRow is a group of tests and groups that must all hold, or of which one is enough. */
export function GroupRow({ group, columns, depth, onChange }: Props) {
  const usable = columns.filter(shownColumn)
  const [first] = usable
  const replace = (test: TreeTest, by: TreeTest | undefined) => onChange(group.key, (held) => ({
    ...held, tests: held.tests.flatMap((one) => (one.key === test.key ? (by ? [by] : []) : [one])),
  }))
  const addTest = () => first && onChange(group.key, (held) => ({ ...held, tests: [...held.tests, newTest(first.name, first.type)] }))
  const addGroup = () => first && onChange(group.key, (held) => ({ ...held, groups: [...held.groups, newGroup(!held.any, [newTest(first.name, first.type)])] }))
  return (
    <div className={classes.group} role="group" aria-label={group.any ? t('data.anyHolds') : t('data.allHold')} data-inner={depth > 0 || undefined}>
      <Group justify="space-between" mb="xs">
        <SegmentedControl size="xs" value={group.any ? 'any' : 'all'} aria-label={t('data.together')} onChange={(value) => onChange(group.key, (held) => ({ ...held, any: value === 'any' }))}
          data={[{ value: 'all', label: t('data.allHold') }, { value: 'any', label: t('data.anyHolds') }]} />
        {depth > 0 && <ActionIcon variant="subtle" color="gray" aria-label={t('data.removeGroup')} onClick={() => onChange(group.key, () => undefined)}><IconTrash size={16} /></ActionIcon>}
      </Group>
      <Stack gap={8}>
        {group.tests.map((test) => <TestRow key={test.key} test={test} columns={usable} onChange={(by) => replace(test, by)} />)}
        {group.groups.map((inner) => <GroupRow key={inner.key} group={inner} columns={columns} depth={depth + 1} onChange={onChange} />)}
        {group.tests.length + group.groups.length === 0 && <Text size="sm" c="dimmed">{t('data.emptyGroup')}</Text>}
      </Stack>
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={addTest}>{t('data.addTest')}</Button>
        {depth < 3 && <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={addGroup}>{t('data.addGroup')}</Button>}
      </Group>
    </div>
  )
}

function TestRow({ test, columns, onChange }: { test: TreeTest; columns: readonly Column[]; onChange: (by: TreeTest | undefined) => void }) {
  const column = columns.find((one) => one.name === test.column)
  const type = column?.type ?? 'text'
  return (
    <Group gap="xs" align="flex-start" className={classes.test}>
      <Select size="xs" w={200} searchable allowDeselect={false} aria-label={t('importing.column')} value={test.column}
        data={columns.map((one) => ({ value: one.name, label: columnName(one.name) }))}
        onChange={(name) => {
          const next = columns.find((one) => one.name === name)
          if (next) onChange(retyped(test, next.name, next.type))
        }} />
      <Select size="xs" w={150} allowDeselect={false} aria-label={t('data.comparison')} value={test.operator}
        data={operatorsOf(type).map((value) => ({ value, label: operatorName(value, type) }))}
        onChange={(value) => {
          const operator = operatorsOf(type).find((one) => one === value)
          if (operator) onChange({ ...test, operator, values: listed(operator) ? test.values : test.values.slice(0, 1) })
        }} />
      <div style={{ flex: '1 1 200px' }}><TestValue test={test} column={column} onValues={(values) => onChange({ ...test, values })} /></div>
      <ActionIcon variant="subtle" color="gray" mt={2} aria-label={t('data.removeTest')} onClick={() => onChange(undefined)}><IconTrash size={16} /></ActionIcon>
    </Group>
  )
}

function operatorName(operator: TreeTest['operator'], type: Column['type']): string {
  switch (operator) {
    case '==': return t('data.op_is')
    case '!=': return t('data.op_isNot')
    case '<': return type === 'date' ? t('data.op_before') : t('data.op_less')
    case '<=': return type === 'date' ? t('data.op_until') : t('data.op_most')
    case '>': return type === 'date' ? t('data.op_after') : t('data.op_more')
    case '>=': return type === 'date' ? t('data.op_from') : t('data.op_least')
    case 'in': return t('data.op_in')
    case 'not in': return t('data.op_notIn')
    case 'contains': return t('data.op_contains')
    case 'startsWith': return t('data.op_startsWith')
    case 'endsWith': return t('data.op_endsWith')
  }
}
