import { Drawer, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Column } from '../../api/types'
import { columnName, wordName } from '../../edit/columnNames'
import { t } from '../../i18n'
import type { DatasetTabProps } from '../../pages/datasetTabs'
import { compact, count, epochDay, number, percent } from '../../ui/format'
import { Histogram } from '../../ui/Histogram'
import { Section } from '../../ui/Page'
import { ProfileTable } from '../ProfileTable'

/** ColumnsTab shows column by column what is in the records, and one column in full. */
export function ColumnsTab({ snapshot }: DatasetTabProps) {
  const [shown, setShown] = useState<Column>()
  return (
    <Section title={t('importing.columns')} text={t('data.columnsText')}>
      <ProfileTable snapshot={snapshot} onShow={setShown} />
      <Drawer opened={shown !== undefined} onClose={() => setShown(undefined)} position="right" size={420}
        title={<Text fw={640} size="lg">{shown ? columnName(shown.name) : ''}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
        {shown && <Detail column={shown} units={snapshot.units} />}
      </Drawer>
    </Section>
  )
}

const levels = [0, 5, 25, 50, 75, 95, 100]

function Detail({ column, units }: { column: Column; units: number }) {
  const profile = column.profile
  if (!profile) return <Text c="dimmed">{t('data.noProfile')}</Text>
  const write = (x: number) => (column.type === 'date' ? epochDay(x) : number(x))
  const share = (n: number) => percent(n / Math.max(1, units))
  const top = profile.top ?? []
  const largest = Math.max(1, ...top.map((one) => one.count))
  return (
    <Stack gap="lg">
      <Figures rows={[
        [t('importing.missing'), `${count(profile.missing)} (${share(profile.missing)})`],
        [t('importing.distinct'), `${count(profile.distinct)}${profile.distinctCapped ? '+' : ''}`],
        ...(profile.mean === undefined ? [] : [[t('data.mean'), write(profile.mean)]]),
        ...(profile.sum === undefined || column.type !== 'number' ? [] : [[t('data.sum'), compact(profile.sum)]]),
      ]} />
      {profile.histogram && profile.histogram.length > 1 && (
        <div>
          <Histogram bins={profile.histogram} width={372} height={120} label={t('importing.shape', { column: columnName(column.name), low: write(profile.min ?? 0), high: write(profile.max ?? 0) })} />
          <Group justify="space-between"><Text size="xs" c="dimmed" className="num">{write(profile.min ?? 0)}</Text><Text size="xs" c="dimmed" className="num">{write(profile.max ?? 0)}</Text></Group>
        </div>
      )}
      {profile.quantiles && profile.quantiles.length > 0 && (
        <Figures rows={profile.quantiles.map((x, k) => [t('data.quantile', { level: levels[k] ?? 0 }), write(x)])} />
      )}
      {top.length > 0 && (
        <div>
          <Text fw={600} size="sm" mb={6}>{t('data.frequent')}</Text>
          {top.map((one) => (
            <div key={one.value} style={{ marginBottom: 6 }}>
              <Group justify="space-between" wrap="nowrap"><Text size="sm" truncate>{wordName(column.name, one.value) || t('importing.empty')}</Text><Text size="xs" c="dimmed" className="num">{count(one.count)} ({share(one.count)})</Text></Group>
              <div style={{ height: 4, borderRadius: 2, background: 'var(--bw-accent)', width: `${(100 * one.count) / largest}%` }} aria-hidden />
            </div>
          ))}
        </div>
      )}
    </Stack>
  )
}

function Figures({ rows }: { rows: string[][] }) {
  return (
    <dl style={{ margin: 0, display: 'grid', gridTemplateColumns: '1fr auto', rowGap: 4 }}>
      {rows.map(([name, value]) => [<dt key={`n${name}`}><Text size="sm" c="dimmed">{name}</Text></dt>, <dd key={`v${name}`} className="num" style={{ margin: 0, textAlign: 'right', fontSize: 14 }}>{value}</dd>])}
    </dl>
  )
}
