import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import type { Column } from '../../api/types'
import { listed, type TreeTest } from '../../edit/conditionTree'
import { t } from '../../i18n'

/** TestValue asks for what a column is compared with, offering the most frequent values. */
export function TestValue({ test, column, onValues }: { test: TreeTest; column: Column | undefined; onValues: (values: string[]) => void }) {
  const label = t('data.value')
  const known = [...new Set((column?.profile?.top ?? []).map((one) => one.value).filter((value) => value !== ''))]
  const [value = ''] = test.values
  if (listed(test.operator)) {
    return <TagsInput size="xs" aria-label={label} data={known} value={test.values} placeholder={test.values.length === 0 ? t('data.valuesHere') : ''} onChange={onValues} acceptValueOnBlur />
  }
  switch (column?.type) {
    case 'number':
      return <NumberInput size="xs" w={180} aria-label={label} value={value === '' ? '' : Number(value)} onChange={(x) => onValues(x === '' ? [] : [String(x)])} />
    case 'date':
      return <TextInput size="xs" w={180} type="date" aria-label={label} value={value} onChange={(event) => onValues(event.currentTarget.value === '' ? [] : [event.currentTarget.value])} />
    case 'boolean':
      return <Select size="xs" w={120} aria-label={label} allowDeselect={false} value={value || null} onChange={(x) => x && onValues([x])}
        data={[{ value: 'true', label: t('data.yes') }, { value: 'false', label: t('data.no') }]} />
    default:
      return <TextInput size="xs" aria-label={label} value={value} placeholder={t('data.valueHere')} onChange={(event) => onValues(event.currentTarget.value === '' ? [] : [event.currentTarget.value])} />
  }
}
