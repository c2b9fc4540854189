import { ActionIcon, Badge, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowsSplit, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { exceptionsLink, exceptionsQuery } from '../api/exceptions'
import type { Against, Exceptions } from '../api/types'
import { rich, t } from '../i18n'
import { said } from '../ui/said'
import { EmptyState } from '../ui/EmptyState'
import { count, percent, units } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import table from '../ui/table.module.css'

/** ExceptionsPanel shows which units stand elsewhere than the rules or the optimised plan put them. */
export function ExceptionsPanel({ id, version, onArea }: { id: string; version: number; onArea: (area: number) => void }) {
  const [against, setAgainst] = useState<Against>()
  const { data, error, refetch } = useQuery(exceptionsQuery(id, version, against))
  const shown = against ?? (data?.against === 'none' ? undefined : data?.against)
  return (
    <Panel title={t('history.exceptions')} text={t('history.unitsPeoplePutElsewhere')}
      actions={data && data.total.overrides > 0 && (
        <ActionIcon component="a" variant="subtle" href={exceptionsLink(id, version, against)} download aria-label={t('history.downloadAsCsv')}><IconDownload size={18} /></ActionIcon>
      )}>
      {shown && (
        <SegmentedControl fullWidth mb="md" size="xs" value={shown} onChange={(value) => setAgainst(value as Against)} aria-label={t('history.compareWith')}
          data={[{ value: 'rules', label: t('history.rules') }, { value: 'optimised', label: t('history.optimisedPlan') }]} />
      )}
      {error && <ProblemNote title={t('history.thereNothingCompareWith')} error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Stack>{Array.from({ length: 5 }, (_, k) => <Skeleton key={k} height={28} />)}</Stack>}
      {!error && data && (data.against === 'none' || data.total.overrides + data.total.away === 0 ? <Nothing data={data} /> : <Areas data={data} onArea={onArea} />)}
    </Panel>
  )
}

function Nothing({ data }: { data: Exceptions }) {
  return data.against === 'none'
    ? <EmptyState icon={<IconArrowsSplit size={24} />} title={t('history.nothingCompareWith')} text={t('history.giveAreasRulesOr')} />
    : <EmptyState icon={<IconArrowsSplit size={24} />} title={t('history.noExceptions')} text={t('history.everyUnitWhereWas')} />
}

function Areas({ data, onArea }: { data: Exceptions; onArea: (area: number) => void }) {
  const { total } = data
  const rows = data.areas.filter((area) => area.overrides > 0 || area.away > 0)
  return (
    <>
      <Group justify="space-between" mb={6}>
        <Text size="sm">{rich('history.overridesOf', { count: total.overrides, share: percent(total.share), units: units(total.units), b: (text) => <b className="num">{text}</b> })}</Text>
        {data.alarms > 0 && <Badge color="red" variant="light" leftSection={<IconAlertTriangle size={12} aria-hidden />}>{t('history.alarms', { count: data.alarms })}</Badge>}
      </Group>
      {data.limit > 0 && <Text size="xs" c="dimmed" mb="xs">{t('history.alarmAboveArea', { limit: percent(data.limit) })}</Text>}
      <table className={table.table}>
        <thead><tr><th>{t('history.area')}</th><th className={table.right}>{t('history.here')}</th><th className={table.right}>{t('history.away')}</th><th className={table.right}>{t('history.share')}</th><th className={table.right}>{t('history.oldest')}</th></tr></thead>
        <tbody>
          {rows.map((area) => (
            <tr key={area.area} style={{ cursor: 'pointer' }} onClick={() => onArea(area.area)}>
              <td className={table.clip} style={{ paddingLeft: 14 + 12 * area.level, fontWeight: area.leaf ? undefined : 560 }}>
                <button type="button" style={{ all: 'unset', cursor: 'pointer' }} onClick={() => onArea(area.area)}>{area.name}</button>
              </td>
              <td className={`${table.right} num`}>{count(area.overrides)}</td>
              <td className={`${table.right} num`}>{count(area.away)}</td>
              <td className={`${table.right} num`} style={area.alarm ? { color: 'var(--mantine-color-error)', fontWeight: 620 } : undefined}>
                {area.alarm && <IconAlertTriangle size={13} aria-label={t('history.aboveLimit')} style={{ verticalAlign: -2, marginRight: 2 }} />}{percent(area.share)}
              </td>
              <td className={`${table.right} num`}>{area.overrides > 0 ? t('history.days', { days: count(area.oldestDays) }) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.reasons.length > 0 && (
        <>
          <Text size="sm" fw={560} mt="lg" mb={6}>{t('history.reasons')}</Text>
          {data.reasons.slice(0, 8).map((reason) => (
            <Group key={reason.reason} justify="space-between" wrap="nowrap" gap="xs">
              <Text size="sm" truncate title={said(reason.said, reason.reason)}>{said(reason.said, reason.reason) || t('history.noReasonWasGiven')}</Text>
              <Text size="sm" c="dimmed" className="num">{count(reason.units)}</Text>
            </Group>
          ))}
        </>
      )}
    </>
  )
}
