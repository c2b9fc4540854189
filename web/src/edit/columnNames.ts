/** Columns that the program adds begin with "$"; these are their names on screen. */
const found: Record<string, string> = { $country: 'Country, found on the map', $state: 'State, found on the map', $county: 'County, found on the map' }

/** columnName is how a column is called on screen. */
export const columnName = (name: string): string => found[name] ?? name

/** shownColumn is false for columns that only the program needs. */
export const shownColumn = (column: { name: string; role: string }): boolean => column.role !== 'ignore' && column.name !== '$row'
