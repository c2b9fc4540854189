import { ScrollArea, SegmentedControl, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { AttributeList, FormulaFunction, FormulaName, On } from '../../api/attributes'
import { columnName } from '../../edit/columnNames'
import { t } from '../../i18n'
import classes from './FormulaHelp.module.css'

interface Props {
  list: AttributeList
  /** What the formula describes. */
  on: On
  /** The definition being edited, which cannot build on itself. */
  own: string
  onName: (written: string) => void
  onFunction: (usage: string) => void
}

/** FormulaHelp lists the attributes and functions that a formula can use; a click puts one in. */
export function FormulaHelp({ list, on, own, onName, onFunction }: Props) {
  const [shown, setShown] = useState<'attributes' | 'functions'>('attributes')
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const names = list.names.filter((name) => usable(name, on) && name.name !== own && (columnName(name.name) + name.name).toLowerCase().includes(wanted))
  const functions = list.functions.filter((one) => one.on.includes(on) && `${one.usage} ${one.help}`.toLowerCase().includes(wanted))
  return (
    <div className={classes.help}>
      <Stack gap={8} p="sm">
        <SegmentedControl fullWidth size="xs" value={shown} onChange={(value) => setShown(value as typeof shown)} aria-label={t('data.helpList')}
          data={[{ value: 'attributes', label: t('data.attributes') }, { value: 'functions', label: t('data.functions') }]} />
        <TextInput size="xs" value={search} aria-label={t('data.helpSearch')} placeholder={t('data.helpSearch')} leftSection={<IconSearch size={14} />}
          onChange={(event) => setSearch(event.currentTarget.value)} />
      </Stack>
      <ScrollArea.Autosize mah={380} type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('data.helpList') }}>
        {shown === 'attributes' ? names.map((name) => <Name key={`${name.on} ${name.name}`} name={name} on={on} onPick={() => onName(name.text)} />)
          : groups(functions).map(([group, members]) => (
            <div key={group}>
              <Text size="xs" fw={600} c="dimmed" px="sm" pt={8} pb={2}>{groupName(group)}</Text>
              {members.map((one) => (
                <UnstyledButton key={one.name} className={classes.one} onClick={() => onFunction(one.usage)}>
                  <code>{one.usage}</code>
                  <Text size="xs" c="dimmed">{one.help}</Text>
                </UnstyledButton>
              ))}
            </div>
          ))}
        {(shown === 'attributes' ? names : functions).length === 0 && <Text size="sm" c="dimmed" p="sm">{t('data.helpNothing', { text: search })}</Text>}
      </ScrollArea.Autosize>
    </div>
  )
}

/** usable says whether a formula on something can name an attribute: its own kind, and units inside sum and the like. */
const usable = (name: FormulaName, on: On): boolean => name.name !== '$row' && (name.on === on || (on !== 'units' && name.on === 'units'))

function Name({ name, on, onPick }: { name: FormulaName; on: On; onPick: () => void }) {
  return (
    <UnstyledButton className={classes.one} onClick={onPick}>
      <span className={classes.row}>
        <code>{name.text}</code>
        <Text span size="xs" c="dimmed">{t(`data.type_${name.type as 'text' | 'number' | 'date' | 'boolean'}`)}</Text>
      </span>
      <Text size="xs" c="dimmed">
        {[name.kind === 'imported' ? '' : t(`data.kind_${name.kind}`), name.on === on ? '' : t('data.ofUnits'), columnName(name.name) === name.name ? name.help ?? '' : columnName(name.name)].filter(Boolean).join(', ')}
      </Text>
    </UnstyledButton>
  )
}

function groups(functions: readonly FormulaFunction[]): [string, FormulaFunction[]][] {
  const all = new Map<string, FormulaFunction[]>()
  for (const one of functions) all.set(one.group, [...(all.get(one.group) ?? []), one])
  return [...all]
}

function groupName(group: string): string {
  switch (group) {
    case 'number': return t('data.group_number')
    case 'text': return t('data.group_text')
    case 'date': return t('data.group_date')
    case 'condition': return t('data.group_condition')
    case 'total': return t('data.group_total')
    case 'area': return t('data.group_area')
    case 'units': return t('data.group_units')
    default: return group
  }
}
