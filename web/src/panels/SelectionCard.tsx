import { Button, CloseButton, Group, Select, Text } from '@mantine/core'
import { IconGripVertical, IconHelpCircle, IconLock, IconLockOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { unitQuery } from '../api/datasets'
import type { Legend, Snapshot } from '../api/types'
import type { Hanging } from '../columns/hang'
import { columnName, shownColumn } from '../edit/columnNames'
import { countByArea, effectOfMove, sumOf } from '../columns/totals'
import { t } from '../i18n'
import { andMore, compact, count } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { draggedUnits } from './AreaRows'
import { EffectTable } from './EffectTable'
import { measureName } from './measures'
import classes from './SelectionCard.module.css'
import { show } from './UnitsTable'
import { WhyAnswer } from './WhyCard'

interface Props {
  units: readonly number[]
  /** Whether a drag is still going on. */
  drawing: boolean
  snapshot: Snapshot
  legend: Legend
  tolerance: number
  assignment: Int32Array
  /** Measure columns in the order of the legend's measures; undefined while they load. */
  numbers: Float64Array[] | undefined
  /** Where the units would go; undefined while nothing is chosen. */
  to: number | undefined
  /** The accepted optimisation that can say why a unit is where it is. */
  explains?: string | undefined
  /** How the areas hang together before and after; undefined where nobody can tell. */
  hanging: readonly Hanging[] | undefined
  busy: boolean
  error: unknown
  onTo: (to: number | undefined) => void
  onMove: () => void
  onLock: (locked: boolean) => void
  onClear: () => void
}

/** SelectionCard says what is selected, shows what moving it would do to both sides, and does it. */
export function SelectionCard(props: Props) {
  const { units, legend, assignment, numbers, to } = props
  const held = useMemo(() => countByArea(assignment, units), [assignment, units])
  const sums = useMemo(() => (numbers ? sumOf(numbers, units) : undefined), [numbers, units])
  const effects = useMemo(
    () => (numbers && to !== undefined ? effectOfMove(assignment, numbers, units, to) : undefined),
    [numbers, to, assignment, units],
  )
  const names = new Map(legend.areas.map((area) => [area.number, area.name]))
  const targets = [
    ...legend.areas.filter((area) => area.leaf).map((area) => ({ value: String(area.number), label: area.name })),
    { value: '0', label: t('common.unassigned') },
  ]
  const amounts = sums ? legend.measures.map((name, k) => (name ? `${compact(sums[k])} ${measureName(name)}` : '')).filter(Boolean).slice(0, 2) : []
  return (
    <section className={classes.card} data-sheet data-wide={effects !== undefined && effects.length > 0 && legend.measures.length > 2} data-drawing={props.drawing} aria-label={t('desk.selection')} data-testid="selection">
      <Group justify="space-between" wrap="nowrap" gap="xs" draggable={!props.drawing} className={classes.grip}
        onDragStart={(event) => {
          event.dataTransfer.setData(draggedUnits, String(units.length))
          event.dataTransfer.effectAllowed = 'move'
        }}>
        <IconGripVertical size={15} aria-hidden className={classes.handle} />
        <Text flex={1} fw={620} className="num" aria-live="polite">{[t('desk.unitsSelected', { count: units.length }), ...amounts].join(', ')}</Text>
        <CloseButton aria-label={t('desk.clearSelection')} onClick={props.onClear} />
      </Group>
      {units.length === 1 && !props.drawing ? <OneUnit key={units[0]} snapshot={props.snapshot} index={units[0] ?? 0} explains={props.explains} area={assignment[units[0] ?? 0] ?? 0} /> : (
        <Text size="xs" c="dimmed" className="num">
          {andMore(held.slice(0, 3).map(({ area, units: n }) => `${names.get(area) ?? t('common.unassigned')} ${count(n)}`), held.length - 3)}
        </Text>
      )}
      <Group gap={8} mt={10} wrap="nowrap">
        <Select flex={1} searchable limit={100} placeholder={t('desk.moveTerritory')} aria-label={t('desk.territoryMoveSelection')} id="carve-into" comboboxProps={{ position: 'top' }}
          data={targets} value={to === undefined ? null : String(to)} onChange={(value) => props.onTo(value === null ? undefined : Number(value))} nothingFoundMessage={t('desk.noTerritoryName')} />
        <Button disabled={to === undefined || props.drawing || (effects !== undefined && effects.length === 0)} loading={props.busy} onClick={props.onMove}>{t('desk.move')}</Button>
        <Button variant="default" px={10} aria-label={t('desk.lockSelectedUnits')} title={t('desk.lock')} onClick={() => props.onLock(true)}><IconLock size={16} /></Button>
        <Button variant="default" px={10} aria-label={t('desk.unlockSelectedUnits')} title={t('desk.unlock')} onClick={() => props.onLock(false)}><IconLockOpen size={16} /></Button>
      </Group>
      {effects && effects.length > 0 && <EffectTable effects={effects} legend={legend} tolerance={props.tolerance} hanging={props.hanging} />}
      {effects?.length === 0 && <Text size="xs" c="dimmed" mt={8}>{t('desk.allThemThereAlready')}</Text>}
      {props.error !== null && props.error !== undefined && <div style={{ marginTop: 10 }}><ProblemNote title={t('desk.unitsWereNotMoved')} error={props.error} /></div>}
    </section>
  )
}

function OneUnit({ snapshot, index, explains, area }: { snapshot: Snapshot; index: number; explains: string | undefined; area: number }) {
  const [asked, setAsked] = useState(false)
  const unit = useQuery(unitQuery(snapshot.id, index))
  const columns = snapshot.columns.filter(shownColumn)
  return (
    <>
      <dl className={classes.facts}>
        {unit.data && columns.slice(0, 14).map((column) => (
          <div key={column.name}>
            <dt>{columnName(column.name)}</dt>
            <dd className="num">{show(column, unit.data.values[column.name])}</dd>
          </div>
        ))}
      </dl>
      {explains !== undefined && (
        <Button size="compact-xs" variant="light" mt={8} aria-expanded={asked} leftSection={<IconHelpCircle size={14} />} onClick={() => setAsked(!asked)}>{t('desk.whyUnitHere')}</Button>
      )}
      {explains !== undefined && asked && <WhyAnswer draft={explains} unit={index} now={area} />}
    </>
  )
}
