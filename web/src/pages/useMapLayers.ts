import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Alignment } from '../api/types'
import { locksQuery } from '../api/columns'
import type { PlanColumns } from '../columns/planColumns'
import type { Layer } from '../edit/viewLink'
import type { PlanMap } from '../map/planMap'

const none = new Uint32Array()

/** useMapLayers keeps the layers of the map as chosen; locked units are ringed when that layer is on. */
export function useMapLayers(map: PlanMap | undefined, on: ReadonlySet<Layer>, alignment: Alignment | undefined, columns: PlanColumns | undefined): void {
  const wanted = on.has('locks') && alignment !== undefined
  const locks = useQuery({ ...locksQuery(alignment?.id ?? '', alignment?.version ?? 0), enabled: wanted })
  const key = [...on].join(' ')
  useEffect(() => {
    map?.showLayers(on)
    // The set is made anew by every render; its members are what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [map, key])
  useEffect(() => {
    map?.mark(wanted && locks.data ? locks.data : none)
  }, [map, wanted, locks.data, columns])
}
