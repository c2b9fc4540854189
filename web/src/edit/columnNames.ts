import { t } from '../i18n'
import { isMadeColumn, madeColumns } from '../i18n/madeColumns'

/** The words that columns of the program hold, as it writes them. */
const words: Record<string, Record<string, () => string>> = {
  $located: {
    code: () => t('places.byCode'), position: () => t('places.byPosition'), 'ambiguous code': () => t('places.ambiguous'),
    'unknown code': () => t('places.unknown'), nowhere: () => t('places.nowhere'),
  },
  $accuracy: {
    given: () => t('places.accuracy_given'), address: () => t('places.accuracy_address'), street: () => t('places.accuracy_street'),
    'postal code': () => t('places.accuracy_postal'), place: () => t('places.accuracy_place'), region: () => t('places.accuracy_region'),
    boundary: () => t('places.accuracy_boundary'), 'point code': () => t('places.accuracy_point'),
  },
  $change: {
    added: () => t('data.word_added'), moved: () => t('data.word_moved'), changed: () => t('data.word_changed'), 'moved and changed': () => t('data.word_movedChanged'),
  },
}

/** The findings of the address report, of which $address holds several with spaces between them. */
const doubts: Record<string, () => string> = {
  missing: () => t('places.finding_missing'), swapped: () => t('places.finding_swapped'), at_zero: () => t('places.finding_at_zero'),
  outside_land: () => t('places.finding_outside_land'), far_from_postal_code: () => t('places.finding_far_from_postal_code'),
  other_state: () => t('places.finding_other_state'), shared_position: () => t('places.finding_shared_position'), duplicate_unit: () => t('places.finding_duplicate_unit'),
}

/** Numbers of an alignment's boundaries are measures under their name with this before it, as the server writes it. */
// eslint-disable-next-line bailiwick/no-bare-text -- the server's spelling, which nobody reads
export const ofBoundaries = 'boundary '

/** columnName is how a column is called on screen. */
export function columnName(name: string): string {
  if (isMadeColumn(name)) return t(madeColumns[name])
  return name.startsWith(ofBoundaries) ? t('optimise.ofBoundaries', { name: name.slice(ofBoundaries.length) }) : name
}

/** wordName is how a value of a text column is written on screen: words of the program's own columns in the reader's language, others as they are. */
export function wordName(column: string, value: string): string {
  if (column === '$address') return value.split(' ').map((word) => doubts[word]?.() ?? word).join(', ')
  return words[column]?.[value]?.() ?? value
}

/** shownColumn is false for columns that only the program needs. */
export const shownColumn = (column: { name: string; role: string }): boolean => column.role !== 'ignore' && column.name !== '$row'
