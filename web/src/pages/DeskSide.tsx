import { Skeleton, Stack } from '@mantine/core'
import { useChange } from '../api/alignments'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useSaveView, viewQuery } from '../api/planning'
import type { AreaChange, ChangeOp, Focus } from '../api/types'
import { canMove } from '../edit/treeMoves'
import { t } from '../i18n'
import { AddTop } from '../panels/AreaDialogs'
import { FocusNote } from '../panels/FocusNote'
import { useDesk, useDeskPart } from '../edit/desk'
import { AreaCard } from '../panels/AreaCard'
import { BoundariesPanel } from '../panels/BoundariesPanel'
import { ShadeKey } from '../panels/ShadeKey'
import type { DeskPanel } from '../panels/DeskRail'
import { DraftPanel } from '../panels/DraftPanel'
import { ExceptionsPanel } from '../panels/ExceptionsPanel'
import { HistoryPanel } from '../panels/HistoryPanel'
import { LegendPanel } from '../panels/LegendPanel'
import { OptimisePanel } from '../panels/OptimisePanel'
import { PublishPanel } from '../panels/PublishPanel'
import { DeskComments } from './DeskComments'
import { DeskMoves } from './DeskMoves'
import { WhatIfPanel } from '../panels/WhatIfPanel'
import { TargetsPanel } from '../panels/TargetsPanel'
import type { DeskSearch } from '../router'
import { done, failed } from '../ui/toast'
import { useBoundaryColumns } from './useBoundaries'
import type { useDeskData } from './useDeskData'
import type { DeskView } from './useDeskView'
import { useLegendTable } from './useLegendTable'
import { useSupplementMeasures } from './useSupplementMeasures'
import { slotOf, type MapHandle } from './useMapHandle'

interface Props {
  data: ReturnType<typeof useDeskData>
  panel: DeskPanel
  draftId: string | undefined
  measure: number
  level: number
  tolerance: number
  handle: MapHandle
  onLook: (change: Partial<DeskSearch>) => void
  view: DeskView
  /** Whether panels may be filled; before that they would keep the map waiting. */
  begun: boolean
  onKept: (alignment: string) => void
}

/** DeskSide holds the panel that is open; a draft under review comes before it. */
export function DeskSide(props: Props) {
  const { data, panel, draftId, handle, onLook } = props
  const { open, asking, ask } = useDeskPart('open', 'asking', 'ask')
  const [choosing, setChoosing] = useState(false)
  const further = useSupplementMeasures(data.alignment.data)
  const alignment = data.alignment.data
  const ready = useDeferredValue(props.begun, false)
  const zoom = (area: number) => {
    const slot = slotOf(handle.shown, area)
    if (slot > 0) handle.map?.fitSlot(slot)
  }
  if (asking && alignment && data.legend.data && (draftId === undefined || data.draft.data)) {
    return (
      <WhatIfPanel key={draftId ?? alignment.version} alignmentId={alignment.id} legend={data.legend.data} draft={draftId === undefined ? undefined : data.draft.data}
        measure={data.measures[props.measure] ?? ''} onClose={() => ask(false)} onDraft={(draft) => { ask(false); onLook({ draft }) }} />
    )
  }
  if (draftId !== undefined) {
    // A draft on an older plan has no effect of single moves that could be shown.
    const stale = alignment !== undefined && data.draft.data !== undefined && data.draft.data.baseVersion !== alignment.version
    const byMove = data.draft.data !== undefined && !stale
    return (
      <>
        {choosing && <DeskMoves data={data} onClose={() => setChoosing(false)} />}
        <DraftPanel draft={data.draft.data} error={data.draft.error} name={alignment?.name ?? ''}
          stale={stale} onMoves={byMove ? () => setChoosing(true) : undefined}
          onClose={() => onLook({ draft: undefined, panel: 'territories' })} onKept={props.onKept}
          onArea={(area) => {
            open(area)
            zoom(area)
          }} />
      </>
    )
  }
  if (!ready || !alignment || !data.snapshot.data || !data.legend.data) {
    return <Stack p="md">{Array.from({ length: 8 }, (_, k) => <Skeleton key={k} height={36} />)}</Stack>
  }
  switch (panel) {
    case 'territories':
      return <Territories {...props} zoom={zoom} />
    case 'optimise':
      return <OptimisePanel key={alignment.id} alignmentId={alignment.id} snapshot={data.snapshot.data} legend={data.legend.data} boundaries={Boolean(alignment.boundarySet)} further={further}
        onDraft={(draft) => onLook({ draft })} />
    case 'history':
      return <HistoryPanel alignment={alignment} legend={data.legend.data} onDraft={(draft) => onLook({ draft })} onOpen={props.onKept} />
    case 'comments':
      return <DeskComments key={alignment.id} data={data} handle={handle} />
    case 'exceptions':
      return <ExceptionsPanel key={alignment.id} id={alignment.id} version={alignment.version} onArea={zoom} />
    case 'targets':
      return <Targets {...props} zoom={zoom} />
    case 'boundaries':
      return <Boundaries data={data} />
    case 'publish':
      return <PublishPanel id={alignment.id} version={alignment.version} />
  }
}

