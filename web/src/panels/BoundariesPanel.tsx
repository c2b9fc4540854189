import { Anchor, Button, Checkbox, Group, Menu, Select, Stack, Text } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../api/alignments'
import { boundaryAttributesQuery, boundaryLegendQuery, boundarySetsQuery } from '../api/boundaries'
import type { Alignment, ChangeOp, Snapshot } from '../api/types'
import { columnName, shownColumn } from '../edit/columnNames'
import { useDeskPart } from '../edit/desk'
import { setName } from '../edit/setNames'
import { t } from '../i18n'
import { count } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { Stat, StatRow } from '../ui/Stat'
import { done } from '../ui/toast'
import { measureName } from './measures'
import { supplementsQuery } from '../api/places'
import { SupplementsDialog } from './places/SupplementsDialog'
import table from '../ui/table.module.css'

interface Props {
  alignment: Alignment
  snapshot: Snapshot
  measures: readonly string[]
  /** Names of areas by number. */
  names: ReadonlyMap<number, string>
  /** Drawn below the choice of what colours the map. */
  shades: React.ReactNode
}

/** BoundariesPanel chooses the boundaries of a plan, says who holds them, and tidies them up. */
export function BoundariesPanel({ alignment, snapshot, measures, names, shades }: Props) {
  const change = useChange(alignment.id)
  const [attributes, setAttributes] = useState(false)
  const send = (op: ChangeOp, reason: string) =>
    change.mutate({ expectedVersion: alignment.version, reason, ops: [op] }, { onSuccess: () => done(reason, t('boundaries.undoWithCtrlZ')) })
  const set = alignment.boundarySet
  return (
    <Panel title={t('boundaries.boundaries')} text={t('boundaries.planWithPostalCodes')}>
      <Stack gap="md">
        {set ? <Held alignment={alignment} set={set} measures={measures} names={names} shades={shades} busy={change.isPending} onSend={send} />
          : <Choose snapshot={snapshot} busy={change.isPending} onSend={send} />}
        {change.error && <ProblemNote title={t('boundaries.boundariesWereNotChanged')} error={change.error} />}
        <Group gap="md">
          <Anchor component="button" type="button" size="sm" onClick={() => setAttributes(true)}>{t('places.attributesByFile')}</Anchor>
        <Anchor size="sm" renderRoot={(props) => <Link to="/boundaries" {...props} />}>{t('boundaries.boundarySetsImportManage')}</Anchor>
        </Group>
        {attributes && (
          <SupplementsDialog title={t('places.attributesOf', { name: alignment.name })} on={set ? ['boundaries', 'areas', 'units'] : ['areas', 'units']} onClose={() => setAttributes(false)}
            of={[{ label: t('places.forAlignment'), value: { alignment: alignment.id } }, { label: t('places.forDataset'), value: { dataset: alignment.datasetId } }]} />
        )}
      </Stack>
    </Panel>
  )
}

type Send = (op: ChangeOp, reason: string) => void

function Choose({ snapshot, busy, onSend }: { snapshot: Snapshot; busy: boolean; onSend: Send }) {
  const sets = useQuery(boundarySetsQuery)
  const [set, setSet] = useState<string | null>(null)
  const [column, setColumn] = useState<string | null>(null)
  const [fromUnits, setFromUnits] = useState(true)
  const texts = snapshot.columns.filter((c) => c.type === 'text' && c.role !== 'id' && c.role !== 'name' && shownColumn(c)).map((c) => c.name)
  return (
    <Stack gap="sm">
      <Select label={t('boundaries.boundarySet')} placeholder={t('boundaries.chooseSet')} searchable value={set} onChange={setSet}
        data={(sets.data ?? []).map((s) => ({ value: s.id, label: `${setName(s)}${s.edition ? `, ${s.edition}` : ''} (${count(s.figures.boundaries)})` }))} />
      <Select label={t('boundaries.howUnitsFindTheir')} placeholder={t('boundaries.byPositionOnMap')} clearable searchable value={column} onChange={setColumn}
        data={texts.map((name) => ({ value: name, label: t('boundaries.byCode', { name: columnName(name) }) }))} />
      <Checkbox label={t('boundaries.takeOverWhatUnits')} description={t('boundaries.everyBoundaryGoesTerritory')}
        checked={fromUnits} onChange={(event) => setFromUnits(event.currentTarget.checked)} />
      <Button disabled={set === null} loading={busy}
        onClick={() => set && onSend({ useBoundaries: { set, fromUnits, ...(column ? { column } : {}) } }, t('boundaries.choseBoundaries'))}>{t('boundaries.useTheseBoundaries')}</Button>
    </Stack>
  )
}

