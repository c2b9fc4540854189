import { Group, Text } from '@mantine/core'
import type { On, Tried } from '../../api/attributes'
import { columnName } from '../../edit/columnNames'
import { t } from '../../i18n'
import { compact, count, epochDay, number, percent, seconds } from '../../ui/format'
import { Histogram } from '../../ui/Histogram'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'

/** TriedResult shows what a formula gives: its type, how many match, the distribution, and sample rows with what it reads. */
export function TriedResult({ tried, units, filter, on }: { tried: Tried; units: number; filter: boolean; on: On }) {
  const profile = tried.profile
  const dated = tried.type === 'date'
  const write = (x: number | undefined) => (x === undefined ? '–' : dated ? epochDay(x) : compact(x))
  return (
    <div aria-live="polite" data-testid="tried">
      <Group gap="lg" mb="sm" align="center">
        <Text size="sm" fw={600} className="num">
          {filter ? t('data.matches', { count: tried.matches ?? 0, share: percent((tried.matches ?? 0) / Math.max(1, units)) })
            : t('data.gives', { type: t(`data.type_${(tried.type ?? 'text') as 'text' | 'number' | 'date' | 'boolean'}`), took: seconds(tried.seconds) })}
        </Text>
        {!filter && tried.type === 'boolean' && <Text size="sm" c="dimmed" className="num">{t('data.matches', { count: tried.matches ?? 0, share: percent((tried.matches ?? 0) / Math.max(1, units)) })}</Text>}
        {profile && profile.missing > 0 && <Text size="sm" c="dimmed" className="num">{t('data.missingValues', { count: profile.missing })}</Text>}
        {profile?.histogram && profile.histogram.length > 1 && tried.type !== 'boolean' && (
          <Group gap={10} wrap="nowrap">
            <Histogram bins={profile.histogram} label={t('data.distribution', { low: write(profile.min), high: write(profile.max) })} />
            <Text size="xs" c="dimmed" className="num">{[profile.min, profile.quantiles?.[3], profile.max].map(write).join(' · ')}</Text>
          </Group>
        )}
      </Group>
      <Scroll label={t('data.sampleRows')} height={300}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>{t(`data.one_${on}`)}</th>
              {tried.columns.map((name) => <th key={name}>{columnName(name)}</th>)}
              <th style={{ color: 'var(--bw-accent)' }}>{t('data.result')}</th>
            </tr>
          </thead>
          <tbody>
            {tried.rows.map((row, k) => (
              <tr key={k}>
                <td className={table.clip}>{row.id}</td>
                {row.inputs.map((value, i) => <td key={i} className={`${table.clip} num`}>{shown(value)}</td>)}
                <td className="num" style={{ fontWeight: 600 }}>{shown(row.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  )
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'number') return Number.isInteger(value) ? count(value) : number(value)
  if (typeof value === 'boolean') return value ? t('data.yes') : t('data.no')
  return String(value)
}
