import { Select, Stack, TagsInput, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { previewQuery } from '../api/planning'
import type { ChangeOp, Legend, LegendArea } from '../api/types'
import { canMove, inside, paths } from '../edit/treeMoves'
import { plural, units } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import type { AreaActions } from './AreaMenu'
import { Frame } from './Frame'

export interface DialogProps {
  legend: Legend
  area: LegendArea
  actions: AreaActions
  onRun: (...ops: ChangeOp[]) => void
  onClose: () => void
}

/** Effect says what a change would do, before it is done. */
export function Effect({ actions, ops }: { actions: AreaActions; ops: ChangeOp[] }) {
  const preview = useQuery(previewQuery(actions.alignmentId, actions.version, ops))
  if (preview.error) return <ProblemNote title="This cannot be done" error={preview.error} />
  if (!preview.data) return <Text size="sm" c="dimmed">Working out the effect…</Text>
  const { flows, areas, units: moved } = preview.data
  const gone = areas.filter((a) => !a.after).map((a) => a.before?.name ?? '')
  const changed = areas.filter((a) => a.before && a.after).length
  return (
    <Stack gap={4} role="status">
      <Text size="sm" fw={540}>
        {[moved > 0 ? `${units(moved)} move` : 'No unit moves', gone.length > 0 ? `${plural(gone.length, 'area')} removed` : '', changed > 0 ? `${plural(changed, 'area')} changed` : ''].filter(Boolean).join(', ')}
      </Text>
      {gone.length > 1 && <Text size="xs" c="dimmed" lineClamp={2}>{gone.join(', ')}</Text>}
      {flows.slice(0, 6).map((flow) => (
        <Text key={`${flow.from}-${flow.to}`} size="xs" c="dimmed" className="num">{units(flow.units)} from {flow.fromName} to {flow.toName}</Text>
      ))}
      {flows.length > 6 && <Text size="xs" c="dimmed">and {flows.length - 6} more</Text>}
    </Stack>
  )
}

/** AddAreas adds areas below one; below a territory with units they are placeholders of which the first takes the units. */
export function AddAreas({ area, actions, below, onRun, onClose }: DialogProps & { below: boolean }) {
  const [names, setNames] = useState<string[]>([])
  const ops = (): ChangeOp[] => below
    ? [{ splitArea: { number: area.number, below: true, parts: names.map((name) => ({ name })) } }]
    : names.map((name) => ({ addArea: { parent: area.number, name } }))
  return (
    <Frame title={`Areas below ${area.name}`} action={`Add ${plural(Math.max(1, names.length), 'area')}`} ready={names.length > 0} busy={actions.busy} error={actions.error} onSubmit={() => onRun(...ops())} onClose={onClose}>
      <TagsInput label="Names" value={names} onChange={setNames} placeholder={names.length === 0 ? 'Write a name and press Enter' : ''} data-autofocus
        description={below ? `${area.name} holds ${units(area.units)}: the first new area takes them, the others wait as placeholders.` : 'Each name makes an empty area.'} />
    </Frame>
  )
}

/** AddTop adds areas at the top of the tree. */
export function AddTop({ actions, onRun, onClose }: Omit<DialogProps, 'area' | 'legend'>) {
  const [names, setNames] = useState<string[]>([])
  return (
    <Frame title="Areas at the top" action={`Add ${plural(Math.max(1, names.length), 'area')}`} ready={names.length > 0} busy={actions.busy} error={actions.error} onClose={onClose}
      onSubmit={() => onRun(...names.map((name) => ({ addArea: { parent: 0, name } })))}>
      <TagsInput label="Names" value={names} onChange={setNames} placeholder={names.length === 0 ? 'Write a name and press Enter' : ''} data-autofocus description="Each name makes an empty area." />
    </Frame>
  )
}

/** MoveArea is the way by keyboard to what dragging does. */
export function MoveArea({ legend, area, actions, onRun, onClose }: DialogProps) {
  const [to, setTo] = useState<string | null>(null)
  const named = paths(legend)
  const places = legend.areas.filter((a) => canMove(legend.areas, area.number, a.number)).map((a) => ({ value: String(a.number), label: named.get(a.number) ?? a.name }))
  if (area.parent !== 0) places.unshift({ value: '0', label: 'The top of the tree' })
  return (
    <Frame title={`Move ${area.name}`} action="Move" ready={to !== null} busy={actions.busy} error={actions.error} onSubmit={() => onRun({ updateArea: { number: area.number, parent: Number(to) } })} onClose={onClose}>
      {places.length === 0
        ? <Text size="sm">There is no area it could go below: all others hold units, or are part of it.</Text>
        : <Select label="Below" searchable limit={200} data={places} value={to} onChange={setTo} data-autofocus />}
    </Frame>
  )
}

/** MergeAreas merges an area into another of its level. */
export function MergeAreas({ legend, area, actions, onRun, onClose }: DialogProps) {
  const [into, setInto] = useState<string | null>(null)
  const named = paths(legend)
  const others = legend.areas.filter((a) => a.level === area.level && a.number !== area.number).map((a) => ({ value: String(a.number), label: named.get(a.number) ?? a.name }))
  const op: ChangeOp = { mergeAreas: { from: [area.number], into: Number(into) } }
  return (
    <Frame title={`Merge ${area.name}`} action="Merge" ready={into !== null} busy={actions.busy} error={actions.error} onSubmit={() => onRun(op)} onClose={onClose}>
      <Select label="Into" description="The other area remains with its name, owner and targets." searchable limit={200} data={others} value={into} onChange={setInto} data-autofocus />
      {into !== null && <Effect actions={actions} ops={[op]} />}
    </Frame>
  )
}

/** DeleteArea removes an area with all below it, after showing what that does. */
export function DeleteArea({ legend, area, actions, onRun, onClose }: DialogProps) {
  const [to, setTo] = useState('0')
  const gone = inside(legend.areas, area.number)
  const named = paths(legend)
  const places = [{ value: '0', label: 'No territory: they become unassigned' }, ...legend.areas.filter((a) => a.leaf && !gone.has(a.number)).map((a) => ({ value: String(a.number), label: named.get(a.number) ?? a.name }))]
  const op: ChangeOp = { removeArea: { number: area.number, to: Number(to) } }
  return (
    <Frame title={`Delete ${area.name}`} action="Delete" ready danger busy={actions.busy} error={actions.error} onSubmit={() => onRun(op)} onClose={onClose}>
      {area.units > 0 && <Select label="Its units go to" searchable limit={200} allowDeselect={false} data={places} value={to} onChange={(value) => setTo(value ?? '0')} />}
      <Effect actions={actions} ops={[op]} />
      <Text size="xs" c="dimmed">Undo brings it back; so does the history, at any time.</Text>
    </Frame>
  )
}
