import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { alignmentQuery, draftLegendQuery, draftQuery, legendQuery } from '../api/alignments'
import { assignmentQuery, draftAssignmentQuery, numbersQuery } from '../api/columns'
import { datasetQuery, snapshotQuery } from '../api/datasets'
import { measuresOf } from '../api/measures'
import type { Legend } from '../api/types'
import { makeSlots, rollUp } from '../columns/slots'
import { t } from '../i18n'
import type { Plan } from '../map/planMap'

/** planOf is what a map shows of an assignment at a level of the tree. */
export function planOf(assignment: Int32Array, legend: Legend, level: number | undefined): Plan {
  const under = rollUp(legend.areas, level ?? Infinity)
  const numbers = [...new Set(under.values())]
  const names = new Map(legend.areas.map((area) => [area.number, area.name]))
  return {
    assignment,
    slots: makeSlots(numbers, under),
    names: [t('common.unassigned'), ...numbers.map((number) => names.get(number) ?? '')],
    leaves: new Set(under.keys()),
  }
}

/** useDeskData gathers what the server knows about an alignment and, if one is under review, a draft. */
export function useDeskData(id: string, draftId: string | undefined) {
  const alignment = useQuery(alignmentQuery(id))
  const snapshotId = alignment.data?.snapshotId
  const version = alignment.data?.version ?? 0
  const snapshot = useQuery({ ...snapshotQuery(snapshotId ?? ''), enabled: snapshotId !== undefined })
  const dataset = useQuery({ ...datasetQuery(alignment.data?.datasetId ?? ''), enabled: alignment.data !== undefined })
  const measures = useMemo(() => measuresOf(snapshot.data), [snapshot.data])
  const legend = useQuery({ ...legendQuery(id, version, measures), enabled: snapshot.data !== undefined })
  const assignment = useQuery({ ...assignmentQuery(id, version), enabled: version > 0 })
  const draft = useQuery({ ...draftQuery(draftId ?? ''), enabled: draftId !== undefined })
  const draftLegend = useQuery({ ...draftLegendQuery(draftId ?? '', measures), enabled: draftId !== undefined && snapshot.data !== undefined })
  const draftAssignment = useQuery({ ...draftAssignmentQuery(draftId ?? ''), enabled: draftId !== undefined })
  return { alignment, dataset, snapshot, measures, legend, assignment, draft, draftLegend, draftAssignment }
}

/** useNumbers loads measure columns while they are wanted; undefined until all are there. The empty name counts units. */
export function useNumbers(snapshot: string | undefined, names: readonly string[], units: number, wanted: boolean): Float64Array[] | undefined {
  const results = useQueries({
    queries: names.map((name) => ({ ...numbersQuery(snapshot ?? '', name), enabled: wanted && snapshot !== undefined && name !== '' })),
  })
  const ones = useMemo(() => (wanted ? new Float64Array(units).fill(1) : undefined), [units, wanted])
  const loaded = names.map((name, k) => (name === '' ? ones : results[k]?.data))
  return loaded.every((values) => values !== undefined) ? loaded : undefined
}
