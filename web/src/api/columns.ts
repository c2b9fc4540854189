import { api, binary } from './client'

/** fetchPositions returns the longitudes followed by the latitudes of a snapshot's units, as float64 bytes. */
export const fetchPositions = (id: string, signal: AbortSignal): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/snapshots/{id}/positions', { params: { path: { id } }, parseAs: 'arrayBuffer', signal }))

/** fetchNumbers returns a numeric column of a snapshot, as float64 bytes. */
export const fetchNumbers = (id: string, column: string, signal: AbortSignal): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/snapshots/{id}/numbers/{column}', { params: { path: { id, column } }, parseAs: 'arrayBuffer', signal }))

/** fetchAssignment returns one area number per unit, as int32 bytes. */
export const fetchAssignment = (id: string, version: number, signal: AbortSignal): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/alignments/{id}/assignment', { params: { path: { id }, query: { version } }, parseAs: 'arrayBuffer', signal }))

/** fetchDraftAssignment returns the assignment that a draft proposes. */
export const fetchDraftAssignment = (id: string, signal: AbortSignal): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/drafts/{id}/assignment', { params: { path: { id } }, parseAs: 'arrayBuffer', signal }))

/** fetchTopology returns a built-in boundary set as the bytes of TopoJSON text. */
export const fetchTopology = (id: string): Promise<ArrayBuffer> =>
  binary(api.GET('/api/v1/boundary-sets/{id}/topology', { params: { path: { id } }, parseAs: 'arrayBuffer' }))
