import { ActionIcon, Button, Popover, Select, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import { findingWords } from '../api/places'
import { findingCondition } from '../edit/unitFilter'
import { t } from '../i18n'

interface Props {
  condition: string
  saved: readonly { name: string; text: string }[]
  onFilter: (condition: string) => void
}

/** FilterButton opens a small form that shows only some units on the map: by a saved filter, a doubt about addresses, or a condition. */
export function FilterButton(props: Props) {
  const [opened, { toggle, close }] = useDisclosure(false)
  return (
    <Popover opened={opened} onDismiss={close} position="left-end" width={300} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Tooltip label={t('look.filterOpen')} position="left">
          <ActionIcon variant={props.condition === '' ? 'default' : 'filled'} size={32} aria-label={t('look.filterOpen')} onClick={toggle}><IconFilter size={16} /></ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('look.filterOpen')}>
        <Form {...props} onFilter={(condition) => {
          props.onFilter(condition)
          close()
        }} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Form({ condition, saved, onFilter }: Props) {
  const [text, setText] = useState(condition)
  const findings = findingWords.filter((word) => word !== 'missing').map((word) => ({ value: findingCondition(word), label: t(`places.finding_${word}`) }))
  const known = [
    { group: t('look.filterSaved'), items: saved.map((one) => ({ value: one.text, label: one.name })) },
    { group: t('places.addressReport'), items: findings },
  ].filter((group) => group.items.length > 0)
  const options = known.flatMap((group) => group.items)
  return (
    <form onSubmit={(event) => {
      event.preventDefault()
      onFilter(text.trim())
    }}>
      <Stack gap="sm">
        <Text size="sm" fw={600}>{t('look.filterOpen')}</Text>
        <Select size="xs" label={t('look.filterKnown')} placeholder={t('desk.all')} clearable comboboxProps={{ withinPortal: false }} data={known}
          value={options.some((one) => one.value === text) ? text : null} onChange={(value) => onFilter(value ?? '')} />
        <TextInput size="xs" label={t('desk.condition')} placeholder={t('desk.exampleCondition')} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Button size="xs" type="submit">{t('look.filterApply')}</Button>
      </Stack>
    </form>
  )
}
