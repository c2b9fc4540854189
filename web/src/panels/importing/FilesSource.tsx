import type { SourceProps } from '../../pages/importSources'
import { fileTypes } from '../../edit/importFile'
import { t } from '../../i18n'
import { FileDrop } from '../../ui/FileDrop'

/** FilesSource takes files to import. */
export function FilesSource({ flow }: SourceProps) {
  return (
    <FileDrop accept={fileTypes} onFiles={flow.start} title={t('importing.dropHere')} hint={t('importing.dropHint')} />
  )
}
