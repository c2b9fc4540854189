import type { Column } from '../api/types'

/** The files of rows, whose columns can be chosen. */
export const rowFiles = ['units_csv', 'units_parquet', 'areas_csv'] as const
export type RowFile = (typeof rowFiles)[number]

/** isRowFile says whether the columns of a file can be chosen. */
export const isRowFile = (format: string): format is RowFile => rowFiles.some((one) => one === format)

const measureNames = (columns: readonly Column[]): string[] => columns.filter((c) => c.role === 'measure' && c.type === 'number').map((c) => c.name)

/** usualFields are the columns that a file has when none are chosen, in order. */
export function usualFields(format: RowFile, levels: readonly string[], columns: readonly Column[]): string[] {
  if (format === 'areas_csv') {
    return ['number', 'parent', 'name', 'level', 'owner', 'locked', 'units', ...measureNames(columns).flatMap((name) => [name, `${name}_target`, `${name}_deviation`]),
      'centre_longitude', 'centre_latitude', 'travel_km']
  }
  return ['id', ...levels, 'area_number', 'owner', ...(columns.some((c) => c.role === 'latitude') ? ['longitude', 'latitude'] : []), ...measureNames(columns)]
}

/** possibleFields are all columns that a file may have, the usual ones first. */
export function possibleFields(format: RowFile, levels: readonly string[], columns: readonly Column[]): string[] {
  const usual = usualFields(format, levels, columns)
  if (format === 'areas_csv') return usual
  return [...usual, ...columns.map((c) => c.name).filter((name) => !usual.includes(name))]
}

/** The columns chosen for files; those without any get the usual ones. */
export type FileFields = Readonly<Partial<Record<RowFile, string[]>>>

/** withFields sets the columns of one file; undefined takes the choice back. */
export const withFields = (fields: FileFields, format: RowFile, names: string[] | undefined): FileFields =>
  Object.fromEntries([...Object.entries(fields).filter(([one]) => one !== format), ...(names ? [[format, names]] : [])]) as FileFields

/** chosenFields are the columns to ask for: only those of files that are written and have columns of their own. */
export function chosenFields(fields: FileFields, formats: readonly string[]): Record<string, string[]> | undefined {
  const kept = Object.entries(fields).filter(([format, names]) => formats.includes(format) && names.length > 0)
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}
