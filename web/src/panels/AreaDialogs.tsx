import { Select, Stack, TagsInput, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { previewQuery } from '../api/planning'
import type { ChangeOp, Legend, LegendArea } from '../api/types'
import { canMove, inside, paths } from '../edit/treeMoves'
import { t } from '../i18n'
import { units } from '../ui/format'
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
  if (preview.error) return <ProblemNote title={t('areas.cannotBeDone')} error={preview.error} />
  if (!preview.data) return <Text size="sm" c="dimmed">{t('areas.workingOutEffect')}</Text>
  const { flows, areas, units: moved } = preview.data
  const gone = areas.filter((a) => !a.after).map((a) => a.before?.name ?? '')
  const changed = areas.filter((a) => a.before && a.after).length
  return (
    <Stack gap={4} role="status">
      <Text size="sm" fw={540}>
        {[moved > 0 ? t('areas.move', { moved: units(moved) }) : t('areas.noUnitMoves'), gone.length > 0 ? t('areas.areasRemoved', { count: gone.length }) : '', changed > 0 ? t('areas.areasChanged', { count: changed }) : ''].filter(Boolean).join(', ')}
      </Text>
      {gone.length > 1 && <Text size="xs" c="dimmed" lineClamp={2}>{gone.join(', ')}</Text>}
      {flows.slice(0, 6).map((flow) => (
        <Text key={`${flow.from}-${flow.to}`} size="xs" c="dimmed" className="num">{t('areas.fromTo', { units: units(flow.units), fromName: flow.fromName, toName: flow.toName })}</Text>
      ))}
      {flows.length > 6 && <Text size="xs" c="dimmed">{t('areas.andMore', { length: flows.length - 6 })}</Text>}
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
    <Frame title={t('areas.areasBelow', { name: area.name })} action={t('areas.addAreas', { count: Math.max(1, names.length) })} ready={names.length > 0} busy={actions.busy} error={actions.error} onSubmit={() => onRun(...ops())} onClose={onClose}>
      <TagsInput label={t('areas.names')} value={names} onChange={setNames} placeholder={names.length === 0 ? t('areas.writeNamePressEnter') : ''} data-autofocus
        description={below ? t('areas.holdsFirstNewArea', { name: area.name, units: units(area.units) }) : t('areas.eachNameMakesEmpty')} />
    </Frame>
  )
}

/** AddTop adds areas at the top of the tree. */
export function AddTop({ actions, onRun, onClose }: Omit<DialogProps, 'area' | 'legend'>) {
  const [names, setNames] = useState<string[]>([])
  return (
    <Frame title={t('areas.areasAtTop')} action={t('areas.addAreas', { count: Math.max(1, names.length) })} ready={names.length > 0} busy={actions.busy} error={actions.error} onClose={onClose}
      onSubmit={() => onRun(...names.map((name) => ({ addArea: { parent: 0, name } })))}>
      <TagsInput label={t('areas.names')} value={names} onChange={setNames} placeholder={names.length === 0 ? t('areas.writeNamePressEnter') : ''} data-autofocus description={t('areas.eachNameMakesEmpty')} />
    </Frame>
  )
}

/** MoveArea is the way by keyboard to what dragging does. */
export function MoveArea({ legend, area, actions, onRun, onClose }: DialogProps) {
  const [to, setTo] = useState<string | null>(null)
  const named = paths(legend)
  const places = legend.areas.filter((a) => canMove(legend.areas, area.number, a.number)).map((a) => ({ value: String(a.number), label: named.get(a.number) ?? a.name }))
  if (area.parent !== 0) places.unshift({ value: '0', label: t('areas.topTree') })
  return (
    <Frame title={t('areas.move2', { name: area.name })} action={t('areas.move3')} ready={to !== null} busy={actions.busy} error={actions.error} onSubmit={() => onRun({ updateArea: { number: area.number, parent: Number(to) } })} onClose={onClose}>
      {places.length === 0
        ? <Text size="sm">{t('areas.thereNoAreaCould')}</Text>
        : <Select label={t('areas.below')} searchable limit={200} data={places} value={to} onChange={setTo} data-autofocus />}
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
    <Frame title={t('areas.merge', { name: area.name })} action={t('areas.merge2')} ready={into !== null} busy={actions.busy} error={actions.error} onSubmit={() => onRun(op)} onClose={onClose}>
      <Select label={t('areas.into')} description={t('areas.otherAreaRemainsWith')} searchable limit={200} data={others} value={into} onChange={setInto} data-autofocus />
      {into !== null && <Effect actions={actions} ops={[op]} />}
    </Frame>
  )
}

/** DeleteArea removes an area with all below it, after showing what that does. */
export function DeleteArea({ legend, area, actions, onRun, onClose }: DialogProps) {
  const [to, setTo] = useState('0')
  const gone = inside(legend.areas, area.number)
  const named = paths(legend)
  const places = [{ value: '0', label: t('areas.noTerritoryTheyBecome') }, ...legend.areas.filter((a) => a.leaf && !gone.has(a.number)).map((a) => ({ value: String(a.number), label: named.get(a.number) ?? a.name }))]
  const op: ChangeOp = { removeArea: { number: area.number, to: Number(to) } }
  return (
    <Frame title={t('areas.delete', { name: area.name })} action={t('areas.delete2')} ready danger busy={actions.busy} error={actions.error} onSubmit={() => onRun(op)} onClose={onClose}>
      {area.units > 0 && <Select label={t('areas.unitsGo')} searchable limit={200} allowDeselect={false} data={places} value={to} onChange={(value) => setTo(value ?? '0')} />}
      <Effect actions={actions} ops={[op]} />
      <Text size="xs" c="dimmed">{t('areas.undoBringsBackSo')}</Text>
    </Frame>
  )
}
