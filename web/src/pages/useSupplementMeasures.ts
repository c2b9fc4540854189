import { useQuery } from '@tanstack/react-query'
import { supplementsQuery } from '../api/places'
import type { Alignment } from '../api/types'
import { ofBoundaries } from '../edit/columnNames'

/**
 * useSupplementMeasures lists the numbers that were brought to an alignment by file and that no column of the dataset
 * holds: those of its units, and those of its boundaries, which count for boundaries without units too.
 */
export function useSupplementMeasures(alignment: Alignment | undefined): string[] {
  const set = alignment?.boundarySet
  const supplements = useQuery({
    ...supplementsQuery({ dataset: alignment?.datasetId ?? '', alignment: alignment?.id ?? '', ...(set ? { boundarySet: set } : {}) }), enabled: alignment !== undefined,
  })
  const names = (supplements.data ?? []).flatMap(({ on, columns }) => {
    if (on === 'areas' || (on === 'boundaries' && !set)) return []
    return columns.filter((column) => column.type === 'number').map((column) => (on === 'boundaries' ? ofBoundaries + column.name : column.name))
  })
  return [...new Set(names)]
}
