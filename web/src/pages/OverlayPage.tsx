import { Box, Button, Group, Select, Skeleton } from '@mantine/core'
import { IconDownload, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { alignmentsQuery } from '../api/alignments'
import { datasetQuery, snapshotQuery } from '../api/datasets'
import { coverageLink, coverageQuery, overlayQuery } from '../api/overlays'
import type { Overlay } from '../api/types'
import { t } from '../i18n'
import { CoverageMatrix } from '../panels/CoverageMatrix'
import { TopBar } from '../panels/TopBar'
import { EmptyState } from '../ui/EmptyState'
import { count, number } from '../ui/format'
import { Page } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { Stat, StatRow } from '../ui/Stat'

/** OverlayPage shows which territories of two trees of an overlay meet. */
export function OverlayPage() {
  const { overlayId } = useParams({ from: '/overlays/$overlayId' })
  const overlay = useQuery(overlayQuery(overlayId))
  const dataset = useQuery({ ...datasetQuery(overlay.data?.datasetId ?? ''), enabled: overlay.data !== undefined })
  const name = overlay.data?.name ?? t('overlays.overlay')
  return (
    <>
      <TopBar trail={[<Link key="d" to="/">{t('overlays.datasets')}</Link>,
        <Link key="s" to="/datasets/$datasetId" params={{ datasetId: overlay.data?.datasetId ?? '' }}>{dataset.data?.name ?? t('overlays.dataset')}</Link>, name]} />
      <Page wide title={overlay.data ? name : <Skeleton height={32} width={260} />} text={t('overlays.whichTerritoriesTwoTrees')}>
        {overlay.error && <ProblemNote title={t('overlays.overlayCouldNotBe')} error={overlay.error} onRetry={() => void overlay.refetch()} />}
        {overlay.data && overlay.data.members.length < 2 && (
          <EmptyState icon={<IconUsers size={24} />} title={t('overlays.onlyOneTreeLeft')} text={t('overlays.overlayComparesTwoTrees')} />
        )}
        {overlay.data && overlay.data.members.length >= 2 && <Coverage overlay={overlay.data} snapshot={dataset.data?.currentSnapshot} />}
      </Page>
    </>
  )
}

function Coverage({ overlay, snapshot }: { overlay: Overlay; snapshot: string | undefined }) {
  const members = overlay.members
  const [first, setFirst] = useState(members[0]?.alignmentId ?? '')
  const [second, setSecond] = useState(members[1]?.alignmentId ?? '')
  const [measure, setMeasure] = useState('')
  const alignments = useQuery(alignmentsQuery(overlay.datasetId))
  const columns = useQuery({ ...snapshotQuery(snapshot ?? ''), enabled: snapshot !== undefined }).data?.columns ?? []
  const { data, error, refetch } = useQuery(coverageQuery(overlay.id, first, second, measure))
  const options = members.map((m) => {
    const name = alignments.data?.find((a) => a.id === m.alignmentId)?.name ?? m.alignmentId
    return { value: m.alignmentId, label: m.role && m.role !== name ? `${m.role}: ${name}` : name }
  })
  const partners = data?.first.areas.map((area) => area.partners) ?? []
  return (
    <>
      <Group mb="md" align="flex-end">
        <Select label={t('overlays.rows')} data={options.filter((o) => o.value !== second)} value={first} onChange={(id) => id && setFirst(id)} allowDeselect={false} />
        <Select label={t('overlays.columns')} data={options.filter((o) => o.value !== first)} value={second} onChange={(id) => id && setSecond(id)} allowDeselect={false} />
        <Select label={t('overlays.show')} data={[{ value: '', label: t('overlays.numberUnits') }, ...columns.filter((c) => c.role === 'measure').map((c) => ({ value: c.name, label: c.name }))]}
          value={measure} onChange={(name) => setMeasure(name ?? '')} allowDeselect={false} />
        <Button variant="default" component="a" download href={coverageLink(overlay.id, first, second, measure)} leftSection={<IconDownload size={16} />}>{t('overlays.downloadAsCsv')}</Button>
      </Group>
      {error && <ProblemNote title={t('overlays.coverageCouldNotBe')} error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={400} radius="lg" />}
      {data && !error && (
        <>
          <StatRow>
            <Stat label={t('overlays.pairsMeet')} value={count(data.pairs.length)} />
            <Stat label={t('overlays.partnersPerTerritory')} value={number(partners.length > 0 ? partners.reduce((sum, n) => sum + n, 0) / partners.length : undefined)}
              hint={t('overlays.atMost', { count: count(Math.max(0, ...partners)) })} />
            <Stat label={t('overlays.unitsBoth')} value={count(data.both)} />
            <Stat label={t('overlays.only', { role: data.first.role || data.first.name })} value={count(data.onlyFirst)} />
            <Stat label={t('overlays.only', { role: data.second.role || data.second.name })} value={count(data.onlySecond)} />
          </StatRow>
          <Box mt="md"><CoverageMatrix coverage={data} measured={measure !== ''} /></Box>
        </>
      )}
    </>
  )
}
