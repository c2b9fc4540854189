import { useMemo, useState } from 'react'
import { ColourBook } from '../columns/colourBook'
import type { Plan, PlanMap } from '../map/planMap'

/** What panels and the map of one desk share outside React's data: the map itself, its colours and the plan shown. */
export interface MapHandle {
  map: PlanMap | undefined
  setMap: (map: PlanMap | undefined) => void
  book: ColourBook
  /** Grows when areas get colours, so that swatches are drawn again. */
  coloured: number
  onColoured: () => void
  shown: Plan | undefined
  setShown: (plan: Plan | undefined) => void
}

/** slotOf is the slot that an area has on the map, -1 when it has none. */
export function slotOf(plan: Plan | undefined, area: number): number {
  if (!plan || area <= 0) return -1
  const direct = plan.slots.numbers.indexOf(area)
  return direct > 0 ? direct : (plan.slots.ofNumber[area] ?? 0) || -1
}

/** useMapHandle keeps the handle of an alignment's map; another alignment gets new colours. */
export function useMapHandle(alignment: string): MapHandle {
  const [map, setMap] = useState<PlanMap>()
  const [coloured, setColoured] = useState(0)
  const [shown, setShown] = useState<Plan>()
  // A book belongs to one alignment, because area numbers do.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const book = useMemo(() => new ColourBook(), [alignment])
  return { map, setMap, book, coloured, onColoured: () => setColoured((n) => n + 1), shown, setShown }
}
