import { Button, CloseButton, Group, Select, Text } from '@mantine/core'
import { IconLock, IconLockOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { unitQuery } from '../api/datasets'
import type { Legend, Snapshot } from '../api/types'
import { columnName, shownColumn } from '../edit/columnNames'
import { countByArea, effectOfMove, sumOf } from '../columns/totals'
import { compact, plural } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { EffectTable } from './EffectTable'
import { measureName } from './measures'
import classes from './SelectionCard.module.css'
import { show } from './UnitsTable'

interface Props {
  units: readonly number[]
  snapshot: Snapshot
  legend: Legend
  measure: number
  tolerance: number
  assignment: Int32Array
  /** Measure columns in the order of the legend's measures; undefined while they load. */
  numbers: Float64Array[] | undefined
  busy: boolean
  error: unknown
  onMove: (to: number) => void
  onLock: (locked: boolean) => void
  onClear: () => void
}

/** SelectionCard says what is selected, shows what moving it would do to both sides, and does it. */
export function SelectionCard(props: Props) {
  const { units, legend, assignment, numbers, measure } = props
  const [to, setTo] = useState<number>()
  const held = useMemo(() => countByArea(assignment, units), [assignment, units])
  const sums = useMemo(() => (numbers ? sumOf(numbers, units) : undefined), [numbers, units])
  const effects = useMemo(
    () => (numbers && to !== undefined ? effectOfMove(assignment, numbers, units, to) : undefined),
    [numbers, to, assignment, units],
  )
  const names = new Map(legend.areas.map((area) => [area.number, area.name]))
  const targets = [
    ...legend.areas.filter((area) => area.leaf).map((area) => ({ value: String(area.number), label: area.name })),
    { value: '0', label: 'Unassigned' },
  ]
  const measureText = sums && measure > 0 ? `, ${compact(sums[measure])} ${measureName(legend.measures[measure])}` : ''
  return (
    <section className={classes.card} aria-label="Selection">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={620} className="num" aria-live="polite">{plural(units.length, 'unit')} selected{measureText}</Text>
        <CloseButton aria-label="Clear the selection" onClick={props.onClear} />
      </Group>
      {units.length === 1 ? <OneUnit snapshot={props.snapshot} index={units[0] ?? 0} /> : (
        <Text size="xs" c="dimmed" className="num">
          {held.slice(0, 3).map(({ area, units: n }) => `${names.get(area) ?? 'Unassigned'} ${n.toLocaleString()}`).join(', ')}
          {held.length > 3 ? ` and ${held.length - 3} more` : ''}
        </Text>
      )}
      <Group gap={8} mt={10} wrap="nowrap">
        <Select flex={1} searchable limit={100} placeholder="Move to a territory…" aria-label="Territory to move the selection to" comboboxProps={{ position: 'top' }}
          data={targets} value={to === undefined ? null : String(to)} onChange={(value) => setTo(value === null ? undefined : Number(value))} nothingFoundMessage="No territory of that name" />
        <Button disabled={to === undefined || (effects !== undefined && effects.length === 0)} loading={props.busy} onClick={() => to !== undefined && props.onMove(to)}>Move</Button>
        <Button variant="default" px={10} aria-label="Lock the selected units" title="Lock" onClick={() => props.onLock(true)}><IconLock size={16} /></Button>
        <Button variant="default" px={10} aria-label="Unlock the selected units" title="Unlock" onClick={() => props.onLock(false)}><IconLockOpen size={16} /></Button>
      </Group>
      {effects && effects.length > 0 && <EffectTable effects={effects} legend={legend} measure={measure} tolerance={props.tolerance} />}
      {effects?.length === 0 && <Text size="xs" c="dimmed" mt={8}>All of them are there already.</Text>}
      {props.error !== null && props.error !== undefined && <div style={{ marginTop: 10 }}><ProblemNote title="The units were not moved" error={props.error} /></div>}
    </section>
  )
}

function OneUnit({ snapshot, index }: { snapshot: Snapshot; index: number }) {
  const unit = useQuery(unitQuery(snapshot.id, index))
  const columns = snapshot.columns.filter(shownColumn)
  return (
    <dl className={classes.facts}>
      {unit.data && columns.slice(0, 14).map((column) => (
        <div key={column.name}>
          <dt>{columnName(column.name)}</dt>
          <dd className="num">{show(column, unit.data.values[column.name])}</dd>
        </div>
      ))}
    </dl>
  )
}
