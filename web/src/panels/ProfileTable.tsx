import { Text } from '@mantine/core'
import type { Column, Snapshot } from '../api/types'
import { roleNames, typeNames } from '../edit/columnChoices'
import { columnName, shownColumn } from '../edit/columnNames'
import { compact, count, epochDay, percent } from '../ui/format'
import { Histogram } from '../ui/Histogram'
import { Card } from '../ui/Page'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'

/** ProfileTable tells column by column what the values look like. */
export function ProfileTable({ snapshot }: { snapshot: Snapshot }) {
  return (
    <Card flush>
      <Scroll label="Columns and their values">
        <table className={table.table}>
          <thead>
            <tr>
              <th>Column</th><th>Role</th><th>Type</th><th className={table.right}>Missing</th><th className={table.right}>Distinct</th>
              <th className={table.right}>Lowest</th><th className={table.right}>Median</th><th className={table.right}>Highest</th>
              <th className={table.right}>Sum</th><th>Distribution</th>
            </tr>
          </thead>
          <tbody>{snapshot.columns.filter(shownColumn).map((column) => <Row key={column.name} column={column} units={snapshot.units} />)}</tbody>
        </table>
      </Scroll>
    </Card>
  )
}

function Row({ column, units }: { column: Column; units: number }) {
  const profile = column.profile
  const value = (x: number | undefined) => (x === undefined ? '' : column.type === 'date' ? epochDay(x) : compact(x))
  return (
    <tr>
      <td className={table.clip} title={column.name}><Text size="sm" fw={560} truncate>{columnName(column.name)}</Text></td>
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
    return <Histogram bins={profile.histogram} label={`${column.name} from ${unit(profile.min ?? 0)} to ${unit(profile.max ?? 0)}`} />
  }
  const top = profile?.top?.slice(0, 3) ?? []
  if (top.length === 0 || (top[0]?.count ?? 0) < 0.01 * units) return null
  return (
    <Text size="xs" c="dimmed" maw={260} truncate title={top.map((t) => `${t.value} (${count(t.count)})`).join(', ')}>
      {top.map((t) => `${t.value || 'empty'} ${percent(t.count / Math.max(1, units))}`).join(', ')}
    </Text>
  )
}
