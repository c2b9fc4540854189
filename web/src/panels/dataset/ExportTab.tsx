import { Button, Group, MultiSelect, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { unitsFileLink } from '../../api/datasets'
import { columnName, shownColumn } from '../../edit/columnNames'
import { t } from '../../i18n'
import type { DatasetTabProps } from '../../pages/datasetTabs'
import { Card, Section } from '../../ui/Page'

/** ExportTab writes the units as files from which the same dataset can be imported again. */
export function ExportTab({ snapshot }: DatasetTabProps) {
  const [columns, setColumns] = useState<string[]>([])
  return (
    <Section title={t('datasets.export')} text={t('datasets.exportText', { count: snapshot.units })}>
      <Card>
        <Text fw={600}>{t('datasets.csv')}</Text>
        <Text size="sm" c="dimmed" mb="sm">{t('datasets.exportCsvText')}</Text>
        <Group align="flex-end">
          <MultiSelect label={t('datasets.columns')} placeholder={columns.length === 0 ? t('datasets.allFromSources') : ''} flex="1 1 300px" maw={620} searchable clearable hidePickedOptions
            data={snapshot.columns.filter(shownColumn).map((column) => ({ value: column.name, label: columnName(column.name) }))} value={columns} onChange={setColumns} />
          <Button variant="default" component="a" download href={unitsFileLink(snapshot.id, 'csv', columns)} leftSection={<IconDownload size={16} />}>{t('datasets.downloadCsv')}</Button>
        </Group>
        <Text fw={600} mt="xl">{t('datasets.parquet')}</Text>
        <Text size="sm" c="dimmed" mb="sm">{t('datasets.exportParquetText')}</Text>
        <Button variant="default" component="a" download href={unitsFileLink(snapshot.id, 'parquet')} leftSection={<IconDownload size={16} />}>{t('datasets.downloadParquet')}</Button>
      </Card>
    </Section>
  )
}
