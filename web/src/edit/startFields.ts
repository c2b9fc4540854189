import type { Column } from '../api/types'
import { t } from '../i18n'
import { columnName, shownColumn } from './columnNames'

const byRole = ['territory', 'owner'] as const

/** fieldChoices lists the columns that can make areas: texts with several values, not one per unit. */
export function fieldChoices(columns: readonly Column[]): { value: string; label: string }[] {
  return columns
    .filter((column) => column.type === 'text' && column.role !== 'id' && column.role !== 'name' && shownColumn(column))
    .map((column) => ({ value: column.name, label: label(column) }))
}

function label({ name, profile }: Column): string {
  const readable = columnName(name)
  if (!profile) return readable
  return t(profile.distinctCapped ? 'datasets.fieldValuesOrMore' : 'datasets.fieldValues', { field: readable, count: profile.distinct })
}

/** suggestFields proposes the territory or owner column that the data brings. */
export function suggestFields(columns: readonly Column[]): string[] {
  for (const role of byRole) {
    const found = columns.filter((column) => column.role === role && column.type === 'text')
    const named = found.find((column) => /name$/i.test(column.name)) ?? found[0]
    if (named) return [named.name]
  }
  return []
}

/** suggestMeasures proposes what to balance: the columns with the role measure, revenue-like ones first, two at most. */
export function suggestMeasures(columns: readonly Column[]): string[] {
  const measures = columns.filter((column) => column.role === 'measure').map((column) => column.name)
  const rank = (name: string) => (/revenue|amount|sales|potential/i.test(name) ? 0 : /workload|visit|hours|effort/i.test(name) ? 1 : 2)
  return measures.sort((a, b) => rank(a) - rank(b)).slice(0, 2)
}
