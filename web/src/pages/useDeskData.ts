import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { alignmentQuery, draftLegendQuery, draftQuery, legendQuery } from '../api/alignments'
import { fetchAssignment, fetchDraftAssignment, fetchNumbers, fetchPositions } from '../api/columns'
import { datasetQuery, snapshotQuery } from '../api/datasets'
import type { Legend } from '../api/types'
import { PlanColumns } from '../columns/planColumns'
import { makeSlots, rollUp } from '../columns/slots'
import type { Plan } from '../map/planMap'

/** Columns of the server are immutable by their key, large, and not worth keeping long. */
const column = { staleTime: Infinity, gcTime: 60_000, structuralSharing: false } as const

export const assignmentQuery = (id: string, version: number) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'assignment', id, version],
    queryFn: async ({ signal }) => new Int32Array(await fetchAssignment(id, version, signal)),
  })

export const draftAssignmentQuery = (draft: string) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'draft', draft],
    queryFn: async ({ signal }) => new Int32Array(await fetchDraftAssignment(draft, signal)),
  })

const numbersQuery = (snapshot: string, name: string) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'numbers', snapshot, name],
    queryFn: async ({ signal }) => new Float64Array(await fetchNumbers(snapshot, name, signal)),
  })

/** usePlanColumns opens the positions of a snapshot and closes them with the page. */
export function usePlanColumns(snapshot: string | undefined): { columns: PlanColumns | undefined; error: unknown } {
  const [state, setState] = useState<{ columns: PlanColumns | undefined; error: unknown }>({ columns: undefined, error: undefined })
  useEffect(() => {
    if (!snapshot) return
    const control = new AbortController()
    let opened: PlanColumns | undefined
    const load = async () => {
      try {
        const columns = await PlanColumns.open(await fetchPositions(snapshot, control.signal))
        if (control.signal.aborted) return columns.close()
        opened = columns
        setState({ columns, error: undefined })
      } catch (error) {
        if (!control.signal.aborted) setState({ columns: undefined, error })
      }
    }
    void load()
    return () => {
      control.abort()
      opened?.close()
      setState({ columns: undefined, error: undefined })
    }
  }, [snapshot])
  return state
}

/** planOf is what a map shows of an assignment at a level of the tree. */
export function planOf(assignment: Int32Array, legend: Legend, level: number | undefined): Plan {
  const under = rollUp(legend.areas, level ?? Infinity)
  const numbers = [...new Set(under.values())]
  const names = new Map(legend.areas.map((area) => [area.number, area.name]))
  return {
    assignment,
    slots: makeSlots(numbers, under),
    names: ['Unassigned', ...numbers.map((number) => names.get(number) ?? '')],
  }
}

/** useDeskData gathers what the server knows about an alignment and, if one is under review, a draft. */
export function useDeskData(id: string, draftId: string | undefined) {
  const alignment = useQuery(alignmentQuery(id))
  const snapshotId = alignment.data?.snapshotId
  const version = alignment.data?.version ?? 0
  const snapshot = useQuery({ ...snapshotQuery(snapshotId ?? ''), enabled: snapshotId !== undefined })
  const dataset = useQuery({ ...datasetQuery(alignment.data?.datasetId ?? ''), enabled: alignment.data !== undefined })
  const measures = useMemo(
    () => ['', ...(snapshot.data?.columns ?? []).filter((c) => c.role === 'measure' && c.type === 'number').map((c) => c.name)],
    [snapshot.data],
  )
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