function Targets({ data, onLook, zoom }: Props & { zoom: (area: number) => void }) {
  const selection = useDesk((state) => state.selection)
  const open = useDesk((state) => state.open)
  if (!data.alignment.data || !data.legend.data || !data.snapshot.data) return null
  return (
    <TargetsPanel id={data.alignment.data.id} version={data.alignment.data.version} legend={data.legend.data} snapshot={data.snapshot.data} selection={selection}
      onArea={(area) => {
        open(area)
        zoom(area)
        onLook({ panel: 'territories' })
      }} />
  )
}

/** Boundaries fills the panel of boundaries with what colours the map. */
function Boundaries({ data }: Pick<Props, 'data'>) {
  const { ramp } = useBoundaryColumns(data.alignment.data)
  const shading = useDesk((state) => state.shading)
  if (!data.alignment.data || !data.snapshot.data) return null
  return (
    <BoundariesPanel key={data.alignment.data.boundarySet ?? ''} alignment={data.alignment.data} snapshot={data.snapshot.data} measures={data.measures}
      names={new Map(data.legend.data?.areas.map((area) => [area.number, area.name]))}
      shades={shading === 'territories' ? null : <ShadeKey ramp={ramp} />} />
  )
}

function Territories({ data, measure, level, tolerance, handle, onLook, zoom, view: shown }: Props & { zoom: (area: number) => void }) {
  const { area, open, select, wide, spread, aim } = useDeskPart('area', 'open', 'select', 'wide', 'spread', 'aim')
  const { legend, table } = useLegendTable(data, shown, wide)
  const change = useChange(data.alignment.data?.id ?? '')
  const edit = (wanted: AreaChange, after: () => void) =>
    change.mutate({ expectedVersion: data.alignment.data?.version ?? 0, ops: [{ updateArea: wanted }] }, {
      onSuccess: () => {
        after()
        done(t('desk.areaChanged'))
      },
    })
  const id = data.alignment.data?.id ?? ''
  const version = data.alignment.data?.version ?? 0
  const view = useQuery(viewQuery(id))
  const saveView = useSaveView(id)
  const [adding, setAdding] = useState(false)
  const focusOn = (focus: Focus) => saveView.mutate({ ...view.data, focus })
  const run = (ops: ChangeOp[], after: () => void) =>
    change.mutate({ expectedVersion: version, ops }, {
      onSuccess: () => {
        after()
        done(t('desk.treeChanged'), t('desk.undoTakesBack'))
      },
    })
  const actions = {
    alignmentId: id, version, busy: change.isPending, error: change.error, onOps: run,
    onFocus: (number: number) => focusOn({ areas: [number], unassigned: view.data?.focus.unassigned ?? false }),
    onDraft: (draft: string) => onLook({ draft }),
  }
  const drag = {
    allowed: (moved: number, to: number) => moved > 0 && canMove(legend?.areas ?? [], moved, to),
    drop: (moved: number, to: number) => change.mutate({ expectedVersion: version, ops: [{ updateArea: { number: moved, parent: to } }] }, {
      onSuccess: () => done(t('desk.areaMoved'), t('desk.undoTakesBack')),
      onError: (error) => failed(t('desk.areaWasNotMoved'), error),
    }),
    // The card of the selection shows the effect before anything moves.
    take: aim,
  }
  const selectUnits = () => {
    const assignment = data.assignment.data
    if (!assignment || !legend) return
    const inside = below(legend.areas, area)
    const units: number[] = []
    for (let i = 0; i < assignment.length; i++) if (inside.has(assignment[i] ?? 0)) units.push(i)
    select(units)
  }
  return (
    <LegendPanel title={t('desk.territories')} legend={legend} book={handle.book} measure={measure} level={level} tolerance={tolerance} selected={area}
      onMeasure={(m) => shown.setMeasure(data.measures[m])} onLevel={shown.setLevel} table={table} wide={wide} onWide={spread}
      onHover={(hovered) => handle.map?.highlight(slotOf(handle.shown, hovered))} onSelect={open}
      footer={legend && area > 0 && legend.areas.some((a) => a.number === area) && (
        <AreaCard legend={legend} area={area} tolerance={tolerance} busy={change.isPending} error={change.error} editable onChange={edit}
          onZoom={() => zoom(area)} onSelectUnits={selectUnits} onClose={() => open(0)} actions={actions} />
      )}
      drag={drag}
      notice={legend && view.data && <FocusNote legend={legend} focus={view.data.focus} onFocus={focusOn} />}
      actions={(
        <>
          <Tooltip label={t('desk.addAreasAtTop')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('desk.addAreas')} onClick={() => setAdding(true)}><IconPlus size={17} /></ActionIcon>
          </Tooltip>
          {adding && <AddTop actions={actions} onClose={() => setAdding(false)} onRun={(...ops) => run(ops, () => setAdding(false))} />}
        </>
      )} />
  )
}

/** below is an area with everything under it in the tree. */
function below(areas: readonly { number: number; parent: number }[], top: number): Set<number> {
  const inside = new Set([top])
  // Areas come in tree order, so a parent is met before its children.
  for (const { number, parent } of areas) if (inside.has(parent)) inside.add(number)
  return inside
}
