import { Text, UnstyledButton } from '@mantine/core'
import type { Column, Snapshot } from '../api/types'
import { roleNames, typeNames } from '../edit/columnChoices'
import { columnName, shownColumn, wordName } from '../edit/columnNames'
import { t } from '../i18n'
import { compact, count, epochDay, percent } from '../ui/format'
import { Histogram } from '../ui/Histogram'
import { Card } from '../ui/Page'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'

/** ProfileTable tells column by column what the values look like. */
export function ProfileTable({ snapshot, onShow }: { snapshot: Snapshot; onShow: (column: Column) => void }) {
  return (
    <Card flush>
      <Scroll label={t('data.columnsAndValues')}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>{t('importing.column')}</th><th>{t('importing.role')}</th><th>{t('importing.type')}</th><th className={table.right}>{t('importing.missing')}</th><th className={table.right}>{t('importing.distinct')}</th>
              <th className={table.right}>{t('data.lowest')}</th><th className={table.right}>{t('data.median')}</th><th className={table.right}>{t('data.highest')}</th>
              <th className={table.right}>{t('data.sum')}</th><th>{t('data.distributionTitle')}</th>
            </tr>
          </thead>
          <tbody>{snapshot.columns.filter(shownColumn).map((column) => <Row key={column.name} column={column} units={snapshot.units} onShow={() => onShow(column)} />)}</tbody>
        </table>
      </Scroll>
    </Card>
  )
}

function Row({ column, units, onShow }: { column: Column; units: number; onShow: () => void }) {
  const profile = column.profile
  const value = (x: number | undefined) => (x === undefined ? '' : column.type === 'date' ? epochDay(x) : compact(x))
  return (
    <tr>
      <td className={table.clip} title={column.name}><UnstyledButton fz="sm" className="strong-link" onClick={onShow}>{columnName(column.name)}</UnstyledButton></td>
      <td>{roleNames[column.role]}</td>
      <td><Text size="sm" c="dimmed">{typeNames[column.type]}</Text></td>
      <td className={`${table.right} num`}>{profile && profile.missing > 0 ? percent(profile.missing / Math.max(1, units)) : '–'}</td>
      <td className={`${table.right} num`}>{profile ? `${count(profile.distinct)}${profile.distinctCapped ? '+' : ''}` : ''}</td>
      <td className={`${table.right} num`}>{value(profile?.min)}</td>
      <td className={`${table.right} num`}>{value(profile?.quantiles?.[3])}</td>
      <td className={`${table.right} num`}>{value(profile?.max)}</td>
      <td className={`${table.right} num`}>{column.role === 'measure' ? compact(profile?.sum) : ''}</td>
      <td><Distribution column={column} units={units} /></td>
    </tr>
  )
}

function Distribution({ column, units }: { column: Column; units: number }) {
  const profile = column.profile
  if (profile?.histogram && profile.histogram.length > 1) {
    const unit = column.type === 'date' ? epochDay : compact
    return <Histogram bins={profile.histogram} label={t('importing.shape', { column: columnName(column.name), low: unit(profile.min ?? 0), high: unit(profile.max ?? 0) })} />
  }
  const top = profile?.top?.slice(0, 3) ?? []
  if (top.length === 0 || (top[0]?.count ?? 0) < 0.01 * units) return null
  return (
    <Text size="xs" c="dimmed" maw={260} truncate title={top.map((value) => `${wordName(column.name, value.value)} (${count(value.count)})`).join(', ')}>
      {top.map((value) => `${wordName(column.name, value.value) || t('importing.empty')} ${percent(value.count / Math.max(1, units))}`).join(', ')}
    </Text>
  )
}
