import type { LegendColumn } from '../edit/legendColumns'
import { t } from '../i18n'
import { measureName } from './measures'

/** columnLabel is how a column of the legend is called on screen. */
export function columnLabel({ kind, measure }: LegendColumn): string {
  switch (kind) {
    case 'owner':
      return t('look.owner')
    case 'level':
      return t('look.level')
    case 'units':
      return measureName('')
    case 'travel':
      return t('look.travel')
    case 'profile':
      return t('look.profile')
    case 'notes':
      return t('look.notes')
    case 'sum':
      return measureName(measure)
    case 'target':
      return t('look.target', { measure: measureName(measure) })
    case 'deviation':
      return t('look.deviation', { measure: measureName(measure) })
    case 'share':
      return t('look.share', { measure: measureName(measure) })
  }
}
