import { ActionIcon, Button, Drawer, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { AreaChange, LegendArea } from '../api/types'
import { changeOf, formOf, wrongIn, type Aim, type AreaForm as Form, type TargetRow } from '../edit/areaForm'
import { t } from '../i18n'
import { ProblemNote } from '../ui/ProblemNote'
import classes from './AreaForm.module.css'
import { measureName } from './measures'
import { marks } from '../ui/format'

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
    <Drawer opened onClose={onClose} position="right" size="md" title={<Text fw={640} size="lg">{area.name}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={(event) => {
        event.preventDefault()
        if (!problem) onSave(changeOf(area.number, form))
      }}>
        <Stack gap="md">
          <Group grow>
            <TextInput label={t('common.name')} value={form.name} maxLength={200} onChange={(event) => set({ name: event.currentTarget.value })} data-autofocus />
            <TextInput label={t('areas.owner')} value={form.owner} onChange={(event) => set({ owner: event.currentTarget.value })} />
          </Group>
          <Users form={form} set={set} />
          <Targets form={form} set={set} />
          <Select label={t('areas.profile')} allowDeselect={false} value={form.profile}
              data={[{ value: '', label: t('areas.asRunSays') }, { value: 'contiguous', label: t('areas.contiguous') }, { value: 'non-contiguous', label: t('areas.nonContiguous') }]}
              onChange={(value) => set({ profile: value === 'contiguous' || value === 'non-contiguous' ? value : '' })} />
          <Textarea label={t('areas.notes')} autosize minRows={2} maxRows={6} value={form.notes} onChange={(event) => set({ notes: event.currentTarget.value })} />
          {problem && <Text size="sm" c="var(--bw-bad)" role="alert">{problem}</Text>}
          {error !== null && error !== undefined && <ProblemNote title={t('areas.areaWasNotChanged')} error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={busy} disabled={problem !== ''}>{t('areas.save')}</Button>
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
      <legend>{t('areas.users')}</legend>
      {form.users.length === 0 && <Text size="xs" c="dimmed">{t('areas.nobodyYetOwnerNeed')}</Text>}
      {form.users.map((user, k) => (
        <Group key={k} gap={6} wrap="nowrap">
          <TextInput size="xs" flex={1} aria-label={t('areas.nameUser', { k: k + 1 })} placeholder={t('common.name')} value={user.name} onChange={(event) => change(k, { name: event.currentTarget.value })} />
          <TextInput size="xs" flex={1} aria-label={t('areas.roleUser', { k: k + 1 })} placeholder={t('areas.role')} value={user.role ?? ''} onChange={(event) => change(k, { role: event.currentTarget.value })} />
          <ActionIcon variant="subtle" color="gray" aria-label={t('areas.removeUser', { k: k + 1 })} onClick={() => set({ users: form.users.filter((_, at) => at !== k) })}><IconTrash size={15} /></ActionIcon>
        </Group>
      ))}
      <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} onClick={() => set({ users: [...form.users, { name: '' }] })}>{t('areas.addUser')}</Button>
    </fieldset>
  )
}

const aims: { value: Aim; label: string }[] = [
  { value: 'equal', get label() { return t('areas.equalShare') } }, { value: 'share', get label() { return t('areas.timesEqual') } }, { value: 'percent', get label() { return t('areas.ofTotal') } }, { value: 'amount', get label() { return t('areas.amount') } },
]

function Targets({ form, set }: FieldProps) {
  const change = (at: number, row: Partial<TargetRow>) => set({ rows: form.rows.map((held, k) => (k === at ? { ...held, ...row } : held)) })
  const number = (value: string | number): number | '' => (typeof value === 'number' ? value : '')
  return (
    <fieldset className={classes.group}>
      <legend>{t('areas.targetsCapacity')}</legend>
      {form.rows.map((row, k) => {
        const name = measureName(row.measure)
        return (
          <div key={row.measure} className={classes.target}>
            <Text size="sm" fw={540} className={classes.measure} title={name}>{name}</Text>
            <Select size="xs" aria-label={t('areas.targetOf', { name })} allowDeselect={false} data={aims} value={row.aim}
              onChange={(value) => change(k, { aim: (value ?? 'equal') as Aim, ...(value === 'equal' ? { value: '' } : {}) })} />
            <NumberInput size="xs" aria-label={t('areas.valueTarget', { name })} min={0} hideControls disabled={row.aim === 'equal'} thousandSeparator={marks().group}
              placeholder={row.aim === 'equal' ? '' : t('areas.value')} value={row.value} onChange={(value) => change(k, { value: number(value) })} />
            <NumberInput size="xs" aria-label={t('areas.minimumOf', { name })} placeholder={t('areas.min')} hideControls thousandSeparator={marks().group} value={row.min} onChange={(value) => change(k, { min: number(value) })} />
            <NumberInput size="xs" aria-label={t('areas.maximumOf', { name })} placeholder={t('areas.max')} hideControls thousandSeparator={marks().group} value={row.max} onChange={(value) => change(k, { max: number(value) })} />
            <NumberInput size="xs" aria-label={t('areas.capacityFor', { name })} placeholder={t('areas.capacity')} min={0} hideControls thousandSeparator={marks().group} value={row.capacity} onChange={(value) => change(k, { capacity: number(value) })} />
          </div>
        )
      })}
    </fieldset>
  )
}
