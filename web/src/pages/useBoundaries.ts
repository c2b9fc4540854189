import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { boundaryAssignmentQuery, boundaryAttributeQuery, boundaryFlagsQuery, boundarySetQuery, boundarySumsQuery, flag } from '../api/boundaries'
import type { Alignment, Legend } from '../api/types'
import { rampOf, shadeOf, shades } from '../columns/choropleth'
import { rollUp } from '../columns/slots'
import { useDesk, useDeskPart } from '../edit/desk'
import type { Look } from '../map/boundaryLayer'
import type { PlanMap } from '../map/planMap'

/** useBoundaryColumns loads what the boundaries of an alignment are coloured by. */
export function useBoundaryColumns(alignment: Alignment | undefined) {
  const shading = useDesk((state) => state.shading)
  const id = alignment?.id ?? ''
  const version = alignment?.version ?? 0
  const set = alignment?.boundarySet
  const known = set !== undefined && set !== ''
  const [kind, name = ''] = shading.split(/:(.*)/s)
  const assignment = useQuery({ ...boundaryAssignmentQuery(id, version), enabled: known })
  const flags = useQuery({ ...boundaryFlagsQuery(id, version), enabled: known })
  const sums = useQuery({ ...boundarySumsQuery(id, version, name), enabled: known && kind === 'sum' })
  const attribute = useQuery({ ...boundaryAttributeQuery(id, version, name), enabled: known && kind === 'attribute' })
  const values = kind === 'sum' ? sums.data : kind === 'attribute' ? attribute.data : undefined
  const ramp = useMemo(() => (values ? rampOf(values) : undefined), [values])
  return { set: known ? set : undefined, assignment: assignment.data, flags: flags.data, values, ramp, error: assignment.error ?? flags.error }
}

/** useBoundaryLayer keeps the boundaries on the map in step with the plan. */
export function useBoundaryLayer(map: PlanMap | undefined, alignment: Alignment | undefined, legend: Legend | undefined, level: number, coloured: unknown, scheme: string) {
  const { assignment, flags, values, ramp, set } = useBoundaryColumns(alignment)
  const { boundaries: chosen, shading } = useDeskPart('boundaries', 'shading')
  const { data: record } = useQuery({ ...boundarySetQuery(set ?? ''), enabled: set !== undefined })
  const figures = record?.figures
  useEffect(() => {
    if (set !== undefined && !figures) return
    void map?.showBoundaries(set === undefined || !figures ? undefined : { set, ...figures }).then(() => {
      if (!map || !assignment || !legend || set === undefined) return
      const under = rollUp(legend.areas, level)
      const look = (b: number): Look => {
        const bits = flags?.[b] ?? 0
        const marks = { split: (bits & flag.split) !== 0, shared: (bits & flag.shared) !== 0 }
        if (shading !== 'territories') {
          const shade = values && ramp ? shadeOf(ramp, values[b] ?? NaN) : -1
          return { ...marks, colour: shade < 0 ? undefined : shades[map.theme][shade] }
        }
        const area = under.get(assignment[b] ?? 0) ?? 0
        return { ...marks, colour: area === 0 ? undefined : map.colour(area) }
      }
      map.boundaries.paint(assignment.length, look)
      map.boundaries.choose(useDesk.getState().boundaries)
    })
  }, [map, set, figures, assignment, flags, legend, level, values, ramp, shading, coloured, scheme])
  useEffect(() => {
    if (set !== undefined) map?.boundaries.choose(chosen)
  }, [map, set, chosen])
}
