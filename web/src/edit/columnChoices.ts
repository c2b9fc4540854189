import type { ColumnChoice, ColumnType, PreviewColumn, Role } from '../api/types'

/** Roles that at most one column may have. */
const single: ReadonlySet<Role> = new Set<Role>([
  'id', 'name', 'latitude', 'longitude', 'country', 'state', 'city', 'postal_code', 'owner', 'territory', 'parent',
])

/** How a role is called on screen. */
export const roleNames: Record<Role, string> = {
  id: 'Record id', name: 'Name', latitude: 'Latitude', longitude: 'Longitude', country: 'Country', state: 'State',
  city: 'City', postal_code: 'Postal code', owner: 'Owner', territory: 'Territory', parent: 'Parent record',
  measure: 'Measure', category: 'Category', plain: 'Plain attribute', ignore: 'Leave out',
}

export const typeNames: Record<ColumnType, string> = { text: 'Text', number: 'Number', date: 'Date', boolean: 'Yes or no' }

/** setRole gives a column a role; another column that held a single role becomes a plain attribute. */
export function setRole(columns: readonly PreviewColumn[], name: string, role: Role): PreviewColumn[] {
  return columns.map((column) => {
    if (column.name === name) {
      const type = role === 'measure' || role === 'latitude' || role === 'longitude' ? 'number' : column.type
      return { ...column, role, type, reason: 'chosen by you' }
    }
    if (single.has(role) && column.role === role) return { ...column, role: 'plain', reason: `${name} has this role now` }
    return column
  })
}

/** setType gives a column a type; a measure that is no number any more becomes a plain attribute. */
export function setType(columns: readonly PreviewColumn[], name: string, type: ColumnType): PreviewColumn[] {
  return columns.map((column) => {
    if (column.name !== name) return column
    const numeric = column.role === 'measure' || column.role === 'latitude' || column.role === 'longitude'
    return { ...column, type, role: numeric && type !== 'number' ? 'plain' : column.role, reason: 'chosen by you' }
  })
}

/** choices is what the server is told about the columns. */
export const choices = (columns: readonly PreviewColumn[]): ColumnChoice[] =>
  columns.map(({ name, type, role }) => ({ name, type, role }))

/** lacking names what an import cannot plan without, in words; empty when all is there. */
export function lacking(columns: readonly PreviewColumn[]): string[] {
  const has = (role: Role) => columns.some((column) => column.role === role)
  const missing: string[] = []
  if (has('latitude') !== has('longitude')) missing.push('Choose both a latitude and a longitude column, or neither.')
  if (!has('id')) missing.push('No column is the record id: rows will be numbered instead, and a later import cannot match them.')
  if (!has('latitude') && !has('longitude')) missing.push('Without coordinates the units appear in tables only, not on the map.')
  return missing
}
