import { ActionIcon, Group, Popover, Select, Stack, Text, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconColumns3, IconPin, IconPinFilled, IconX } from '@tabler/icons-react'
import { keyOf, offered, read, written, type LegendColumn } from '../edit/legendColumns'
import { t } from '../i18n'
import { columnLabel } from './legendLabels'

interface Props {
  columns: readonly LegendColumn[]
  measures: readonly string[]
  /** Numeric columns of the dataset that are no measures. */
  others: readonly string[]
  onChange: (columns: LegendColumn[]) => void
}

/** LegendColumnsMenu chooses the columns of the legend, their order, and which of them stay in sight. */
export function LegendColumnsMenu({ columns, measures, others, onChange }: Props) {
  const free = offered(measures, others).filter((column) => !columns.some((held) => keyOf(held) === keyOf(column)))
  const option = (column: LegendColumn) => ({ value: written(column), label: columnLabel(column) })
  const swap = (k: number) => onChange(columns.map((column, i) => (i === k - 1 ? columns[k] : i === k ? columns[k - 1] : column) ?? column))
  return (
    <Popover position="bottom-end" width={320} trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={t('look.columns')}><ActionIcon variant="subtle" color="gray" aria-label={t('look.columns')}><IconColumns3 size={17} /></ActionIcon></Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('look.columnsShown')}>
        <Stack gap={6}>
          <Text size="sm" fw={600}>{t('look.columnsShown')}</Text>
          {columns.map((column, k) => {
            const label = columnLabel(column)
            const Pin = column.pinned ? IconPinFilled : IconPin
            return (
              <Group key={keyOf(column)} gap={2} wrap="nowrap">
                <Text size="sm" flex={1} truncate>{label}</Text>
                {k > 0 && columns[k - 1]?.pinned === column.pinned && (
                  <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('look.earlier', { column: label })} onClick={() => swap(k)}><IconArrowLeft size={14} /></ActionIcon>
                )}
                <ActionIcon size="sm" variant="subtle" color={column.pinned ? 'pine' : 'gray'} aria-pressed={column.pinned}
                  aria-label={column.pinned ? t('look.unpin', { column: label }) : t('look.pin', { column: label })}
                  onClick={() => onChange(columns.map((held) => (held === column ? { ...held, pinned: !held.pinned } : held)))}><Pin size={14} /></ActionIcon>
                <ActionIcon size="sm" variant="subtle" color="gray" disabled={columns.length === 1} aria-label={t('look.removeColumn', { column: label })}
                  onClick={() => onChange(columns.filter((held) => held !== column))}><IconX size={14} /></ActionIcon>
              </Group>
            )
          })}
          <Select size="xs" searchable limit={80} value={null} placeholder={t('look.addColumn')} aria-label={t('look.addColumn')} comboboxProps={{ withinPortal: false }}
            data={[
              { group: t('look.figures'), items: free.filter((column) => !others.includes(column.measure)).map(option) },
              { group: t('look.moreAttributes'), items: free.filter((column) => others.includes(column.measure)).map(option) },
            ].filter((group) => group.items.length > 0)}
            onChange={(value) => {
              const column = value === null ? undefined : read(value)
              if (column) onChange([...columns, column])
            }} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
