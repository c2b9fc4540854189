import { Group, Pagination, Skeleton, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { unitsQuery } from '../api/datasets'
import type { Column, Snapshot, Value } from '../api/types'
import { columnName, shownColumn, wordName } from '../edit/columnNames'
import { t } from '../i18n'
import { epochDay, number } from '../ui/format'
import { Card } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'

const perPage = 50

const pageLabels = {
  get first() { return t('desk.pageFirst') }, get previous() { return t('desk.pagePrevious') },
  get next() { return t('desk.pageNext') }, get last() { return t('desk.pageLast') },
} as const

/** UnitsTable pages through the units of a snapshot on the server, with a search over ids and names. */
export function UnitsTable({ snapshot }: { snapshot: Snapshot }) {
  const [page, setPage] = useState(1)
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, 250)
  const units = useQuery(unitsQuery(snapshot.id, (page - 1) * perPage, perPage, asked))
  const columns = snapshot.columns.filter(shownColumn)
  const total = units.data?.total ?? 0
  return (
    <Card flush>
      <Group p="md" justify="space-between">
        <TextInput value={search} aria-label={t('desk.searchUnits')} placeholder={t('desk.searchByIdOr')} w={320}
          leftSection={<IconSearch size={15} />}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setPage(1)
          }} />
        <Text size="sm" c="dimmed" className="num" aria-live="polite">{units.data ? t('common.units', { count: total }) : ''}</Text>
      </Group>
      {units.error && <ProblemNote title={t('desk.unitsCouldNotBe2')} error={units.error} onRetry={() => void units.refetch()} />}
      {units.isPending && <Skeleton height={320} radius={0} />}
      {units.data && (
        <Scroll label={t('common.unitsName')} height={520}>
          <table className={table.table}>
            <thead>
              <tr>{columns.map((c) => <th key={c.name} className={c.type === 'number' ? table.right : ''}>{columnName(c.name)}</th>)}</tr>
            </thead>
            <tbody>
              {units.data.units.map((unit) => (
                <tr key={unit.index}>
                  {columns.map((c) => (
                    <td key={c.name} className={`${table.clip} num ${c.type === 'number' ? table.right : ''}`}>
                      {show(c, unit.values[c.name])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {units.data && total === 0 && <Text p="lg" c="dimmed" ta="center">{t('desk.noUnitMatches', { asked })}</Text>}
      {total > perPage && (
        <Group p="md" justify="center" style={{ borderTop: '1px solid var(--bw-line)' }}>
          <Pagination size="sm" value={page} onChange={setPage} total={Math.ceil(total / perPage)}
            getControlProps={(control) => ({ 'aria-label': pageLabels[control] })} getItemProps={(n) => ({ 'aria-label': t('desk.pageNumber', { n }) })} />
        </Group>
      )}
    </Card>
  )
}

/** show writes a value the way its column asks for. Coordinates keep their digits. */
export function show(column: Column, value: Value | undefined): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? t('desk.yes') : t('desk.no')
  if (column.type === 'date' && typeof value === 'number') return epochDay(value)
  if (typeof value !== 'number') return wordName(column.name, value)
  return column.role === 'latitude' || column.role === 'longitude' ? value.toFixed(5) : number(value)
}
