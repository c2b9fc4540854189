import { Group, Select, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { Column, ColumnType, PreviewColumn, Role } from '../../api/types'
import { roleNames, typeNames } from '../../edit/columnChoices'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import { compact, count, epochDay, percent } from '../../ui/format'
import { Histogram } from '../../ui/Histogram'
import { Card } from '../../ui/Page'
import { said } from '../../ui/said'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'

interface Props {
  columns: readonly PreviewColumn[]
  /** What is known of the columns' values, by name. */
  profiles: ReadonlyMap<string, NonNullable<Column['profile']>>
  /** How many rows the profiles are of. */
  rows: number
  onRole: (column: string, role: Role) => void
  onType: (column: string, type: ColumnType) => void
}

/** Tables with more columns than this get a search. */
const searchable = 15

/** Columns shown at once; a file may have thousands. */
const most = 200

/** ColumnsTable shows what each column was taken for and why, and what its values look like, to be changed before the import. */
export function ColumnsTable({ columns, profiles, rows, onRole, onType }: Props) {
  useProblemTexts()
  const [search, setSearch] = useState('')
  const found = columns.filter((column) => column.name.toLowerCase().includes(search.trim().toLowerCase()))
  const roles = Object.entries(roleNames).map(([value, label]) => ({ value, label }))
  const types = Object.entries(typeNames).map(([value, label]) => ({ value, label }))
  return (
    <Card flush>
      {columns.length > searchable && (
        <Group p="sm">
          <TextInput size="xs" w={260} value={search} placeholder={t('importing.findColumn')} aria-label={t('importing.findColumn')}
            leftSection={<IconSearch size={14} />} onChange={(event) => setSearch(event.currentTarget.value)} />
          <Text size="sm" c="dimmed" className="num">{t('data.columnsShown', { shown: Math.min(most, found.length), all: columns.length })}</Text>
        </Group>
      )}
      <Scroll label={t('importing.columnsOfFile')}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>{t('importing.column')}</th><th>{t('importing.role')}</th><th>{t('importing.type')}</th><th>{t('importing.why')}</th>
              <th className={table.right}>{t('importing.missing')}</th><th className={table.right}>{t('importing.distinct')}</th><th>{t('importing.values')}</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, most).map((column) => {
              const profile = profiles.get(column.name)
              return (
                <tr key={column.name}>
                  <td className={table.clip} title={column.name}><Text fw={560} size="sm" truncate>{column.name}</Text></td>
                  <td>
                    <Select data={roles} value={column.role} allowDeselect={false} size="xs" w={160}
                      aria-label={t('importing.roleOf', { column: column.name })} onChange={(role) => role && onRole(column.name, role as Role)} />
                  </td>
                  <td>
                    <Select data={types} value={column.type} allowDeselect={false} size="xs" w={112}
                      aria-label={t('importing.typeOf', { column: column.name })} onChange={(type) => type && onType(column.name, type as ColumnType)} />
                  </td>
                  <td><Text size="xs" c="dimmed" maw={220} miw={120}>{said(column.reasonSaid, column.reason)}</Text></td>
                  <td className={`${table.right} num`}>{missingOf(column, profile, rows)}</td>
                  <td className={`${table.right} num`}>{profile ? `${count(profile.distinct)}${profile.distinctCapped ? '+' : ''}` : ''}</td>
                  <td><Values column={column} profile={profile} rows={rows} /></td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
      {found.length === 0 && <Text p="md" size="sm" c="dimmed">{t('importing.noColumn', { text: search })}</Text>}
    </Card>
  )
}

function missingOf(column: PreviewColumn, profile: Column['profile'], rows: number): string {
  if (!profile) return column.missing === 0 ? '–' : count(column.missing)
  return profile.missing === 0 ? '–' : `${count(profile.missing)} (${percent(profile.missing / Math.max(1, rows))})`
}

/** Values shows a column's distribution: a histogram with quantiles, the most frequent texts, or samples while nothing is known. */
function Values({ column, profile, rows }: { column: PreviewColumn; profile: Column['profile']; rows: number }) {
  if (profile?.histogram && profile.histogram.length > 1) {
    const write = column.type === 'date' ? epochDay : compact
    const q = profile.quantiles ?? []
    return (
      <div>
        <Histogram bins={profile.histogram} height={24} label={t('importing.shape', { column: column.name, low: write(profile.min ?? 0), high: write(profile.max ?? 0) })} />
        <Text size="xs" c="dimmed" className="num" title={t('importing.range')} style={{ whiteSpace: 'nowrap' }}>
          {[profile.min, q[3], profile.max].map((x) => (x === undefined ? '' : write(x))).join(' · ')}
        </Text>
      </div>
    )
  }
  const top = profile?.top?.slice(0, 3) ?? []
  const text = top.length > 0 && (top[0]?.count ?? 0) > 1
    ? top.map((one) => t('importing.shareOfRows', { value: one.value || t('importing.empty'), share: percent(one.count / Math.max(1, rows)) })).join(', ')
    : column.samples.slice(0, 3).join(', ')
  return <Text size="xs" c="dimmed" maw={280} truncate title={text} className="num">{text}</Text>
}
