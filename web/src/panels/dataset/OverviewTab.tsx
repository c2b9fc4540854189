import { Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { shownColumn } from '../../edit/columnNames'
import { t } from '../../i18n'
import type { DatasetTabProps } from '../../pages/datasetTabs'
import { count, percent } from '../../ui/format'
import { Section } from '../../ui/Page'
import { Stat, StatRow } from '../../ui/Stat'
import { AlignmentsList } from '../AlignmentsList'
import { NewAlignment } from '../NewAlignment'
import { OverlaysList } from '../OverlaysList'
import { OrgSources } from './OrgSources'
import { UnitsTable } from '../UnitsTable'
import { SourcesList } from './SourcesList'
import { UnitsPreview } from './UnitsPreview'

/** OverviewTab shows what a dataset holds and the plans made of it. */
export function OverviewTab({ snapshot }: DatasetTabProps) {
  const [creating, { open, close }] = useDisclosure(false)
  const measures = snapshot.columns.filter((column) => column.role === 'measure')
  return (
    <>
      <StatRow>
        <Stat label={t('data.units')} value={count(snapshot.units)} />
        <Stat label={t('importing.onMap')} value={count(snapshot.located)} hint={percent(snapshot.units > 0 ? snapshot.located / snapshot.units : undefined)} />
        <Stat label={t('data.measures')} value={measures.length} hint={measures.map((m) => m.name).slice(0, 3).join(', ')} />
        <Stat label={t('importing.columns')} value={snapshot.columns.filter(shownColumn).length} />
        <Stat label={t('data.rejectedTab')} value={count(snapshot.rejected)} />
      </StatRow>
      <Section title={t('data.alignments')} text={t('data.alignmentsText')}>
        <AlignmentsList datasetId={snapshot.datasetId} onCreate={open} />
      </Section>
      <OrgSources datasetId={snapshot.datasetId} />
      <Section title={t('data.whereUnits')} text={t('data.whereUnitsText')}>
        <Stack gap="md">
          <UnitsPreview snapshot={snapshot} />
          <SourcesList snapshot={snapshot} />
        </Stack>
      </Section>
      <OverlaysList datasetId={snapshot.datasetId} />
      <Section title={t('data.units')}>
        <UnitsTable snapshot={snapshot} />
      </Section>
      <NewAlignment snapshot={snapshot} opened={creating} onClose={close} />
    </>
  )
}
