import { Badge, Button, Group, Select, Skeleton, Text } from '@mantine/core'
import { IconDownload, IconMapPin } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { changesLink, changesQuery, type SnapshotItem } from '../../api/snapshots'
import type { Alignment } from '../../api/types'
import { columnName } from '../../edit/columnNames'
import { t } from '../../i18n'
import { count, date } from '../../ui/format'
import { ProblemNote } from '../../ui/ProblemNote'
import { Stat, StatRow } from '../../ui/Stat'

interface Props {
  snapshot: SnapshotItem
  /** The snapshots before it, newest first; at least one. */
  older: readonly SnapshotItem[]
  /** The alignments that stand on it. */
  alignments: readonly Alignment[]
  units: string
}

/** The condition that holds for units which a refresh marked. */
export const markedCondition = '$env["$change"] != ""'

/** ChangeReport tells what a snapshot changed: units new, gone, moved, with other values, and columns. */
export function ChangeReport({ snapshot, older, alignments }: Props) {
  const [from, setFrom] = useState(older[0]?.id ?? '')
  const changes = useQuery(changesQuery(snapshot.id, from))
  const since = older.find((one) => one.id === from)
  if (changes.error) return <ProblemNote title={t('data.changesFailed')} error={changes.error} onRetry={() => void changes.refetch()} />
  if (!changes.data) return <Skeleton height={120} mt="md" radius="lg" />
  const d = changes.data
  const nothing = d.added + d.gone + d.moved + d.changed + d.columns.length === 0
  return (
    <section aria-label={t('data.changesSince', { when: since ? date(since.created) : '' })} style={{ marginTop: 16 }}>
      <Group justify="space-between" mb="sm" align="flex-end">
        {older.length > 1
          ? <Select size="xs" label={t('data.compareWith')} w={260} allowDeselect={false} value={from} onChange={(value) => value && setFrom(value)}
              data={older.map((one) => ({ value: one.id, label: date(one.created) }))} />
          : <Text size="sm" fw={600}>{t('data.changesSince', { when: since ? date(since.created) : '' })}</Text>}
        {!nothing && <Button size="xs" variant="default" component="a" download href={changesLink(snapshot.id, from)} leftSection={<IconDownload size={14} />}>{t('data.changesCsv')}</Button>}
      </Group>
      {nothing ? <Text size="sm" c="dimmed">{t('data.changesNone')}</Text> : (
        <StatRow>
          <Stat label={t('importing.added')} value={count(d.added)} />
          <Stat label={t('importing.gone')} value={count(d.gone)} />
          <Stat label={t('importing.moved')} value={count(d.moved)} />
          <Stat label={t('importing.changed')} value={count(d.changed)} />
          <Stat label={t('importing.same')} value={count(d.same)} />
        </StatRow>
      )}
      {d.columns.length > 0 && (
        <Group gap={6} mt="sm" align="center">
          <Text size="sm" c="dimmed">{t('data.columnsChanged')}:</Text>
          {d.columns.map((column) => (
            <Badge key={column.name} variant="light" color="gray" className="num">
              {columnName(column.name)}: {column.change === 'values' ? t('data.change_values', { count: column.units ?? 0 }) : t(`data.change_${column.change as 'added' | 'gone' | 'type'}`)}
            </Badge>
          ))}
        </Group>
      )}
      {from === older[0]?.id && !nothing && alignments.length > 0 && (
        <Group gap="xs" mt="sm">
          {alignments.slice(0, 5).map((one) => (
            <Button key={one.id} size="xs" variant="light" leftSection={<IconMapPin size={14} />}
              renderRoot={(props) => <Link to="/alignments/$alignmentId" params={{ alignmentId: one.id }} search={{ view: 'table', filter: markedCondition }} {...props} />}>
              {t('data.showOnDesk', { name: one.name })}
            </Button>
          ))}
        </Group>
      )}
    </section>
  )
}
