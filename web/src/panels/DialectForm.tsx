import { Checkbox, Group, NumberInput, Select } from '@mantine/core'
import type { Dialect } from '../api/types'

interface Props {
  dialect: Dialect
  /** The sheets of a workbook; text files have none. */
  sheets: readonly string[]
  busy: boolean
  onChange: (dialect: Dialect) => void
}

const delimiters = [
  { value: ',', label: 'Comma' }, { value: ';', label: 'Semicolon' }, { value: '\t', label: 'Tab' }, { value: '|', label: 'Bar' },
]

const encodings = [
  { value: 'utf-8', label: 'UTF-8' }, { value: 'utf-16le', label: 'UTF-16, little-endian' },
  { value: 'utf-16be', label: 'UTF-16, big-endian' }, { value: 'windows-1252', label: 'Windows-1252' },
]

/** DialectForm shows how a file was recognised and lets it be read another way. */
export function DialectForm({ dialect, sheets, busy, onChange }: Props) {
  if (sheets.length > 0) {
    return (
      <Group align="flex-end" gap="sm">
        <Select label="Sheet" data={[...sheets]} value={dialect.sheet ?? null} disabled={busy} allowDeselect={false} w={220}
          onChange={(sheet) => sheet && onChange({ format: dialect.format ?? 'xlsx', sheet })} />
        <NumberInput label="Row with the column names" min={1} allowDecimal={false} value={dialect.headerRow ?? 1} disabled={busy} w={200}
          onChange={(row) => typeof row === 'number' && row >= 1 && onChange({ ...dialect, headerRow: row })} />
      </Group>
    )
  }
  return (
    <Group align="flex-end" gap="sm">
      <Select label="Columns are split by" data={delimiters} value={dialect.delimiter ?? ','} disabled={busy} allowDeselect={false} w={150}
        onChange={(delimiter) => delimiter && onChange({ ...dialect, delimiter })} />
      <Select label="Encoding" data={encodings} value={dialect.encoding ?? 'utf-8'} disabled={busy} allowDeselect={false} w={190}
        onChange={(encoding) => encoding && onChange({ ...dialect, encoding })} />
      <Checkbox label="Decimal comma" checked={dialect.decimal === ','} disabled={busy} pb={8}
        onChange={(event) => onChange({ ...dialect, decimal: event.currentTarget.checked ? ',' : '.' })} />
    </Group>
  )
}
