import { ActionIcon, Autocomplete, Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { orgChoicesQuery, orgFieldsQuery, type OrgChoices } from '../../api/connections'
import type { Column } from '../../api/types'
import { columnName } from '../../edit/columnNames'
import type { PublishForm, RuleSource } from '../../edit/publishForm'
import { t } from '../../i18n'

interface Props { connection: string; form: PublishForm; columns: readonly Column[]; levels: readonly string[]; set: (change: Partial<PublishForm>) => void }

/** OptionsForm asks what the chosen destination leaves open. */
export function OptionsForm(props: Props) {
  const choices = useQuery(orgChoicesQuery(props.connection)).data
  switch (props.form.kind) {
    case 'sales_territories': return <Territories {...props} choices={choices} />
    case 'record_fields': return <Records {...props} />
    case 'account_teams': return <Teams {...props} choices={choices} />
    case 'field_service': return <Service {...props} choices={choices} />
    case 'shape_layers': return <Shapes {...props} />
  }
}

/* eslint-disable bailiwick/no-bare-text -- API names of objects and access levels */
const account = 'Account'
const assignable = ['Account', 'Lead', 'Opportunity', 'Case']
const recordAccess = ['Read', 'Edit', 'All'] as const
const relatedAccess = ['None', 'Read', 'Edit'] as const
const teamAccess = ['Read', 'Edit'] as const
/* eslint-enable bailiwick/no-bare-text */

type WithChoices = Props & { choices: OrgChoices | undefined }

function Territories({ connection, form, set, columns, choices }: WithChoices) {
  const fields = useQuery(orgFieldsQuery(connection, account)).data ?? []
  return (
    <Stack gap="md">
      <Autocomplete label={t('publishing.model')} description={t('publishing.modelHint')} maw={420} data={choices?.models.map((m) => m.developerName) ?? []} value={form.model} onChange={(model) => set({ model })} />
      <Checkbox.Group label={t('publishing.rules')} value={form.rules} onChange={(rules) => set({ rules: rules as RuleSource[] })}>
        <Group mt={6}>
          <Checkbox value="conditions" label={t('publishing.conditions')} />
          <Checkbox value="boundaries" label={t('publishing.boundaries')} />
          <Checkbox value="codes" label={t('publishing.codes')} />
        </Group>
      </Checkbox.Group>
      {(form.rules.includes('codes') || form.rules.includes('boundaries')) && (
        <Autocomplete label={t('publishing.codeField')} description={t('publishing.codeFieldHint')} maw={420} data={fields.filter((f) => f.type === 'string' || f.type === 'picklist').map((f) => f.name)}
          value={form.codeField} onChange={(codeField) => set({ codeField: codeField.trim() })} />
      )}
      {form.rules.includes('codes') && (
        <Select label={t('publishing.codeColumn')} maw={420} searchable data={columns.filter((c) => c.type === 'text').map((c) => c.name)} value={form.codeColumn || null} onChange={(codeColumn) => set({ codeColumn: codeColumn ?? '' })} />
      )}
      <Group gap="md" align="flex-start">
        <Select label={t('publishing.manual')} allowDeselect={false} w={240} value={form.manual} onChange={(manual) => set({ manual: manual as PublishForm['manual'] })}
          data={[{ value: 'rest', label: t('publishing.manual_rest') }, { value: 'all', label: t('publishing.manual_all') }, { value: 'none', label: t('publishing.manual_none') }]} />
        <Select label={t('publishing.users')} allowDeselect={false} w={200} value={form.users} onChange={(users) => set({ users: users as PublishForm['users'] })}
          data={[{ value: 'all', label: t('publishing.users_all') }, { value: 'owners', label: t('publishing.users_owners') }, { value: 'none', label: t('publishing.users_none') }]} />
        <Select label={t('publishing.ownerRole')} clearable w={200} data={choices?.territoryRoles ?? []} value={form.role || null} onChange={(role) => set({ role: role ?? '' })} />
      </Group>
      <Group gap="md" align="flex-start">
        <Access label={t('publishing.accountAccess')} levels={recordAccess} value={form.accountAccess} onChange={(accountAccess) => set({ accountAccess })} />
        <Access label={t('publishing.opportunityAccess')} levels={relatedAccess} value={form.opportunityAccess} onChange={(opportunityAccess) => set({ opportunityAccess })} />
        <Access label={t('publishing.caseAccess')} levels={relatedAccess} value={form.caseAccess} onChange={(caseAccess) => set({ caseAccess })} />
      </Group>
    </Stack>
  )
}

/** Access chooses what users may do; empty leaves it as it is. */
function Access<Level extends 'None' | 'Read' | 'Edit' | 'All'>({ label, levels, value, onChange }: { label: string; levels: readonly Level[]; value: Level | ''; onChange: (level: Level | '') => void }) {
  const data = [{ value: '', label: t('publishing.access_') }, ...levels.map((level) => ({ value: level as string, label: t(`publishing.access_${level as 'Read'}`) }))]
  return <Select label={label} allowDeselect={false} w={220} data={data} value={value} onChange={(level) => onChange((level ?? '') as Level | '')} />
}

function Records({ connection, form, set, columns, levels }: Props) {
  const fields = useQuery(orgFieldsQuery(connection, form.object)).data ?? []
  const values = [
    { value: 'territory', label: t('publishing.valueTerritory') }, { value: 'owner', label: t('publishing.valueOwner') }, { value: 'owner_id', label: t('publishing.valueOwnerId') },
    { value: 'number', label: t('publishing.valueNumber') }, ...levels.map((level) => ({ value: `area:${level}`, label: t('publishing.valueArea', { level }) })),
    ...columns.map((c) => ({ value: `column:${c.name}`, label: columnName(c.name) })),
  ]
  const change = (at: number, next: Partial<PublishForm['fields'][number]>) => set({ fields: form.fields.map((one, k) => (k === at ? { ...one, ...next } : one)) })
  return (
    <Stack gap="sm">
      <TextInput label={t('publishing.object')} w={240} value={form.object} onChange={(event) => set({ object: event.currentTarget.value.trim() })} />
      {form.fields.map((one, k) => (
        <Group key={k} gap="sm" align="flex-end" wrap="nowrap">
          <Select label={t('publishing.field')} searchable style={{ flex: 1 }} maw={300} data={fields.filter((f) => f.updateable).map((f) => ({ value: f.name, label: `${f.label} (${f.name})` }))}
            value={one.field || null} onChange={(field) => change(k, { field: field ?? '' })} />
          <Select label={t('publishing.value')} searchable allowDeselect={false} style={{ flex: 1 }} maw={300} data={values} value={one.value} onChange={(value) => value && change(k, { value })} />
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('publishing.removeField')} onClick={() => set({ fields: form.fields.filter((_, at) => at !== k) })}><IconX size={16} /></ActionIcon>
        </Group>
      ))}
      <Group><Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => set({ fields: [...form.fields, { field: '', value: 'territory' }] })}>{t('publishing.addField')}</Button></Group>
    </Stack>
  )
}

