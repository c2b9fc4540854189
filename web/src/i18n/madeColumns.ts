/** Columns that the program adds to a dataset begin with "$"; these are the texts with their names on screen. */
export const madeColumns = {
  $country: 'desk.countryFoundOnMap', $state: 'desk.stateFoundOnMap', $county: 'desk.countyFoundOnMap', $address: 'data.addressColumn', $change: 'data.changeColumn',
  $source: 'data.column_source', $row: 'data.column_row', $id: 'data.column_id', $boundary: 'data.column_boundary', $boundary_set: 'data.column_boundarySet', $located: 'data.column_located',
  $accuracy: 'data.column_accuracy', $from_code_km: 'data.column_fromCode', $latitude: 'data.column_latitude', $longitude: 'data.column_longitude',
} as const

/** isMadeColumn says whether the program adds the column of this name. */
export const isMadeColumn = (name: string): name is keyof typeof madeColumns => Object.hasOwn(madeColumns, name)
