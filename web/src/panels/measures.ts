import { columnName } from '../edit/columnNames'
import { t } from '../i18n'

/** measureName is how a measure is called on screen; the one without a name counts units. */
export const measureName = (column: string | undefined): string => (column ? columnName(column) : t('common.unitsName'))
