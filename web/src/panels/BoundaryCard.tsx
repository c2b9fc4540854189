import { ActionIcon, Button, Checkbox, CloseButton, Group, Menu, MultiSelect, Text } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { flag } from '../api/boundaries'
import type { Legend } from '../api/types'
import { plural } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import classes from './SelectionCard.module.css'

interface Props {
  boundaries: readonly number[]
  assignment: Int32Array
  flags: Uint8Array | undefined
  legend: Legend
  busy: boolean
  error: unknown
  onAssign: (to: number, keepUnits: boolean) => void
  onShare: (among: number[]) => void
  onLock: (locked: boolean) => void
  onLeaveOut: (out: boolean) => void
  onClear: () => void
}

/** BoundaryCard says which boundaries are selected and gives them to one territory or shares them among several. */
export function BoundaryCard(props: Props) {
  const { boundaries, assignment, flags, legend } = props
  const [to, setTo] = useState<string[]>([])
  const [keepUnits, setKeepUnits] = useState(false)
  const names = new Map(legend.areas.map((area) => [area.number, area.name]))
  const held = [...new Set(boundaries.map((b) => assignment[b] ?? 0))]
  const all = (bit: number) => boundaries.every((b) => ((flags?.[b] ?? 0) & bit) !== 0)
  const targets = [
    ...legend.areas.filter((area) => area.leaf).map((area) => ({ value: String(area.number), label: area.name })),
    { value: '0', label: 'Nobody' },
  ]
  const areas = to.map(Number)
  const act = () => (areas.length > 1 ? props.onShare(areas) : props.onAssign(areas[0] ?? 0, keepUnits))
  return (
    <section className={classes.card} aria-label="Selected boundaries">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={620} className="num" aria-live="polite">{plural(boundaries.length, 'boundary', 'boundaries')} selected</Text>
        <CloseButton aria-label="Clear the selection of boundaries" onClick={props.onClear} />
      </Group>
      <Text size="xs" c="dimmed">
        Held by {held.slice(0, 3).map((area) => names.get(area) ?? 'nobody').join(', ')}{held.length > 3 ? ` and ${held.length - 3} more` : ''}
        {all(flag.empty) ? '; no unit lies here' : ''}
      </Text>
      <Group gap={8} mt={10} wrap="nowrap" align="flex-start">
        <MultiSelect flex={1} searchable limit={100} maxValues={8} hidePickedOptions placeholder={to.length === 0 ? 'Assign to a territory…' : ''} aria-label="Territories that take the boundaries"
          comboboxProps={{ position: 'top' }} data={targets} value={to} onChange={setTo} nothingFoundMessage="No territory of that name" />
        <Button disabled={to.length === 0 || (to.length > 1 && to.includes('0'))} loading={props.busy} onClick={act}>{to.length > 1 ? 'Share' : 'Assign'}</Button>
        <Menu position="top-end">
          <Menu.Target><ActionIcon variant="default" size={36} aria-label="More for these boundaries"><IconDots size={16} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => props.onLock(!all(flag.locked))}>{all(flag.locked) ? 'Unlock' : 'Lock'}</Menu.Item>
            <Menu.Item onClick={() => props.onLeaveOut(!all(flag.leftOut))}>{all(flag.leftOut) ? 'Take in again' : 'Leave out of this plan'}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {to.length < 2
        ? <Checkbox mt={8} size="xs" label="Leave the units where they are" checked={keepUnits} onChange={(event) => setKeepUnits(event.currentTarget.checked)} />
        : <Text size="xs" c="dimmed" mt={8}>The rules of these territories tell the units apart; the first takes the rest.</Text>}
      {props.error !== null && props.error !== undefined && <div style={{ marginTop: 10 }}><ProblemNote title="The boundaries were not changed" error={props.error} /></div>}
    </section>
  )
}
