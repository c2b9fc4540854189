import { queryOptions } from '@tanstack/react-query'
import { api, binary } from './client'

/** fetchPositions returns the longitudes followed by the latitudes of a snapshot's units, as float64 bytes. */
export const fetchPositions = (id: string, signal: AbortSignal): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/snapshots/{id}/positions', { params: { path: { id } }, parseAs: 'arrayBuffer', signal }))

/** fetchNumbers returns a numeric column of a snapshot, as float64 bytes. */
const fetchNumbers = (id: string, column: string, signal: AbortSignal): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/snapshots/{id}/numbers/{column}', { params: { path: { id, column } }, parseAs: 'arrayBuffer', signal }))

/** fetchAssignment returns one area number per unit, as int32 bytes. */
const fetchAssignment = (id: string, version: number, signal: AbortSignal): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/alignments/{id}/assignment', { params: { path: { id }, query: { version } }, parseAs: 'arrayBuffer', signal }))

/** fetchDraftAssignment returns the assignment that a draft proposes. */
const fetchDraftAssignment = (id: string, signal: AbortSignal): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/drafts/{id}/assignment', { params: { path: { id } }, parseAs: 'arrayBuffer', signal }))

/** fetchTopology returns a built-in boundary set as the bytes of TopoJSON text. */
export const fetchTopology = (id: string): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/boundary-sets/{id}/topology', { params: { path: { id } }, parseAs: 'arrayBuffer' }))

/** fetchLocks returns one byte per unit, 1 where it is locked. */
const fetchLocks = (id: string, version: number, signal: AbortSignal): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/alignments/{id}/locks', { params: { path: { id }, query: { version } }, parseAs: 'arrayBuffer', signal }))

/** Columns of the server are immutable by their key, large, and not worth keeping long. */
const column = { staleTime: Infinity, gcTime: 60_000, structuralSharing: false } as const

/** assignmentQuery is the number of the area of every unit in a version. */
export const assignmentQuery = (id: string, version: number) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'assignment', id, version],
    queryFn: async ({ signal }) => new Int32Array(await fetchAssignment(id, version, signal)),
  })

/** locksQuery is the units that are locked in a version, ascending. */
export const locksQuery = (id: string, version: number) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'locks', id, version],
    queryFn: async ({ signal }) => {
      const flags = new Uint8Array(await fetchLocks(id, version, signal))
      return Uint32Array.from([...flags.keys()].filter((unit) => flags[unit] === 1))
    },
  })

/** draftAssignmentQuery is the same of what a draft proposes. */
export const draftAssignmentQuery = (draft: string) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'draft', draft],
    queryFn: async ({ signal }) => new Int32Array(await fetchDraftAssignment(draft, signal)),
  })

/** numbersQuery is a measure, one number per unit. */
export const numbersQuery = (snapshot: string, name: string) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'numbers', snapshot, name],
    queryFn: async ({ signal }) => new Float64Array(await fetchNumbers(snapshot, name, signal)),
  })
