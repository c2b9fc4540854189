import { Anchor, Button, Checkbox, Group, Menu, Select, Stack, Text } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../api/alignments'
import { boundaryAttributesQuery, boundaryLegendQuery, boundarySetsQuery } from '../api/boundaries'
import type { Alignment, ChangeOp, Snapshot } from '../api/types'
import { useDesk } from '../edit/desk'
import { count } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { Stat, StatRow } from '../ui/Stat'
import { done } from '../ui/toast'
import { measureName } from './measures'
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
  const send = (op: ChangeOp, reason: string) =>
    change.mutate({ expectedVersion: alignment.version, reason, ops: [op] }, { onSuccess: () => done(reason, 'Undo with Ctrl+Z.') })
  const set = alignment.boundarySet
  return (
    <Panel title="Boundaries" text="Plan with postal codes, counties or any other set.">
      <Stack gap="md">
        {set ? <Held alignment={alignment} set={set} measures={measures} names={names} shades={shades} busy={change.isPending} onSend={send} />
          : <Choose snapshot={snapshot} busy={change.isPending} onSend={send} />}
        {change.error && <ProblemNote title="The boundaries were not changed" error={change.error} />}
        <Anchor size="sm" renderRoot={(props) => <Link to="/boundaries" {...props} />}>Boundary sets: import and manage</Anchor>
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
  const texts = snapshot.columns.filter((c) => c.type === 'text' && c.role !== 'id' && c.role !== 'name').map((c) => c.name)
  return (
    <Stack gap="sm">
      <Select label="Boundary set" placeholder="Choose a set" searchable value={set} onChange={setSet}
        data={(sets.data ?? []).map((s) => ({ value: s.id, label: `${s.name}${s.edition ? `, ${s.edition}` : ''} (${count(s.figures.boundaries)})` }))} />
      <Select label="How units find their boundary" placeholder="By position on the map" clearable searchable value={column} onChange={setColumn}
        data={texts.map((name) => ({ value: name, label: `By code in ${name}` }))} />
      <Checkbox label="Take over what the units say" description="Every boundary goes to the territory with most of its units."
        checked={fromUnits} onChange={(event) => setFromUnits(event.currentTarget.checked)} />
      <Button disabled={set === null} loading={busy}
        onClick={() => set && onSend({ useBoundaries: { set, fromUnits, ...(column ? { column } : {}) } }, 'Chose boundaries')}>Use these boundaries</Button>
    </Stack>
  )
}

function Held({ alignment, set, measures, names, shades, busy, onSend }: Omit<Props, 'snapshot'> & { set: string; busy: boolean; onSend: Send }) {
  const legend = useQuery(boundaryLegendQuery(alignment.id, alignment.version))
  const attributes = useQuery(boundaryAttributesQuery(set))
  const { shading, shade } = useDesk()
  const l = legend.data
  const options = [
    { group: 'Plan', items: [{ value: 'territories', label: 'Territories' }] },
    { group: 'Sums of the units in each boundary', items: measures.map((name) => ({ value: `sum:${name}`, label: measureName(name) })) },
    { group: 'Attributes of the boundaries', items: (attributes.data ?? []).filter((a) => a.numeric).map((a) => ({ value: `attribute:${a.name}`, label: a.name })) },
  ].filter((group) => group.items.length > 0)
  return (
    <>
      {legend.error && <ProblemNote title="The boundaries could not be read" error={legend.error} />}
      {l && (
        <>
          <Text fw={580}>{l.name}</Text>
          <StatRow>
            <Stat label="Nobody's" value={count(l.unassigned.boundaries)} />
            <Stat label="Split" value={count(l.split)} />
            <Stat label="Shared" value={count(l.shared)} />
            <Stat label="Left out" value={count(l.leftOut)} />
          </StatRow>
          {l.ambiguous + l.nowhere > 0 && (
            <Text size="xs" c="dimmed">{count(l.nowhere)} units lie in no boundary{l.ambiguous > 0 ? `, ${count(l.ambiguous)} have a code of several` : ''}.</Text>
          )}
        </>
      )}
      <div>
        <Select label="Colour the map by" allowDeselect={false} searchable data={options} value={shading} onChange={(value) => value && shade(value)} />
        {shades}
      </div>
      <Group gap="xs">
        <Button size="xs" variant="default" loading={busy} onClick={() => onSend({ fillBoundaries: { scope: 'empty' } }, 'Gave empty boundaries to the nearest territory')}>Fill empty ones</Button>
        <Button size="xs" variant="default" loading={busy} onClick={() => onSend({ fillBoundaries: { scope: 'all' } }, 'Gave all boundaries to the nearest territory')}>Fill all</Button>
        <Menu>
          <Menu.Target><Button size="xs" variant="default" disabled={!l || l.split === 0} rightSection={<IconChevronDown size={14} />}>Resolve split</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onSend({ resolveBoundaries: { by: 'majority' } }, 'Resolved split boundaries by majority')}>To the territory with most units</Menu.Item>
            {measures.filter(Boolean).map((name) => (
              <Menu.Item key={name} onClick={() => onSend({ resolveBoundaries: { by: 'field', field: name } }, `Resolved split boundaries by ${name}`)}>To the largest {name}</Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button size="xs" variant="subtle" color="red" loading={busy} onClick={() => onSend({ useBoundaries: { set: '' } }, 'Stopped using boundaries')}>Stop using</Button>
      </Group>
      {l && <Holders names={names} rows={l.areas} />}
    </>
  )
}

function Holders({ names, rows }: { names: ReadonlyMap<number, string>; rows: { area: number; boundaries: number; empty: number; units: number }[] }) {
  const { open } = useDesk()
  const held = rows.filter((row) => row.boundaries > 0).slice(0, 400)
  if (held.length === 0) return <Text size="sm" c="dimmed">No territory holds a boundary yet. Pick the boundary tool and click one on the map.</Text>
  return (
    <table className={table.table} aria-label="Boundaries per area">
      <thead><tr><th>Area</th><th>Boundaries</th><th>Empty</th><th>Units</th></tr></thead>
      <tbody>
        {held.map((row) => (
          <tr key={row.area} onClick={() => open(row.area)}>
            <td>{names.get(row.area)}</td><td className="num">{count(row.boundaries)}</td><td className="num">{count(row.empty)}</td><td className="num">{count(row.units)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
