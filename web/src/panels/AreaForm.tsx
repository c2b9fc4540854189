import { ActionIcon, Button, Drawer, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { AreaChange, LegendArea } from '../api/types'
import { changeOf, formOf, wrongIn, type Aim, type AreaForm as Form, type TargetRow } from '../edit/areaForm'
import { ProblemNote } from '../ui/ProblemNote'
import classes from './AreaForm.module.css'
import { measureName } from './measures'

interface Props {
  area: LegendArea
  measures: readonly string[]
  busy: boolean
  error: unknown
  onSave: (change: AreaChange) => void
  onClose: () => void
}

/** AreaForm edits every property of an area: people, targets, capacity, colour, profile and notes. */
export function AreaForm({ area, measures, busy, error, onSave, onClose }: Props) {
  const [form, setForm] = useState(() => formOf(area, measures))
  const set = (change: Partial<Form>) => setForm((held) => ({ ...held, ...change }))
  const problem = wrongIn(form)
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={<Text fw={640} size="lg">{area.name}</Text>} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => {
        event.preventDefault()
        if (!problem) onSave(changeOf(area.number, form))
      }}>
        <Stack gap="md">
          <Group grow>
            <TextInput label="Name" value={form.name} maxLength={200} onChange={(event) => set({ name: event.currentTarget.value })} data-autofocus />
            <TextInput label="Owner" value={form.owner} onChange={(event) => set({ owner: event.currentTarget.value })} />
          </Group>
          <Users form={form} set={set} />
          <Targets form={form} set={set} />
          <Select label="Profile" allowDeselect={false} value={form.profile}
              data={[{ value: '', label: 'As the run says' }, { value: 'contiguous', label: 'Contiguous' }, { value: 'non-contiguous', label: 'Non-contiguous' }]}
              onChange={(value) => set({ profile: value === 'contiguous' || value === 'non-contiguous' ? value : '' })} />
          <Textarea label="Notes" autosize minRows={2} maxRows={6} value={form.notes} onChange={(event) => set({ notes: event.currentTarget.value })} />
          {problem && <Text size="sm" c="var(--bw-bad)" role="alert">{problem}</Text>}
          {error !== null && error !== undefined && <ProblemNote title="The area was not changed" error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={busy} disabled={problem !== ''}>Save</Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  )
}

interface FieldProps { form: Form; set: (change: Partial<Form>) => void }

function Users({ form, set }: FieldProps) {
  const change = (at: number, user: Partial<Form['users'][number]>) => set({ users: form.users.map((held, k) => (k === at ? { ...held, ...user } : held)) })
  return (
    <fieldset className={classes.group}>
      <legend>Users</legend>
      {form.users.length === 0 && <Text size="xs" c="dimmed">Nobody yet. The owner need not be listed.</Text>}
      {form.users.map((user, k) => (
        <Group key={k} gap={6} wrap="nowrap">
          <TextInput size="xs" flex={1} aria-label={`Name of user ${k + 1}`} placeholder="Name" value={user.name} onChange={(event) => change(k, { name: event.currentTarget.value })} />
          <TextInput size="xs" flex={1} aria-label={`Role of user ${k + 1}`} placeholder="Role" value={user.role ?? ''} onChange={(event) => change(k, { role: event.currentTarget.value })} />
          <ActionIcon variant="subtle" color="gray" aria-label={`Remove user ${k + 1}`} onClick={() => set({ users: form.users.filter((_, at) => at !== k) })}><IconTrash size={15} /></ActionIcon>
        </Group>
      ))}
      <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} onClick={() => set({ users: [...form.users, { name: '' }] })}>Add a user</Button>
    </fieldset>
  )
}

const aims: { value: Aim; label: string }[] = [
  { value: 'equal', label: 'Equal share' }, { value: 'share', label: 'Times equal' }, { value: 'percent', label: '% of total' }, { value: 'amount', label: 'Amount' },
]

function Targets({ form, set }: FieldProps) {
  const change = (at: number, row: Partial<TargetRow>) => set({ rows: form.rows.map((held, k) => (k === at ? { ...held, ...row } : held)) })
  const number = (value: string | number): number | '' => (typeof value === 'number' ? value : '')
  return (
    <fieldset className={classes.group}>
      <legend>Targets and capacity</legend>
      {form.rows.map((row, k) => {
        const name = measureName(row.measure)
        return (
          <div key={row.measure} className={classes.target}>
            <Text size="sm" fw={540} className={classes.measure} title={name}>{name}</Text>
            <Select size="xs" aria-label={`Target of ${name}`} allowDeselect={false} data={aims} value={row.aim}
              onChange={(value) => change(k, { aim: (value ?? 'equal') as Aim, ...(value === 'equal' ? { value: '' } : {}) })} />
            <NumberInput size="xs" aria-label={`Value of the target of ${name}`} min={0} hideControls disabled={row.aim === 'equal'} thousandSeparator=","
              placeholder={row.aim === 'equal' ? '' : 'Value'} value={row.value} onChange={(value) => change(k, { value: number(value) })} />
            <NumberInput size="xs" aria-label={`Minimum of ${name}`} placeholder="Min" hideControls thousandSeparator="," value={row.min} onChange={(value) => change(k, { min: number(value) })} />
            <NumberInput size="xs" aria-label={`Maximum of ${name}`} placeholder="Max" hideControls thousandSeparator="," value={row.max} onChange={(value) => change(k, { max: number(value) })} />
            <NumberInput size="xs" aria-label={`Capacity for ${name}`} placeholder="Capacity" min={0} hideControls thousandSeparator="," value={row.capacity} onChange={(value) => change(k, { capacity: number(value) })} />
          </div>
        )
      })}
    </fieldset>
  )
}
