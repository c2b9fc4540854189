import { useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { unitQuery } from '../api/datasets'
import { jobPlanQuery } from '../api/jobs'
import { previewQuery } from '../api/whatIf'
import type { Draft, Snapshot } from '../api/types'
import type { PlanColumns } from '../columns/planColumns'
import { combine, inRing, nearLine, type Mode } from '../columns/select'
import { differing } from '../columns/totals'
import { useDesk } from '../edit/desk'
import { withNew } from '../edit/live'
import { shares, tightness, tint } from '../edit/tight'
import { MapView } from '../map/MapView'
import type { Hover } from '../map/planMap'
import { SelectionOverlay } from '../map/SelectionOverlay'
import { tools, type Covered } from '../map/tools/tool'
import { HoverCard, type Hovered } from '../panels/HoverCard'
import { KeyFigures } from '../panels/KeyFigures'
import figures from '../panels/KeyFigures.module.css'
import { MapTools } from '../panels/MapTools'
import { WhyCard } from '../panels/WhyCard'
import { BoundaryCarving } from './BoundaryCarving'
import { Carving } from './Carving'
import { useBoundaryLayer } from './useBoundaries'
import { planOf, type useDeskData } from './useDeskData'
import { slotOf, type MapHandle } from './useMapHandle'

interface Props {
  data: ReturnType<typeof useDeskData>
  columns: PlanColumns | undefined
  handle: MapHandle
  measure: number
  level: number
  tolerance: number
  draftId: string | undefined
}

const none: number[] = []

/** DeskMap shows the plan or the draft under review, and turns gestures into selections and changes. */
export function DeskMap({ data, columns, handle, measure, level, tolerance, draftId }: Props) {
  const { tool, selection, select, boundaries, selectBoundaries, side, moved, lit, open } = useDesk()
  const scheme = useComputedColorScheme('light')
  const [hovered, setHovered] = useState<Hovered>()
  const [asked, setAsked] = useState<number>()
  const { map, setShown } = handle
  const asking = useDesk((state) => state.shownPreview)
  const preview = useQuery({ ...previewQuery(asking ?? '', data.measures), enabled: asking !== undefined })
  const answered = asking !== undefined ? preview.data : undefined
  const running = useDesk((state) => state.running)
  const live = useQuery({ ...jobPlanQuery(running ?? ''), enabled: running !== undefined })
  const passing = running === undefined ? undefined : (live.data ?? undefined)
  const passingLegend = useMemo(() => (passing && data.legend.data ? withNew(data.legend.data, passing) : undefined), [passing, data.legend.data])
  const proposed = draftId !== undefined && side === 'after' && data.draftAssignment.data && data.draftLegend.data
  const legend = answered?.legend ?? passingLegend ?? (proposed ? data.draftLegend.data : data.legend.data)
  const assignment = answered?.assignment ?? passing ?? (proposed ? data.draftAssignment.data : data.assignment.data)
  const plan = useMemo(() => (legend && assignment ? planOf(assignment, legend, level) : undefined), [legend, assignment, level])

  useEffect(() => {
    if (map && columns) map.open(columns)
  }, [map, columns])

  useEffect(() => {
    if (!map || !columns || !plan || plan.assignment.length !== columns.positions.n) return
    setShown(plan)
    void map.show(plan)
  }, [map, columns, plan, setShown])

  const tight = useDesk((state) => state.tight)
  const report = draftId === undefined ? undefined : data.draft.data?.report
  useEffect(() => {
    const pressed = tight && proposed && report ? shares(tightness(report)) : undefined
    map?.tint(pressed && ((area, scheme) => tint(pressed.get(area) ?? 0, scheme)))
  }, [map, tight, proposed, report])

  useBoundaryLayer(map, draftId === undefined ? data.alignment.data : undefined, data.legend.data, level, handle.coloured, scheme)

  const before = data.assignment.data
  const after = data.draftAssignment.data
  const ringed = useMemo(
    () => (draftId !== undefined && moved && before && after ? differing(before, after) : none),
    [draftId, moved, before, after],
  )
  useEffect(() => {
    if (selection.length > 0) map?.emphasise(selection, 0.55)
    else if (ringed.length > 0) map?.emphasise(Uint32Array.from(ringed), 0.3)
    else map?.emphasise(none)
  }, [map, selection, ringed, columns])

  useEffect(() => map?.steady(tool !== 'pan' && tool !== 'boundary' && !draftId), [map, tool, draftId])
  useEffect(() => {
    map?.focus(lit.length > 0 ? new Set(lit.map((area) => slotOf(plan, area))) : undefined)
  }, [map, lit, plan])

  const areaAt = (hover: Hover) => plan?.slots.numbers[hover.slot] ?? 0
  const handlers = {
    hover: (hover: Hover | undefined) => {
      const area = hover ? areaAt(hover) : 0
      setHovered(hover && (hover.unit !== undefined || area > 0) ? { unit: hover.unit, area, x: hover.x, y: hover.y } : undefined)
      map?.highlight(hover && hover.slot > 0 ? hover.slot : -1)
    },
    click: (hover: Hover, additive: boolean) => {
      if (draftId) {
        setAsked(hover.unit)
        return open(areaAt(hover))
      }
      if (tool === 'boundary') {
        const picked = map?.boundaries.at(hover.x, hover.y)
        const ids = picked ? [picked.id] : []
        return selectBoundaries(combine(additive ? boundaries : [], ids, additive && picked && boundaries.includes(picked.id) ? 'remove' : 'add'))
      }
      if (hover.unit !== undefined) select(combine(additive ? selection : [], [hover.unit], additive && selection.includes(hover.unit) ? 'remove' : 'add'))
      else if (!additive) select([])
      open(areaAt(hover))
    },
    coloured: handle.onColoured,
  }
  const cover = (covered: Covered, mode: Mode) => {
    if (!map || !columns) return
    const line = map.mercator(covered.points)
    const { xy } = columns.positions
    const picked = covered.kind === 'ring' ? inRing(xy, line) : nearLine(xy, line, map.reach(covered.radius))
    select(combine(selection, picked, mode))
  }
  const held = tools.find((t) => t.kind === tool)

  return (
    <MapView label="Map of the plan" book={handle.book} handlers={handlers} onMap={handle.setMap}>
      {held && !draftId && <SelectionOverlay tool={held} onCovered={cover} />}
      {!draftId && <MapTools />}
      {passing && <div className={figures.strip} role="status"><span className={figures.badge}>Running</span><span className={figures.figure}>An intermediate plan, not checked yet</span></div>}
      {legend && !passing && <KeyFigures legend={legend} measure={measure} tolerance={tolerance} {...(answered ? { badge: 'What if' } : draftId ? { badge: proposed ? 'Draft' : 'Before' } : {})} />}
      {hovered && (tool === 'pan' || draftId) && legend && data.snapshot.data && (
        <HoverCard hovered={hovered} snapshot={data.snapshot.data} legend={legend} measure={measure} book={handle.book} />
      )}
      {draftId && asked !== undefined && data.draft.data && data.snapshot.data && (
        <WhyUnit draft={data.draft.data} snapshot={data.snapshot.data} unit={asked} onClose={() => setAsked(undefined)} />
      )}
      {boundaries.length > 0 && selection.length === 0 && !draftId && <BoundaryCarving key={data.alignment.data?.version} data={data} />}
      {selection.length > 0 && !draftId && <Carving data={data} measure={measure} tolerance={tolerance} />}
    </MapView>
  )
}

/** WhyUnit names the unit that is explained. */
function WhyUnit({ draft, snapshot, unit, onClose }: { draft: Draft; snapshot: Snapshot; unit: number; onClose: () => void }) {
  const { data } = useQuery(unitQuery(snapshot.id, unit))
  const named = snapshot.columns.find((column) => column.role === 'name')
  const title = data ? String((named && data.values[named.name]) ?? data.id) : `Unit ${unit + 1}`
  return <WhyCard draft={draft} unit={unit} title={title} onClose={onClose} />
}
