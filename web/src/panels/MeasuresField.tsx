import { ActionIcon, Button, Collapse, Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Column } from '../api/types'
import type { OptimiseForm } from '../edit/optimiseForm'
import { t } from '../i18n'
import { Term } from './help/Term'
import { measureName } from './measures'
import { marks } from '../ui/format'

type Goal = OptimiseForm['measures'][number]

interface Props {
  measures: readonly Goal[]
  columns: readonly Column[]
  /** Measures that are no columns of the dataset. */
  further: readonly string[]
  onChange: (measures: Goal[]) => void
}

/** MeasuresField chooses what is balanced, within which tolerance, and between which limits. */
export function MeasuresField({ measures, columns, further, onChange }: Props) {
  const numeric = ['', ...columns.filter((c) => c.type === 'number' && c.role === 'measure').map((c) => c.name), ...further]
  const free = numeric.filter((name) => !measures.some((m) => m.column === name))
  const replace = (at: number, goal: Goal) => onChange(measures.map((held, k) => (k === at ? goal : held)))
  return (
    <Stack gap={8}>
      <Group justify="space-between">
        <Text size="sm" fw={560}>{t('optimise.balance')} <Term word="tolerance" /></Text>
        <Text size="xs" c="dimmed">{t('optimise.withinToleranceTarget')}</Text>
      </Group>
      {measures.map((goal, k) => (
        <GoalRow key={goal.column} goal={goal} names={[goal.column, ...free]} single={measures.length === 1}
          onChange={(changed) => replace(k, changed)} onRemove={() => onChange(measures.filter((_, other) => other !== k))} />
      ))}
      {free.length > 0 && (
        <Group>
          <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...measures, { column: free.find((name) => name !== '') ?? '', tolerance: 0.05 }])}>
            {t('optimise.addMeasure')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function GoalRow({ goal, names, single, onChange, onRemove }: {
  goal: Goal; names: string[]; single: boolean; onChange: (goal: Goal) => void; onRemove: () => void
}) {
  const [limits, setLimits] = useState(goal.min !== undefined || goal.max !== undefined)
  const name = measureName(goal.column)
  // A limit that is undefined is left out of the request.
  const bound = (key: 'min' | 'max', value: string | number) =>
    onChange({ ...goal, [key]: typeof value === 'number' ? value : undefined })
  return (
    <Stack gap={6}>
      <Group gap={6} wrap="nowrap">
        <Select flex={1} aria-label={t('optimise.measure')} allowDeselect={false} value={goal.column === '' ? 'units' : `=${goal.column}`}
          data={names.map((n) => ({ value: n === '' ? 'units' : `=${n}`, label: measureName(n) }))}
          onChange={(value) => value && onChange({ ...goal, column: value === 'units' ? '' : value.slice(1) })} />
        <NumberInput w={92} aria-label={t('optimise.toleranceOf', { name })} suffix=" %" min={0} max={1000} decimalScale={2} step={1} value={Number((goal.tolerance * 100).toFixed(4))}
          onChange={(value) => typeof value === 'number' && onChange({ ...goal, tolerance: value / 100 })} />
        <ActionIcon variant={limits ? 'light' : 'subtle'} color={limits ? 'pine' : 'gray'} aria-label={t('optimise.limitsOf', { name })} aria-expanded={limits} onClick={() => setLimits(!limits)}>
          <IconAdjustmentsHorizontal size={16} />
        </ActionIcon>
        {!single && <ActionIcon variant="subtle" color="gray" aria-label={t('optimise.remove', { name })} onClick={onRemove}><IconX size={15} /></ActionIcon>}
      </Group>
      <Collapse expanded={limits}>
        <Group grow>
          <NumberInput size="xs" label={t('optimise.leastPerTerritory')} min={0} thousandSeparator={marks().group} value={goal.min ?? ''} onChange={(value) => bound('min', value)} />
          <NumberInput size="xs" label={t('optimise.mostPerTerritory')} min={0} thousandSeparator={marks().group} value={goal.max ?? ''} onChange={(value) => bound('max', value)} />
        </Group>
      </Collapse>
    </Stack>
  )
}
