import { SegmentedControl, Text } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Comparison } from '../api/types'
import { ColourBook } from '../columns/colourBook'
import { toSlots } from '../columns/slots'
import { commonSlots, differingUnits, furtherSlots } from '../edit/compare'
import { t } from '../i18n'
import { said } from '../ui/said'
import { MapView } from '../map/MapView'
import type { Camera, Plan, PlanMap } from '../map/planMap'
import classes from './CompareMaps.module.css'
import { usePlanColumns } from './usePlanColumns'
import { useSideAssignment } from './useSideAssignment'

const places = ['left', 'right', 'third', 'fourth'] as const
type Place = (typeof places)[number]
const ways = ['side', 'swipe', 'difference'] as const
type Way = (typeof ways)[number]

/** CompareMaps shows two to four plans on maps that move together, side by side, two over each other with a swipe, or what differs. */
export function CompareMaps({ comparison, further, snapshotId }: { comparison: Comparison; further: readonly Comparison[]; snapshotId: string }) {
  const { columns } = usePlanColumns(snapshotId)
  const left = useSidePlan(comparison, 'left')
  const right = useSidePlan(comparison, 'right')
  const third = useFurtherPlan(comparison, further[0])
  const fourth = useFurtherPlan(comparison, further[1])
  const book = useMemo(() => new ColourBook(), [])
  const [maps, setMaps] = useState<Partial<Record<Place, PlanMap | undefined>>>({})
  const [way, setWay] = useState<Way>('side')
  const [split, setSplit] = useState(50)

  useEffect(() => {
    if (!columns) return
    for (const place of places) maps[place]?.open(columns)
  }, [maps, columns])
  useEffect(() => {
    // One after the other, so that the second map finds the colours of the first.
    const show = async () => {
      if (!columns || !left || !right || !maps.left || !maps.right) return
      await maps.left.show(left)
      await maps.right.show(right)
      if (third) await maps.third?.show(third)
      if (fourth) await maps.fourth?.show(fourth)
    }
    void show()
  }, [maps, columns, left, right, third, fourth])

  useEffect(() => {
    if (!left || !right || !maps.right) return
    maps.right.emphasise(way === 'difference' ? differingUnits(toSlots(left.assignment, left.slots), toSlots(right.assignment, right.slots)) : [], way === 'difference' ? 0.2 : 1)
  }, [way, left, right, maps.right, columns])

  const follow = (own: Place) => (camera: Camera) => {
    for (const place of places) if (place !== own) maps[place]?.jump(camera)
  }
  // A map may give areas other colours where neighbours would be alike on it; the other maps follow.
  const coloured = () => {
    for (const place of places) maps[place]?.repaint()
  }
  const hold = (place: Place) => (map: PlanMap | undefined) => setMaps((held) => ({ ...held, [place]: map }))
  return (
    <>
      <SegmentedControl size="xs" mb="sm" aria-label={t('compare.howMapsLaidOut')} value={way} onChange={(value) => setWay(ways.find((known) => known === value) ?? 'side')}
        data={[{ value: 'side', label: t('compare.sideBySide') }, { value: 'swipe', label: t('compare.swipe') }, { value: 'difference', label: t('versus.difference') }]} />
      {way === 'difference' && <Text size="xs" c="dimmed" mb={8}>{t('versus.differenceText')}</Text>}
      <div className={classes.maps} data-way={way} data-plans={2 + further.length} style={{ '--split': `${split}%` } as React.CSSProperties}>
        <figure className={classes.map}>
          <MapView label={t('compare.mapLeftPlan', { name: said(comparison.left.said, comparison.left.name) })} book={book} handlers={{ moved: follow('left'), coloured }} onMap={hold('left')}>
            <figcaption className={classes.name}>{said(comparison.left.said, comparison.left.name)}</figcaption>
          </MapView>
        </figure>
        <figure className={classes.map} data-right>
          <MapView label={t('compare.mapRightPlan', { name: said(comparison.right.said, comparison.right.name) })} book={book} handlers={{ moved: follow('right'), coloured }} onMap={hold('right')}>
            <figcaption className={classes.name} data-right>{said(comparison.right.said, comparison.right.name)}</figcaption>
          </MapView>
        </figure>
        {way === 'side' && further.map((other, k) => {
          const place = k === 0 ? 'third' : 'fourth'
          return (
            <figure key={other.right.id} className={classes.map}>
              <MapView label={t('versus.map', { name: said(other.right.said, other.right.name) })} book={book} handlers={{ moved: follow(place), coloured }} onMap={hold(place)}>
                <figcaption className={classes.name}>{said(other.right.said, other.right.name)}</figcaption>
              </MapView>
            </figure>
          )
        })}
        {way === 'swipe' && <Swipe split={split} onSplit={setSplit} />}
      </div>
    </>
  )
}

/** useFurtherPlan is a third or fourth plan in the colours of the first two. */
function useFurtherPlan(first: Comparison, further: Comparison | undefined): Plan | undefined {
  const assignment = useSideAssignment(further?.right)
  return useMemo(() => {
    if (!further || !assignment) return undefined
    const slots = furtherSlots(first.areas, further.areas)
    const names = new Map(further.areas.map((area) => [slots.ofNumber[area.rightNumber ?? 0], area.name]))
    return { assignment, slots, names: [t('common.unassigned'), ...Array.from(slots.numbers.subarray(1), (slot) => names.get(slot) ?? '')], leaves: new Set<number>() }
  }, [assignment, first.areas, further])
}

function useSidePlan(comparison: Comparison, side: 'left' | 'right'): Plan | undefined {
  const assignment = useSideAssignment(comparison[side])
  return useMemo(
    () => assignment && { assignment, slots: commonSlots(comparison.areas, side), names: [t('common.unassigned'), ...comparison.areas.map((area) => area.name)], leaves: new Set<number>() },
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
    <div className={classes.handle} role="slider" tabIndex={0} aria-label={t('compare.whereRightPlanBegins')} aria-valuemin={2} aria-valuemax={98} aria-valuenow={Math.round(split)}
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
