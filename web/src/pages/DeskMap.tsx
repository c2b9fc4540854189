import { useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { unitQuery } from '../api/datasets'
import { jobPlanQuery } from '../api/jobs'
import { previewQuery } from '../api/whatIf'
import type { Draft, Snapshot } from '../api/types'
import type { PlanColumns } from '../columns/planColumns'
import { combine } from '../columns/select'
import { differing } from '../columns/totals'
import { useDesk, useDeskPart } from '../edit/desk'
import { withNew } from '../edit/live'
import { readCamera } from '../edit/viewLink'
import { shares, tightness, tint } from '../edit/tight'
import { filterName } from '../edit/unitFilter'
import { t } from '../i18n'
import { MapView } from '../map/MapView'
import type { Hover } from '../map/planMap'
import { SelectionOverlay } from '../map/SelectionOverlay'
import { toolOf } from '../map/tools/tool'
import { FilterButton } from '../panels/FilterButton'
import { HoverCard, type Hovered } from '../panels/HoverCard'
import { KeyFigures } from '../panels/KeyFigures'
import figures from '../panels/KeyFigures.module.css'
import { MapFilter } from '../panels/MapFilter'
import { MapLayers } from '../panels/MapLayers'
import { MapTools } from '../panels/MapTools'
import { WhyCard } from '../panels/WhyCard'
import type { DeskSearch } from '../router'
import { BoundaryCarving } from './BoundaryCarving'
import { Carving } from './Carving'
import { DeskHomes } from './DeskHomes'
import { useBoundaryColumns, useBoundaryLayer } from './useBoundaries'
import { copyLink } from './copyLink'
import type { DeskView } from './useDeskView'
import { useMapFilter } from './useMapFilter'
import { useMapLayers } from './useMapLayers'
import { useSavedFilters } from './useSavedFilters'
import { useCarveGestures } from './useCarveGestures'
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
  view: DeskView
  search: DeskSearch
  onFilter: (condition: string) => void
}

const none: number[] = []

/** DeskMap shows the plan or the draft under review, and turns gestures into selections and changes. */
export function DeskMap({ data, columns, handle, measure, level, tolerance, draftId, view, search, onFilter }: Props) {
  const { tool, brush, selection, drawing, select, boundaries, selectBoundaries, side, moved, lit, open, shade } = useDeskPart('tool', 'brush', 'selection', 'drawing', 'select', 'boundaries', 'selectBoundaries', 'side', 'moved', 'lit', 'open', 'shade')
  // The address says where to begin; later changes of it are this page's own.
  const from = useRef(search)
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
    if (!map || !columns) return
    map.open(columns)
    const camera = readCamera(from.current.at)
    if (camera) map.jump(camera)
    if (from.current.area) open(from.current.area)
    if (from.current.shade) shade(from.current.shade)
  }, [map, columns, open, shade])
  useMapLayers(map, view.layers, draftId === undefined ? data.alignment.data : undefined, columns)

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

  const condition = search.filter ?? ''
  const filter = useMapFilter(map, columns, data.alignment.data, condition, search.at !== undefined)
  const saved = useSavedFilters(data.snapshot.data?.datasetId)
  const carve = useCarveGestures(map, columns, plan, filter.units)
  const { assignment: cells } = useBoundaryColumns(draftId === undefined ? data.alignment.data : undefined)
  const areaAt = (hover: Hover) => plan?.slots.numbers[hover.slot] ?? 0
  const handlers = {
    hover: (hover: Hover | undefined) => {
      const area = hover ? areaAt(hover) : 0
      setHovered(hover && (hover.unit !== undefined || area > 0) ? { unit: hover.unit, area, x: hover.x, y: hover.y } : undefined)
      map?.highlight(hover && hover.slot > 0 ? hover.slot : -1)
    },
    click: (hover: Hover, additive: boolean) => {
      if (useDesk.getState().placing) return
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
    grab: (hover: Hover) => !draftId && (tool === 'boundary' ? boundaries.includes(map?.boundaries.at(hover.x, hover.y)?.id ?? -1) : carve.grab(hover)),
    carry: (hover: Hover) => (tool === 'boundary' ? carve.carryBoundaries(hover, cells) : carve.carry(hover)),
    drop: () => map?.highlight(-1),
  }
  const held = toolOf(tool, brush)

  return (
    <MapView label={t('desk.mapPlan')} book={handle.book} handlers={handlers} onMap={handle.setMap}>
      {held && !draftId && <SelectionOverlay tool={held} onDrawing={carve.drawing} onCovered={carve.covered} />}
      {!draftId && <MapTools />}
      {passing && <div className={figures.strip} role="status"><span className={figures.badge}>{t('desk.running')}</span><span className={figures.figure}>{t('desk.intermediatePlanNotChecked')}</span></div>}
      <MapLayers on={view.layers} onChange={view.setLayers} onLink={() => map && void copyLink(view, map.camera(), level)}>
        <FilterButton key={condition} condition={condition} saved={saved} onFilter={onFilter} />
      </MapLayers>
      {condition !== '' && (
        <MapFilter name={filterName(condition, saved)} units={filter.units?.length} error={filter.error} onClear={() => onFilter('')}
          onZoom={() => filter.units && map?.fitUnits(filter.units)} onSelect={() => filter.units && select([...filter.units])} />
      )}
      {legend && !passing && <KeyFigures legend={legend} measure={measure} tolerance={tolerance} {...(answered ? { badge: t('desk.whatIf') } : draftId ? { badge: proposed ? t('desk.draft') : t('desk.before') } : {})} />}
      {hovered && (tool === 'pan' || draftId) && legend && data.snapshot.data && (
        <HoverCard hovered={hovered} snapshot={data.snapshot.data} legend={legend} measure={measure} book={handle.book} />
      )}
      {!draftId && <DeskHomes map={map} legend={data.legend.data} />}
      {draftId && asked !== undefined && data.draft.data && data.snapshot.data && (
        <WhyUnit draft={data.draft.data} snapshot={data.snapshot.data} unit={asked} onClose={() => setAsked(undefined)} />
      )}
      {boundaries.length > 0 && selection.length === 0 && !draftId && <BoundaryCarving key={data.alignment.data?.version} data={data} tolerance={tolerance} />}
      {(drawing ?? selection).length > 0 && !draftId && <Carving data={data} columns={columns} tolerance={tolerance} />}
    </MapView>
  )
}

/** WhyUnit names the unit that is explained. */
function WhyUnit({ draft, snapshot, unit, onClose }: { draft: Draft; snapshot: Snapshot; unit: number; onClose: () => void }) {
  const { data } = useQuery(unitQuery(snapshot.id, unit))
  const named = snapshot.columns.find((column) => column.role === 'name')
  const title = data ? String((named && data.values[named.name]) ?? data.id) : t('desk.unit', { unit: unit + 1 })
  return <WhyCard draft={draft} unit={unit} title={title} onClose={onClose} />
}