function Held({ alignment, set, measures, names, shades, busy, onSend }: Omit<Props, 'snapshot'> & { set: string; busy: boolean; onSend: Send }) {
  const legend = useQuery(boundaryLegendQuery(alignment.id, alignment.version))
  const attributes = useQuery(boundaryAttributesQuery(set))
  const ofPlan = useQuery(supplementsQuery({ dataset: alignment.datasetId, alignment: alignment.id }))
  const numeric = [...new Set([
    ...(attributes.data ?? []).filter((a) => a.numeric).map((a) => a.name),
    ...(ofPlan.data ?? []).filter((s) => s.on === 'boundaries').flatMap((s) => s.columns.filter((c) => c.type === 'number').map((c) => c.name)),
  ])]
  const { shading, shade } = useDeskPart('shading', 'shade')
  const l = legend.data
  const options = [
    { group: t('boundaries.plan'), items: [{ value: 'territories', label: t('boundaries.territories') }] },
    { group: t('boundaries.sumsUnitsEachBoundary'), items: measures.map((name) => ({ value: `sum:${name}`, label: measureName(name) })) },
    { group: t('boundaries.attributesBoundaries'), items: numeric.map((name) => ({ value: `attribute:${name}`, label: columnName(name) })) },
  ].filter((group) => group.items.length > 0)
  return (
    <>
      {legend.error && <ProblemNote title={t('boundaries.boundariesCouldNotBe')} error={legend.error} />}
      {l && (
        <>
          <Text fw={580}>{setName({ id: set, name: l.name })}</Text>
          <StatRow>
            <Stat label={t('boundaries.nobodys')} value={count(l.unassigned.boundaries)} />
            <Stat label={t('boundaries.split')} value={count(l.split)} />
            <Stat label={t('boundaries.shared')} value={count(l.shared)} />
            <Stat label={t('boundaries.leftOut')} value={count(l.leftOut)} />
          </StatRow>
          {l.ambiguous + l.nowhere > 0 && (
            <Text size="xs" c="dimmed">{t('boundaries.unitsLieNowhere', { count: l.nowhere, ambiguous: l.ambiguous })}</Text>
          )}
        </>
      )}
      <div>
        <Select label={t('boundaries.colourMapBy')} allowDeselect={false} searchable data={options} value={shading} onChange={(value) => value && shade(value)} />
        {shades}
      </div>
      <Group gap="xs">
        <Button size="xs" variant="default" loading={busy} onClick={() => onSend({ fillBoundaries: { scope: 'empty' } }, t('boundaries.gaveEmptyBoundariesNearest'))}>{t('boundaries.fillEmptyOnes')}</Button>
        <Button size="xs" variant="default" loading={busy} onClick={() => onSend({ fillBoundaries: { scope: 'all' } }, t('boundaries.gaveAllBoundariesNearest'))}>{t('boundaries.fillAll')}</Button>
        <Menu>
          <Menu.Target><Button size="xs" variant="default" disabled={!l || l.split === 0} rightSection={<IconChevronDown size={14} />}>{t('boundaries.resolveSplit')}</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onSend({ resolveBoundaries: { by: 'majority' } }, t('boundaries.resolvedSplitBoundariesBy'))}>{t('boundaries.territoryWithMostUnits')}</Menu.Item>
            {measures.filter(Boolean).map((name) => (
              <Menu.Item key={name} onClick={() => onSend({ resolveBoundaries: { by: 'field', field: name } }, t('boundaries.resolvedSplitBoundariesBy2', { name }))}>{t('boundaries.toTheLargest', { name })}</Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button size="xs" variant="subtle" color="red" loading={busy} onClick={() => onSend({ useBoundaries: { set: '' } }, t('boundaries.stoppedUsingBoundaries'))}>{t('boundaries.stopUsing')}</Button>
      </Group>
      {l && <Holders names={names} rows={l.areas} />}
    </>
  )
}

function Holders({ names, rows }: { names: ReadonlyMap<number, string>; rows: { area: number; boundaries: number; empty: number; units: number }[] }) {
  const { open } = useDeskPart('open')
  const held = rows.filter((row) => row.boundaries > 0).slice(0, 400)
  if (held.length === 0) return <Text size="sm" c="dimmed">{t('boundaries.noTerritoryHoldsBoundary')}</Text>
  return (
    <table className={table.table} aria-label={t('boundaries.boundariesPerArea')}>
      <thead><tr><th>{t('boundaries.area')}</th><th className={table.right}>{t('boundaries.boundaries')}</th><th className={table.right}>{t('boundaries.empty')}</th><th className={table.right}>{t('common.unitsName')}</th></tr></thead>
      <tbody>
        {held.map((row) => (
          <tr key={row.area} onClick={() => open(row.area)}>
            <td>{names.get(row.area)}</td><td className={`${table.right} num`}>{count(row.boundaries)}</td><td className={`${table.right} num`}>{count(row.empty)}</td><td className={`${table.right} num`}>{count(row.units)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
