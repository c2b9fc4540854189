import type { ColumnType, Dialect, Preview, PreviewColumn, Role, Upload } from '../api/types'
import { t } from '../i18n'
import { setRole, setType } from './columnChoices'

/** What an import does to a dataset that has units already. */
export type ImportMode = 'refresh' | 'add' | 'correct'

/** A file that has been received, and how it will be read. */
export interface Received { upload: Upload; preview: Preview }

/** A column that a person chose something for. */
export interface Chosen { name: string; type?: ColumnType; role?: Role }

/** What is being checked before an import: its files, what was chosen, and the columns that follow. */
export interface Checked {
  files: Received[]
  /** Only what a person changed; the rest is detected for each file by itself. */
  dialect: Dialect
  chosen: Chosen[]
  columns: PreviewColumn[]
}

/** nameOf suggests a dataset's name from its file's: "us_accounts-2026.csv.gz" is "Us accounts 2026". */
export function nameOf(file: string): string {
  const bare = file.replace(/\.(csv|tsv|txt|xlsx|parquet|gz)(\.gz)?$/i, '').replace(/[_-]+/g, ' ').trim()
  return bare.charAt(0).toUpperCase() + bare.slice(1)
}

/** together joins the columns of several files in order of first appearance. */
export function together(files: readonly Received[]): PreviewColumn[] {
  const all: PreviewColumn[] = []
  for (const { preview } of files) {
    for (const column of preview.columns) {
      const at = all.findIndex((known) => known.name === column.name)
      const known = all[at]
      if (!known) all.push(column)
      else all[at] = { ...known, missing: known.missing + column.missing, samples: known.samples.length > 0 ? known.samples : column.samples }
    }
  }
  return all
}

/** withChosen puts a person's choices over what was guessed; choices for columns that are gone wait for their return. */
export function withChosen(guessed: readonly PreviewColumn[], chosen: readonly Chosen[]): PreviewColumn[] {
  let columns = [...guessed]
  for (const { name, type, role } of chosen) {
    if (!columns.some((column) => column.name === name)) continue
    if (role) columns = setRole(columns, name, role)
    if (type) columns = setType(columns, name, type)
  }
  return columns
}

/** choose records a choice, in place of an earlier one of the same kind for the column. */
export function choose(chosen: readonly Chosen[], choice: Chosen): Chosen[] {
  const before = chosen.find((held) => held.name === choice.name)
  return [...chosen.filter((held) => held.name !== choice.name), { ...before, ...choice }]
}

/** likeSnapshot gives columns that the dataset has already the type and role they have there. */
export function likeSnapshot(guessed: readonly PreviewColumn[], known: readonly { name: string; type: ColumnType; role: Role }[]): PreviewColumn[] {
  return guessed.map((column) => {
    const there = known.find((one) => one.name === column.name)
    return there ? { ...column, type: there.type, role: there.role, reason: t('datasets.asInDataset') } : column
  })
}
