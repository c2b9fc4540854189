import type { ColumnChoice, ColumnType, PreviewColumn, Role } from '../api/types'
import { t } from '../i18n'

/** Roles that at most one column may have. */
const single: ReadonlySet<Role> = new Set<Role>([
  'id', 'name', 'latitude', 'longitude', 'country', 'state', 'city', 'street', 'postal_code', 'owner', 'territory', 'parent',
])

/** How a role is called on screen. */
export const roleNames: Readonly<Record<Role, string>> = {
  get id() { return t('datasets.role_id') },
  get name() { return t('datasets.role_name') },
  get latitude() { return t('datasets.role_latitude') },
  get longitude() { return t('datasets.role_longitude') },
  get country() { return t('datasets.role_country') },
  get state() { return t('datasets.role_state') },
  get city() { return t('datasets.role_city') },
  get street() { return t('places.role_street') },
  get postal_code() { return t('datasets.role_postal_code') },
  get owner() { return t('datasets.role_owner') },
  get territory() { return t('datasets.role_territory') },
  get parent() { return t('datasets.role_parent') },
  get measure() { return t('datasets.role_measure') },
  get category() { return t('datasets.role_category') },
  get plain() { return t('datasets.role_plain') },
  get ignore() { return t('datasets.role_ignore') },
}

export const typeNames: Readonly<Record<ColumnType, string>> = {
  get text() { return t('datasets.type_text') },
  get number() { return t('datasets.type_number') },
  get date() { return t('datasets.type_date') },
  get boolean() { return t('datasets.type_boolean') },
}

/** setRole gives a column a role; another column that held a single role becomes a plain attribute. */
export function setRole(columns: readonly PreviewColumn[], name: string, role: Role): PreviewColumn[] {
  return columns.map((column) => {
    if (column.name === name) {
      const type = role === 'measure' || role === 'latitude' || role === 'longitude' ? 'number' : column.type
      return { ...column, role, type, reason: t('datasets.chosenByYou') }
    }
    if (single.has(role) && column.role === role) return { ...column, role: 'plain', reason: t('datasets.roleGone', { column: name }) }
    return column
  })
}

/** setType gives a column a type; a measure that is no number any more becomes a plain attribute. */
export function setType(columns: readonly PreviewColumn[], name: string, type: ColumnType): PreviewColumn[] {
  return columns.map((column) => {
    if (column.name !== name) return column
    const numeric = column.role === 'measure' || column.role === 'latitude' || column.role === 'longitude'
    return { ...column, type, role: numeric && type !== 'number' ? 'plain' : column.role, reason: t('datasets.chosenByYou') }
  })
}

/** choices is what the server is told about the columns. */
export const choices = (columns: readonly PreviewColumn[]): ColumnChoice[] =>
  columns.map(({ name, type, role }) => ({ name, type, role }))

/** lacking names what an import cannot plan without, in words; empty when all is there. */
export function lacking(columns: readonly PreviewColumn[]): string[] {
  const has = (role: Role) => columns.some((column) => column.role === role)
  const missing: string[] = []
  if (has('latitude') !== has('longitude')) missing.push(t('datasets.halfPlaced'))
  if (!has('id')) missing.push(t('datasets.noId'))
  if (!has('latitude') && !has('longitude')) missing.push(t('datasets.noPlace'))
  return missing
}
