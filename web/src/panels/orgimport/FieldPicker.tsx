import { Button, Checkbox, Group, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orgFieldsQuery, useCheckQuery, type OrgField, type OrgSource } from '../../api/connections'
import { conditionQuery, fieldsMatching, preselect } from '../../edit/orgFields'
import { t } from '../../i18n'
import { Scroll } from '../../ui/Scroll'
import classes from './OrgImport.module.css'
import { OrgProblem } from '../connections/OrgProblem'
import { CheckNote } from './QueryForm'

interface Props { connection: string; name: string; source: OrgSource; onChange: (source: OrgSource) => void; onClose: () => void }

/** FieldPicker chooses an object's fields, those of its parents too, and which records. */
export function FieldPicker({ connection, name, source, onChange, onClose }: Props) {
  const object = source.object ?? ''
  const fields = useQuery(orgFieldsQuery(connection, object))
  const [text, setText] = useState('')
  const check = useCheckQuery(connection)
  const chosen = source.fields ?? []
  const set = (next: string[]) => onChange({ ...source, fields: next })
  const toggle = (path: string) => set(chosen.includes(path) ? chosen.filter((held) => held !== path) : [...chosen, path])
  const query = conditionQuery(object, source.where ?? '')
  const close = () => (source.where ? check.mutate(query, { onSuccess: (answer) => answer.ok && onClose() }) : onClose())
  return (
    <Modal opened onClose={onClose} size="lg" title={<Text fw={640} size="lg">{t('orgImport.chooseFieldsOf', { name })}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <TextInput aria-label={t('orgImport.searchFields')} placeholder={t('orgImport.searchFields')} leftSection={<IconSearch size={15} />} value={text} onChange={(event) => setText(event.currentTarget.value)} data-autofocus />
          <Group gap={4}>
            <Text size="sm" c="dimmed" className="num" mr={6} aria-live="polite">{t('orgImport.fieldsChosen', { count: chosen.length })}</Text>
            <Button size="compact-sm" variant="default" onClick={() => set(preselect(fields.data ?? []))}>{t('orgImport.usualFields')}</Button>
            <Button size="compact-sm" variant="default" onClick={() => set((fields.data ?? []).filter((f) => f.column).map((f) => f.name))}>{t('orgImport.allFields')}</Button>
            <Button size="compact-sm" variant="default" onClick={() => set(['Id'])}>{t('orgImport.noFields')}</Button>
          </Group>
        </Group>
        {fields.isPending && <Skeleton height={260} />}
        {fields.error && <OrgProblem title={t('orgImport.fieldsFailed')} error={fields.error} connection={connection} onRetry={() => void fields.refetch()} />}
        {fields.data && (
          <div className={classes.list}>
            <Scroll label={t('orgImport.field')} height={320}>
              {fieldsMatching(fields.data, text).map((field) => (
                <FieldRow key={field.name} connection={connection} field={field} chosen={chosen} onToggle={toggle} />
              ))}
            </Scroll>
          </div>
        )}
        <TextInput label={t('orgImport.condition')} description={t('orgImport.conditionHint')} value={source.where ?? ''} spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
          onChange={(event) => { check.reset(); onChange({ ...source, where: event.currentTarget.value }) }} />
        {check.data && !check.data.ok && <CheckNote query={query} check={check.data} />}
        {check.error && <OrgProblem title={t('orgImport.checkFailed')} error={check.error} connection={connection} />}
        <Checkbox label={t('orgImport.deleted')} checked={source.deleted ?? false} onChange={(event) => onChange({ ...source, deleted: event.currentTarget.checked })} />
        <Group justify="flex-end"><Button onClick={close} loading={check.isPending}>{t('orgImport.done')}</Button></Group>
      </Stack>
    </Modal>
  )
}

function FieldRow({ connection, field, chosen, onToggle }: { connection: string; field: OrgField; chosen: readonly string[]; onToggle: (path: string) => void }) {
  const [open, setOpen] = useState(false)
  const parent = field.relationship ? field.referenceTo.at(-1) : undefined
  return (
    <>
      <Group className={classes.row} justify="space-between" wrap="nowrap" gap="sm">
        <Checkbox size="sm" checked={chosen.includes(field.name)} onChange={() => onToggle(field.name)} label={field.label} description={`${field.name} · ${field.type}`} />
        {parent && (
          <Button size="compact-xs" variant="subtle" color="gray" aria-expanded={open} onClick={() => setOpen(!open)} rightSection={open ? <IconChevronDown size={13} /> : <IconChevronRight size={13} />}
            aria-label={t('orgImport.related', { name: field.relationship ?? '' })}>
            {t('orgImport.showRelated')}
          </Button>
        )}
      </Group>
      {open && parent && <Related connection={connection} relationship={field.relationship ?? ''} object={parent} chosen={chosen} onToggle={onToggle} />}
    </>
  )
}

function Related({ connection, relationship, object, chosen, onToggle }: { connection: string; relationship: string; object: string; chosen: readonly string[]; onToggle: (path: string) => void }) {
  const fields = useQuery(orgFieldsQuery(connection, object))
  return (
    <div className={classes.related}>
      {fields.isPending && <Skeleton height={60} m="sm" />}
      {fields.error && <OrgProblem title={t('orgImport.fieldsFailed')} error={fields.error} connection={connection} />}
      {fields.data?.filter((field) => field.column).map((field) => {
        const path = `${relationship}.${field.name}`
        return (
          <div key={path} className={classes.row}>
            <Checkbox size="sm" checked={chosen.includes(path)} onChange={() => onToggle(path)} label={field.label} description={`${path} · ${field.type}`} />
          </div>
        )
      })}
    </div>
  )
}
