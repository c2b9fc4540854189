import { Group, Pagination, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { rejectedQuery, type RejectedPage } from '../../api/snapshots'
import { t } from '../../i18n'
import { useProblemTexts } from '../../i18n/useProblemTexts'
import { count } from '../../ui/format'
import { Card } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { said } from '../../ui/said'
import { Scroll } from '../../ui/Scroll'
import table from '../../ui/table.module.css'
import type { Reason } from './ReasonList'

const perPage = 25

/** RejectedRows pages through rejected rows as they came, with the value at fault marked. */
export function RejectedRows({ snapshotId, reason }: { snapshotId: string; reason: Reason | undefined }) {
  const [page, setPage] = useState(1)
  const rows = useQuery(rejectedQuery(snapshotId, {
    ...(reason ? { reason: reason.reason } : {}), ...(reason?.column ? { column: reason.column } : {}), offset: (page - 1) * perPage, limit: perPage,
  }))
  if (rows.error) return <ProblemNote title={t('data.rejectedFailed')} error={rows.error} onRetry={() => void rows.refetch()} />
  if (!rows.data) return <Skeleton height={260} radius="lg" />
  return (
    <Card flush>
      <Scroll label={t('data.rejectedTable')} height={460}><Rows page={rows.data} /></Scroll>
      {rows.data.total > perPage && (
        <Group p="md" justify="center" style={{ borderTop: '1px solid var(--bw-line)' }}>
          <Pagination total={Math.ceil(rows.data.total / perPage)} value={page} onChange={setPage} size="sm"
            getControlProps={(control) => ({ 'aria-label': t(`data.page_${control}`) })} getItemProps={(n) => ({ 'aria-label': t('data.page', { page: n }) })} />
        </Group>
      )}
    </Card>
  )
}

function Rows({ page }: { page: RejectedPage }) {
  useProblemTexts()
  const several = new Set(page.rows.map((row) => row.file)).size > 1
  return (
    <table className={table.table}>
      <thead>
        <tr>
          {several && <th>{t('data.file')}</th>}
          <th className={table.right}>{t('data.row')}</th><th>{t('data.atFault')}</th><th>{t('data.reason')}</th>
          {page.header.map((name, k) => <th key={k}>{name}</th>)}
        </tr>
      </thead>
      <tbody>
        {page.rows.map((row, r) => (
          <tr key={r}>
            {several && <td className={table.clip} title={row.file}>{row.file}</td>}
            <td className={`${table.right} num`} title={t('data.line', { line: row.line })}>{count(row.row)}</td>
            <td className={table.clip}>
              {row.column ?? '–'}
              {row.column && <Text size="xs" c="var(--bw-bad)" className="num" truncate>{row.value === undefined || row.value === '' ? t('importing.empty') : row.value}</Text>}
            </td>
            <td><Text size="xs" miw={220} maw={320}>{said(row.said, row.text)}</Text></td>
            {row.fields.map((field, k) => (
              <td key={k} className={`${table.clip} num`} title={field}
                style={page.header[k] !== undefined && page.header[k] === row.column ? { background: 'var(--bw-bad-soft)' } : undefined}>{field}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
