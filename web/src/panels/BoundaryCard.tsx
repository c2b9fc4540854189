import { ActionIcon, Button, Checkbox, CloseButton, Group, Menu, MultiSelect, Text } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { flag } from '../api/boundaries'
import type { Legend } from '../api/types'
import type { BoundaryChoice } from '../edit/boundaryChoice'
import type { Hanging } from '../columns/hang'
import type { Effect } from '../columns/totals'
import { t } from '../i18n'
import { ProblemNote } from '../ui/ProblemNote'
import { andMore } from '../ui/format'
import { EffectTable } from './EffectTable'
import classes from './SelectionCard.module.css'

interface Props {
  boundaries: readonly number[]
  assignment: Int32Array
  flags: Uint8Array | undefined
  legend: Legend
  tolerance: number
  /** What the choice made would move, once it is known. */
  effects: readonly Effect[] | undefined
  /** How the boundaries of the areas hang together before and after; undefined while nobody knows. */
  hanging: readonly Hanging[] | undefined
  choice: BoundaryChoice
  onChoice: (choice: BoundaryChoice) => void
  busy: boolean
  error: unknown
  onAssign: (to: number, keepUnits: boolean) => void
  onShare: (among: number[]) => void
  onLock: (locked: boolean) => void
  onLeaveOut: (out: boolean) => void
  onClear: () => void
}

/** BoundaryCard says which boundaries are selected and gives them to one territory or shares them among several. */
export function BoundaryCard(props: Props) {
  const { boundaries, assignment, flags, legend } = props
  const { keepUnits } = props.choice
  const to = props.choice.areas.map(String)
  const choose = (next: string[], keep: boolean) => props.onChoice({ areas: next.map(Number), keepUnits: keep })
  const names = new Map(legend.areas.map((area) => [area.number, area.name]))
  const held = [...new Set(boundaries.map((b) => assignment[b] ?? 0))]
  const all = (bit: number) => boundaries.every((b) => ((flags?.[b] ?? 0) & bit) !== 0)
  const targets = [
    ...legend.areas.filter((area) => area.leaf).map((area) => ({ value: String(area.number), label: area.name })),
    { value: '0', label: t('boundaries.nobody') },
  ]
  const areas = to.map(Number)
  const act = () => (areas.length > 1 ? props.onShare(areas) : props.onAssign(areas[0] ?? 0, keepUnits))
  return (
    <section className={classes.card} data-sheet data-wide={props.effects !== undefined && props.effects.length > 0 && legend.measures.length > 2} aria-label={t('boundaries.selectedBoundaries')}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={620} className="num" aria-live="polite">{t('boundaries.boundariesSelected', { count: boundaries.length })}</Text>
        <CloseButton aria-label={t('boundaries.clearSelectionBoundaries')} onClick={props.onClear} />
      </Group>
      <Text size="xs" c="dimmed">
        {t(all(flag.empty) ? 'boundaries.heldByNoUnit' : 'boundaries.heldBy', { areas: andMore(held.slice(0, 3).map((area) => names.get(area) ?? t('boundaries.nobody')), held.length - 3) })}
      </Text>
      <Group gap={8} mt={10} wrap="nowrap" align="flex-start">
        <MultiSelect flex="1 1 0" miw={0} searchable limit={100} maxValues={8} hidePickedOptions placeholder={to.length === 0 ? t('boundaries.assignTerritory') : ''} aria-label={t('boundaries.territoriesTakeBoundaries')}
          comboboxProps={{ position: 'top' }} data={targets} value={to} onChange={(next) => choose(next, keepUnits)} nothingFoundMessage={t('boundaries.noTerritoryName')} />
        <Button style={{ flex: 'none' }} disabled={to.length === 0 || (to.length > 1 && to.includes('0'))} loading={props.busy} onClick={act}>{to.length > 1 ? t('boundaries.share') : t('boundaries.assign')}</Button>
        <Menu position="top-end">
          <Menu.Target><ActionIcon variant="default" size={36} aria-label={t('boundaries.moreForTheseBoundaries')}><IconDots size={16} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => props.onLock(!all(flag.locked))}>{all(flag.locked) ? t('boundaries.unlock') : t('boundaries.lock')}</Menu.Item>
            <Menu.Item onClick={() => props.onLeaveOut(!all(flag.leftOut))}>{all(flag.leftOut) ? t('boundaries.takeAgain') : t('boundaries.leaveOutPlan')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {to.length < 2
        ? <Checkbox mt={8} size="xs" label={t('boundaries.leaveUnitsWhereThey')} checked={keepUnits} onChange={(event) => choose(to, event.currentTarget.checked)} />
        : <Text size="xs" c="dimmed" mt={8}>{t('boundaries.rulesTheseTerritoriesTell')}</Text>}
      {props.effects && props.effects.length > 0 && <EffectTable effects={props.effects} legend={legend} tolerance={props.tolerance} hanging={props.hanging} of="boundaries" />}
      {props.effects?.length === 0 && <Text size="xs" c="dimmed" mt={8}>{t('boundaries.movesNoUnit')}</Text>}
      {props.error !== null && props.error !== undefined && <div style={{ marginTop: 10 }}><ProblemNote title={t('boundaries.boundariesWereNotChanged')} error={props.error} /></div>}
    </section>
  )
}
