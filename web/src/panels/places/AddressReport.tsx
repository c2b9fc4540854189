import { Button, Menu, Skeleton, Table } from '@mantine/core'
import { IconDownload, IconMapPin, IconTable } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { alignmentsQuery } from '../../api/alignments'
import { addressesLink, addressesQuery, findingWords, type Finding } from '../../api/places'
import type { Snapshot } from '../../api/types'
import { findingCondition } from '../../edit/unitFilter'
import { t } from '../../i18n'
import { count } from '../../ui/format'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import table from '../../ui/table.module.css'

/** AddressReport counts the doubtful addresses by finding; one click shows only them on the map of a plan. */
export function AddressReport({ snapshot }: { snapshot: Snapshot }) {
  const report = useQuery(addressesQuery(snapshot.id))
  if (!snapshot.columns.some((c) => c.role === 'latitude')) return null
  const counts = report.data?.counts
  const found = counts ? findingWords.filter((word) => counts[word] !== undefined) : []
  return (
    <Section title={t('places.addressReport')}
      text={report.data && (report.data.units > 0 ? t('places.addressReportText', { units: report.data.units }) : t('places.noDoubts'))}
      actions={<Button variant="default" size="sm" component="a" download href={addressesLink(snapshot.id)} leftSection={<IconDownload size={16} />}>{t('places.download')}</Button>}>
      {report.error && <ProblemNote title={t('places.reportFailed')} error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <Skeleton height={160} radius="lg" />}
      {counts && (
        <Card flush>
          <Table className={table.table} aria-label={t('places.addressReport')}>
            <Table.Tbody>
              {found.map((word) => (
                <Table.Tr key={word}>
                  <Table.Td>{t(`places.finding_${word}`)}</Table.Td>
                  <Table.Td ta="right" className="num">{count(counts[word] ?? 0)}</Table.Td>
                  <Table.Td ta="right" w={170}>{(counts[word] ?? 0) > 0 && <OnMap snapshot={snapshot} finding={word} />}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Card>
      )}
    </Section>
  )
}

function OnMap({ snapshot, finding }: { snapshot: Snapshot; finding: Finding }) {
  const alignments = useQuery(alignmentsQuery(snapshot.datasetId))
  const on = (alignments.data ?? []).filter((a) => a.snapshotId === snapshot.id)
  if (on.length === 0) return null
  // Units without a position are on no map.
  const table = finding === 'missing'
  const label = t(table ? 'places.showInTable' : 'places.showOnMap')
  const search = { filter: findingCondition(finding), ...(table ? { view: 'table' } : {}) }
  const looks = { size: 'compact-sm', variant: 'subtle', leftSection: table ? <IconTable size={15} /> : <IconMapPin size={15} />, 'aria-label': `${label}: ${t(`places.finding_${finding}`)}` } as const
  const [only] = on
  if (on.length === 1 && only) {
    return <Button {...looks} renderRoot={(props) => <Link to="/alignments/$alignmentId" params={{ alignmentId: only.id }} search={search} {...props} />}>{label}</Button>
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button {...looks}>{label}</Button></Menu.Target>
      <Menu.Dropdown>
        {on.slice(0, 30).map((a) => (
          <Menu.Item key={a.id} renderRoot={(props) => <Link to="/alignments/$alignmentId" params={{ alignmentId: a.id }} search={search} {...props} />}>{t('places.showIn', { name: a.name })}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
