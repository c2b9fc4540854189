import { t } from '../i18n'

/** Columns that the program adds begin with "$"; these are their names on screen. */
const made = {
  $country: 'desk.countryFoundOnMap', $state: 'desk.stateFoundOnMap', $county: 'desk.countyFoundOnMap', $address: 'data.addressColumn', $change: 'data.changeColumn',
  $source: 'data.column_source', $row: 'data.column_row', $id: 'data.column_id', $boundary: 'data.column_boundary', $boundary_set: 'data.column_boundarySet', $located: 'data.column_located',
  $accuracy: 'data.column_accuracy', $from_code_km: 'data.column_fromCode', $latitude: 'data.column_latitude', $longitude: 'data.column_longitude',
} as const

/** The words that such columns hold, as the program writes them. */
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

const isMade = (name: string): name is keyof typeof made => Object.hasOwn(made, name)

/** columnName is how a column is called on screen. */
export function columnName(name: string): string {
  if (isMade(name)) return t(made[name])
  return name.startsWith(ofBoundaries) ? t('optimise.ofBoundaries', { name: name.slice(ofBoundaries.length) }) : name
}

/** wordName is how a value of a text column is written on screen: words of the program's own columns in the reader's language, others as they are. */
export function wordName(column: string, value: string): string {
  if (column === '$address') return value.split(' ').map((word) => doubts[word]?.() ?? word).join(', ')
  return words[column]?.[value]?.() ?? value
}

/** shownColumn is false for columns that only the program needs. */
export const shownColumn = (column: { name: string; role: string }): boolean => column.role !== 'ignore' && column.name !== '$row'
