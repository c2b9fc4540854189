import { Button, Group, Menu, Pill, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { Alignment } from '../api/types'
import { t } from '../i18n'

interface Props {
  alignments: readonly Alignment[]
  left: string | undefined
  right: string | undefined
  also: readonly string[]
  onAlso: (also: string[]) => void
}

/** AlsoCompared adds a third and a fourth plan of the same dataset to a comparison. */
export function AlsoCompared({ alignments, left, right, also, onAlso }: Props) {
  const dataset = alignments.find((a) => a.id === (right ?? left))?.datasetId
  const free = alignments.filter((a) => a.datasetId === dataset && a.id !== left && a.id !== right && !also.includes(a.id))
  const name = (id: string) => alignments.find((a) => a.id === id)?.name ?? ''
  if (also.length === 0 && free.length === 0) return null
  return (
    <Group gap={8} mt="-md" mb="xl">
      {also.length > 0 && <Text size="sm" c="dimmed">{t('versus.also')}</Text>}
      {also.map((id) => (
        <Pill key={id} size="md" withRemoveButton removeButtonProps={{ 'aria-label': t('versus.remove', { name: name(id) }), 'aria-hidden': false, tabIndex: 0 }}
          onRemove={() => onAlso(also.filter((other) => other !== id))}>{name(id)}</Pill>
      ))}
      {also.length < 2 && free.length > 0 && (
        <Menu>
          <Menu.Target><Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />}>{t('versus.add')}</Button></Menu.Target>
          <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
            {free.map((a) => <Menu.Item key={a.id} onClick={() => onAlso([...also, a.id])}>{a.name}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  )
}
