import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { unitOrderQuery } from '../api/unitTable'
import type { Alignment } from '../api/types'
import type { PlanColumns } from '../columns/planColumns'
import type { PlanMap } from '../map/planMap'

/** Up to this many units the map goes to what a filter shows when the page is opened with it. */
const goTo = 5000

/**
 * useMapFilter has the map show only the units for which a condition holds, and says which they are: undefined while
 * there is no condition or no answer. An empty condition shows all.
 */
export function useMapFilter(map: PlanMap | undefined, columns: PlanColumns | undefined, alignment: Alignment | undefined, condition: string, placed: boolean) {
  const order = { sort: '', descending: false, search: '', filter: condition, areas: [] }
  const found = useQuery({ ...unitOrderQuery(alignment?.id ?? '', alignment?.version ?? 0, order), enabled: alignment !== undefined && condition !== '', retry: false })
  const units = condition === '' || found.isPlaceholderData ? undefined : found.data
  const went = useRef(placed ? condition : '')
  useEffect(() => {
    if (!map || !columns) return
    map.only(units)
    if (!units || went.current === condition) return
    went.current = condition
    if (units.length > 0 && units.length <= goTo) map.fitUnits(units)
  }, [map, columns, units, condition])
  return { units, error: condition === '' ? null : found.error, busy: condition !== '' && found.isFetching }
}
