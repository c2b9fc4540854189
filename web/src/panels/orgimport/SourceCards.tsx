import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { IconCode, IconDatabase, IconReportAnalytics, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { OrgSource } from '../../api/connections'
import { t } from '../../i18n'
import { FieldPicker } from './FieldPicker'
import classes from './OrgImport.module.css'

/** A source that was chosen, with its name for people. */
export interface Picked { source: OrgSource; name: string }

interface Props { connection: string; picked: readonly Picked[]; onChange: (picked: Picked[]) => void }

/** SourceCards lists the chosen sources, to be refined or removed. */
export function SourceCards({ connection, picked, onChange }: Props) {
  const [editing, setEditing] = useState<number>()
  const edited = editing === undefined ? undefined : picked[editing]
  const replace = (at: number, source: OrgSource) => onChange(picked.map((held, k) => (k === at ? { ...held, source } : held)))
  return (
    <div className={classes.list}>
      {picked.length === 0 && <Text size="sm" c="dimmed" p="md">{t('orgImport.noSources')}</Text>}
      {picked.map((held, k) => (
        <Group key={`${held.name} ${k}`} className={classes.row} justify="space-between" wrap="nowrap" gap="sm">
          <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
            <Icon source={held.source} />
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={600} truncate>{held.name}</Text>
              <Text size="xs" c="dimmed" lineClamp={2}>{about(held.source)}</Text>
            </div>
          </Group>
          <Group gap={4} wrap="nowrap">
            {held.source.object && <Button size="compact-sm" variant="default" onClick={() => setEditing(k)} aria-label={t('orgImport.chooseFieldsOf', { name: held.name })}>{t('orgImport.chooseFields')}</Button>}
            <ActionIcon variant="subtle" color="gray" aria-label={t('orgImport.removeSource', { name: held.name })} onClick={() => onChange(picked.filter((_, at) => at !== k))}><IconX size={16} /></ActionIcon>
          </Group>
        </Group>
      ))}
      {edited && editing !== undefined && (
        <FieldPicker connection={connection} name={edited.name} source={edited.source} onChange={(source) => replace(editing, source)} onClose={() => setEditing(undefined)} />
      )}
    </div>
  )
}

function Icon({ source }: { source: OrgSource }) {
  const One = source.report ? IconReportAnalytics : source.soql ? IconCode : IconDatabase
  return <One size={18} stroke={1.6} style={{ flex: 'none', color: 'var(--bw-accent)' }} aria-hidden />
}

function about(source: OrgSource): string {
  if (source.report) return t('orgImport.report')
  if (source.soql) return source.soql
  return [source.fields ? t('orgImport.fieldsChosen', { count: source.fields.length }) : t('orgImport.allFields'), source.where ?? '', source.deleted ? t('orgImport.withDeleted') : ''].filter(Boolean).join(' · ')
}
