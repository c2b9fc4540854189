import { IconCloudDataConnection, IconDatabase, IconFileUpload, type TablerIcon } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { t } from '../i18n'
import { FilesSource } from '../panels/importing/FilesSource'
import { PostgresSource } from '../panels/importing/PostgresSource'
import { SalesforceSource } from '../panels/importing/SalesforceSource'
import type { ImportFlow, Into } from './useImport'

/** What a source of records is given: the flow that takes what it finds, and the dataset that is imported into again. */
export interface SourceProps { flow: ImportFlow; into: Into | undefined }

export interface ImportSource {
  /** Stands in the address. */
  id: string
  label: () => string
  text: () => string
  icon: TablerIcon
  View: ComponentType<SourceProps>
}

/**
 * importSources are the sources that the import page offers, in order. A view hands uploads to flow.take, files to
 * flow.start, or a job it started itself to flow.follow.
 */
export const importSources: readonly ImportSource[] = [
  { id: 'files', label: () => t('importing.files'), text: () => t('datasets.fileFormats'), icon: IconFileUpload, View: FilesSource },
  { id: 'postgresql', label: () => 'PostgreSQL', text: () => t('importing.postgresText'), icon: IconDatabase, View: PostgresSource },
  { id: 'salesforce', label: () => t('orgImport.label'), text: () => t('orgImport.text'), icon: IconCloudDataConnection, View: SalesforceSource },
]
