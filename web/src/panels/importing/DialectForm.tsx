import { Button, Group, NumberInput, Select } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import type { Dialect } from '../../api/types'
import { t } from '../../i18n'

interface Props {
  /** How the first file is read now. */
  found: Dialect
  /** What a person changed of it. */
  changed: Dialect
  /** The sheets of a workbook; other files have none. */
  sheets: readonly string[]
  busy: boolean
  onChange: (changed: Dialect) => void
}

type Field = 'delimiter' | 'quote' | 'encoding' | 'decimal' | 'dateOrder' | 'sheet'

const delimiters = () => [
  { value: ',', label: t('importing.comma') }, { value: ';', label: t('importing.semicolon') }, { value: '\t', label: t('importing.tab') }, { value: '|', label: t('importing.bar') },
]

const encodings = () => [
  { value: 'utf-8', label: 'UTF-8' }, { value: 'utf-16le', label: t('importing.utf16le') },
  { value: 'utf-16be', label: t('importing.utf16be') }, { value: 'windows-1252', label: t('importing.windows1252') },
]

const decimals = () => [{ value: '.', label: t('importing.decimalPoint') }, { value: ',', label: t('importing.decimalComma') }]

const dateOrders = () => [
  { value: 'ymd', label: t('importing.ymd') }, { value: 'mdy', label: t('importing.mdy') }, { value: 'dmy', label: t('importing.dmy') },
]

/** withOwn adds a value that is in use to a list that does not have it. */
const withOwn = (list: { value: string; label: string }[], value: string | undefined) =>
  value === undefined || list.some((one) => one.value === value) ? list : [...list, { value, label: value }]

/** DialectForm shows how a file was recognised, setting by setting, and lets it be read another way. */
export function DialectForm({ found, changed, sheets, busy, onChange }: Props) {
  const origin = (field: keyof Dialect) => (changed[field] === undefined ? t('importing.detected') : t('importing.byYou'))
  const select = (field: Field, label: string, data: { value: string; label: string }[], width: number) => (
    <Select label={label} description={origin(field)} inputWrapperOrder={['label', 'input', 'description']} flex={`1 1 ${width - 10}px`} maw={width} disabled={busy} allowDeselect={false}
      data={withOwn(data, found[field])} value={found[field] ?? null}
      onChange={(value) => value && value !== found[field] && onChange({ ...changed, [field]: value, ...(field === 'sheet' ? { headerRow: undefined } : {}) })} />
  )
  return (
    <Group align="flex-start" gap="md">
      {sheets.length > 0 && select('sheet', t('importing.sheet'), sheets.map((value) => ({ value, label: value })), 200)}
      {found.format === 'csv' && select('delimiter', t('importing.delimiter'), delimiters(), 146)}
      {found.format === 'csv' && select('quote', t('importing.quotes'), [
        { value: '"', label: t('importing.quotes_double') }, { value: "'", label: t('importing.quotes_single') }, { value: 'none', label: t('importing.quotes_none') },
      ], 146)}
      {found.format === 'csv' && select('encoding', t('importing.encoding'), encodings(), 156)}
      {found.format !== 'parquet' && (
        <NumberInput label={t('importing.headerRow')} description={origin('headerRow')} inputWrapperOrder={['label', 'input', 'description']} min={1} max={10_000}
          allowDecimal={false} value={found.headerRow ?? 1} disabled={busy} flex="1 1 136px" maw={150} clampBehavior="strict"
          onChange={(row) => typeof row === 'number' && row >= 1 && row !== found.headerRow && onChange({ ...changed, headerRow: row })} />
      )}
      {found.format === 'csv' && select('decimal', t('importing.decimal'), decimals(), 190)}
      {found.format !== 'parquet' && select('dateOrder', t('importing.dates'), dateOrders(), 200)}
      {Object.values(changed).some((value) => value !== undefined) && (
        <Button variant="subtle" color="gray" size="compact-sm" mt={30} disabled={busy} leftSection={<IconArrowBackUp size={14} />} onClick={() => onChange({})}>
          {t('importing.detectAgain')}
        </Button>
      )}
    </Group>
  )
}