function Teams({ form, set, choices }: WithChoices) {
  return (
    <Group gap="md" align="flex-start">
      <Select label={t('publishing.ownerRole')} required w={240} data={choices?.teamRoles ?? []} value={form.role || null} onChange={(role) => set({ role: role ?? '' })} />
      <Select label={t('publishing.teamMethod')} allowDeselect={false} w={280} value={form.teamMethod} onChange={(teamMethod) => set({ teamMethod: teamMethod as PublishForm['teamMethod'] })}
        data={[{ value: 'add', label: t('publishing.team_add') }, { value: 'overwrite', label: t('publishing.team_overwrite') }, { value: 'replace_role', label: t('publishing.team_replace_role') }]} />
      <Access label={t('publishing.accountAccess')} levels={teamAccess} value={form.teamAccess} onChange={(level) => set({ teamAccess: level })} />
    </Group>
  )
}

function Service({ form, set, choices }: WithChoices) {
  return (
    <Stack gap="sm">
      <Select label={t('publishing.hours')} required w={300} data={choices?.operatingHours ?? []} value={form.hours || null} onChange={(hours) => set({ hours: hours ?? '' })} />
      <Checkbox label={t('publishing.members')} checked={form.members} onChange={(event) => set({ members: event.currentTarget.checked })} />
      <Checkbox label={t('publishing.polygons')} checked={form.polygons} onChange={(event) => set({ polygons: event.currentTarget.checked })} />
    </Stack>
  )
}

function Shapes({ form, set }: Props) {
  return (
    <Stack gap="sm">
      <Group gap="md" align="flex-start">
        <TextInput label={t('publishing.folder')} description={t('publishing.folderHint')} w={280} value={form.folder} onChange={(event) => set({ folder: event.currentTarget.value })} />
        <TextInput label={t('publishing.country')} description={t('publishing.countryHint')} w={200} value={form.country} onChange={(event) => set({ country: event.currentTarget.value.trim() })} />
      </Group>
      <Checkbox label={t('publishing.custom')} checked={form.custom} onChange={(event) => set({ custom: event.currentTarget.checked })} />
      <Autocomplete label={t('publishing.assignObject')} description={t('publishing.assignObjectHint')} maw={420} data={assignable} value={form.assignObject} onChange={(assignObject) => set({ assignObject: assignObject.trim() })} />
    </Stack>
  )
}
