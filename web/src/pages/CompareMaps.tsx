import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Comparison } from '../api/types'
import { ColourBook } from '../columns/colourBook'
import { commonSlots } from '../edit/compare'
import { MapView } from '../map/MapView'
import type { Camera, Plan, PlanMap } from '../map/planMap'
import classes from './CompareMaps.module.css'
import { assignmentQuery, draftAssignmentQuery, usePlanColumns } from './useDeskData'

/** CompareMaps shows both plans on maps that move together, side by side or one over the other with a swipe. */
export function CompareMaps({ comparison, snapshotId }: { comparison: Comparison; snapshotId: string }) {
  const { columns } = usePlanColumns(snapshotId)
  const left = useSidePlan(comparison, 'left')
  const right = useSidePlan(comparison, 'right')
  const book = useMemo(() => new ColourBook(), [])
  const [maps, setMaps] = useState<{ left?: PlanMap | undefined; right?: PlanMap | undefined }>({})
  const [way, setWay] = useState<'side' | 'swipe'>('side')
  const [split, setSplit] = useState(50)

  useEffect(() => {
    if (!columns) return
    maps.left?.open(columns)
    maps.right?.open(columns)
  }, [maps, columns])
  useEffect(() => {
    // One after the other, so that the second map finds the colours of the first.
    const show = async () => {
      if (!columns || !left || !right || !maps.left || !maps.right) return
      await maps.left.show(left)
      await maps.right.show(right)
    }
    void show()
  }, [maps, columns, left, right])

  const follow = (other: PlanMap | undefined) => (camera: Camera) => other?.jump(camera)
  return (
    <>
      <SegmentedControl size="xs" mb="sm" aria-label="How the maps are laid out" value={way} onChange={(value) => setWay(value === 'swipe' ? 'swipe' : 'side')}
        data={[{ value: 'side', label: 'Side by side' }, { value: 'swipe', label: 'Swipe' }]} />
      <div className={classes.maps} data-way={way} style={{ '--split': `${split}%` } as React.CSSProperties}>
        <figure className={classes.map}>
          <MapView label={`Map of the left plan, ${comparison.left.name}`} book={book} handlers={{ moved: follow(maps.right) }} onMap={(map) => setMaps((held) => ({ ...held, left: map }))}>
            <figcaption className={classes.name}>{comparison.left.name}</figcaption>
          </MapView>
        </figure>
        <figure className={classes.map} data-right>
          <MapView label={`Map of the right plan, ${comparison.right.name}`} book={book} handlers={{ moved: follow(maps.left) }} onMap={(map) => setMaps((held) => ({ ...held, right: map }))}>
            <figcaption className={classes.name} data-right>{comparison.right.name}</figcaption>
          </MapView>
        </figure>
        {way === 'swipe' && <Swipe split={split} onSplit={setSplit} />}
      </div>
    </>
  )
}

function useSidePlan(comparison: Comparison, side: 'left' | 'right'): Plan | undefined {
  const { id, version } = comparison[side]
  const draft = id.startsWith('draft:')
  const accepted = useQuery({ ...assignmentQuery(id, version), enabled: !draft })
  const proposed = useQuery({ ...draftAssignmentQuery(id.slice('draft:'.length)), enabled: draft })
  const assignment = draft ? proposed.data : accepted.data
  return useMemo(
    () => assignment && { assignment, slots: commonSlots(comparison.areas, side), names: ['Unassigned', ...comparison.areas.map((area) => area.name)] },
    [assignment, comparison.areas, side],
  )
}

function Swipe({ split, onSplit }: { split: number; onSplit: (split: number) => void }) {
  const held = useRef(false)
  const drag = (event: React.PointerEvent) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect()
    if (held.current && box) onSplit(Math.min(98, Math.max(2, (100 * (event.clientX - box.left)) / box.width)))
  }
  return (
    <div className={classes.handle} role="slider" tabIndex={0} aria-label="Where the right plan begins" aria-valuemin={2} aria-valuemax={98} aria-valuenow={Math.round(split)}
      onPointerDown={(event) => {
        held.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        held.current = false
      }}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowLeft' ? -4 : event.key === 'ArrowRight' ? 4 : 0
        if (step !== 0) onSplit(Math.min(98, Math.max(2, split + step)))
      }}>
      <span className={classes.grip} />
    </div>
  )
}
