import type { ComponentType } from 'react'
import type { Dataset, Snapshot } from '../api/types'
import { t } from '../i18n'
import { ColumnsTab } from '../panels/dataset/ColumnsTab'
import { AttributesTab, FiltersTab } from '../panels/dataset/DefinitionsTab'
import { ExportTab } from '../panels/dataset/ExportTab'
import { LocationTab } from '../panels/dataset/LocationTab'
import { OverviewTab } from '../panels/dataset/OverviewTab'
import { RejectedTab } from '../panels/dataset/RejectedTab'
import { ScheduleTab } from '../panels/dataset/ScheduleTab'
import { SettingsTab } from '../panels/dataset/SettingsTab'
import { SnapshotsTab } from '../panels/dataset/SnapshotsTab'

/** What a tab of a dataset's page is given: the dataset with its newest snapshot. */
export interface DatasetTabProps { dataset: Dataset; snapshot: Snapshot }

export interface DatasetTab {
  /** Stands in the address. */
  id: string
  label: () => string
  View: ComponentType<DatasetTabProps>
  /** A figure beside the label, such as how many rows were rejected. */
  count?: (props: DatasetTabProps) => number
}

/** datasetTabs are the tabs of a dataset's page, in order; the first is shown when the address names none. */
export const datasetTabs: readonly DatasetTab[] = [
  { id: 'overview', label: () => t('data.overview'), View: OverviewTab },
  { id: 'columns', label: () => t('importing.columns'), View: ColumnsTab },
  { id: 'location', label: () => t('places.location'), View: LocationTab },
  { id: 'attributes', label: () => t('data.attributes'), View: AttributesTab },
  { id: 'filters', label: () => t('data.tabFilters'), View: FiltersTab },
  { id: 'snapshots', label: () => t('data.snapshots'), View: SnapshotsTab },
  { id: 'schedule', label: () => t('data.schedule'), View: ScheduleTab },
  { id: 'rejected', label: () => t('data.rejectedTab'), View: RejectedTab, count: ({ snapshot }) => snapshot.rejected },
  { id: 'export', label: () => t('data.export'), View: ExportTab },
  { id: 'settings', label: () => t('data.settings'), View: SettingsTab },
]
