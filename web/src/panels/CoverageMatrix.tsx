import { Text } from '@mantine/core'
import { t } from '../i18n'
import { compact, count } from '../ui/format'
import { Card } from '../ui/Page'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import type { Coverage } from '../api/types'

/** How many territories a side may have for the matrix to be drawn whole. */
const most = 60

/** CoverageMatrix shows how many units each pair of territories shares; the darker, the more. */
export function CoverageMatrix({ coverage, measured }: { coverage: Coverage; measured: boolean }) {
  const rows = coverage.first.areas
  const columns = coverage.second.areas
  const pairs = new Map(coverage.pairs.map((pair) => [`${pair.first} ${pair.second}`, pair]))
  const largest = coverage.pairs[0]?.units ?? 1
  return (
    <Card flush>
      <Scroll label={t('overlays.coverageMatrix')} height={560}>
        <table className={table.table} style={{ width: 'auto', minWidth: '100%' }}>
          <thead style={{ position: 'sticky', top: 0, zIndex: 1 }}>
            <tr>
              <th>{coverage.first.role || coverage.first.name}</th>
              <th className={table.right}>{t('overlays.meets')}</th>
              {columns.slice(0, most).map((area) => <th key={area.number} className={table.right} title={area.path}>{last(area.path)}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <tr key={row.number}>
                <th scope="row" style={{ whiteSpace: 'nowrap' }} title={row.path}>{last(row.path)}</th>
                <td className={`${table.right} num`}>{row.partners}</td>
                {columns.slice(0, most).map((column) => {
                  const pair = pairs.get(`${row.number} ${column.number}`)
                  const share = pair ? 8 + (42 * pair.units) / largest : 0
                  return (
                    <td key={column.number} className={`${table.right} num`}
                      style={pair ? { background: `color-mix(in srgb, var(--bw-accent) ${share}%, transparent)` } : undefined}
                      title={pair ? t('overlays.andUnits', { path: row.path, path2: column.path, units: count(pair.units) }) : undefined}>
                      {pair && (measured ? compact(pair.sums[0]) : count(pair.units))}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {(rows.length > most || columns.length > most) && (
        <Text size="xs" c="dimmed" p="sm">{t('overlays.firstRowsColumnsCsv', { most, count: rows.length, count2: columns.length })}</Text>
      )}
    </Card>
  )
}

const last = (path: string): string => path.split(' > ').at(-1) ?? path
