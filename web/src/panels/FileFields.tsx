import { Button, Group, MultiSelect, Text } from '@mantine/core'
import type { Column } from '../api/types'
import { possibleFields, usualFields, type RowFile } from '../edit/fileFields'
import { t } from '../i18n'

interface Props { format: RowFile; levels: readonly string[]; columns: readonly Column[]; chosen: string[] | undefined; onChange: (names: string[] | undefined) => void }

/** FileFields chooses the columns of one file of rows; undefined means the usual ones. */
export function FileFields({ format, levels, columns, chosen, onChange }: Props) {
  const file = t(`publish.${format}`)
  if (!chosen) {
    return (
      <Group gap={6} pl={32} mt={2}>
        <Text size="xs" c="dimmed">{t('publish.usualFields')}</Text>
        <Button size="compact-xs" variant="subtle" aria-label={t('publish.chooseFieldsOf', { file })} onClick={() => onChange(usualFields(format, levels, columns))}>{t('publish.chooseFields')}</Button>
      </Group>
    )
  }
  return (
    <div style={{ paddingLeft: 32, marginTop: 6 }}>
      <MultiSelect label={t('publish.fieldsOf', { file })} description={t('publish.fieldsHint')} size="xs" searchable data={possibleFields(format, levels, columns)} value={chosen} onChange={onChange}
        error={chosen.length === 0 ? t('publish.noFields') : undefined} />
      <Button mt={4} size="compact-xs" variant="subtle" onClick={() => onChange(undefined)}>{t('publish.backToUsual')}</Button>
    </div>
  )
}
