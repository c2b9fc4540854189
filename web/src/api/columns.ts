import { binary } from './client'

/** positions returns the longitudes followed by the latitudes of a snapshot's units, as float64 bytes. */
export const fetchPositions = (snapshot: string, signal: AbortSignal): Promise<ArrayBuffer> =>
  binary(`/snapshots/${snapshot}/positions`, signal)

/** fetchNumbers returns a numeric column of a snapshot, as float64 bytes. */
export const fetchNumbers = (snapshot: string, column: string, signal?: AbortSignal): Promise<ArrayBuffer> =>
  binary(`/snapshots/${snapshot}/numbers/${encodeURIComponent(column)}`, signal)

/** fetchAssignment returns one area number per unit, as int32 bytes. */
export const fetchAssignment = (alignment: string, version: number, signal?: AbortSignal): Promise<ArrayBuffer> =>
  binary(`/alignments/${alignment}/assignment?version=${version}`, signal)

/** fetchDraftAssignment returns the assignment that a draft proposes. */
export const fetchDraftAssignment = (draft: string, signal?: AbortSignal): Promise<ArrayBuffer> =>
  binary(`/drafts/${draft}/assignment`, signal)

/** fetchLocks returns one byte per unit, 1 where the unit is locked. */
export const fetchLocks = (alignment: string, version: number, signal?: AbortSignal): Promise<ArrayBuffer> =>
  binary(`/alignments/${alignment}/locks?version=${version}`, signal)

/** fetchTopology returns a built-in boundary set as TopoJSON text. */
export const fetchTopology = (set: string, signal?: AbortSignal): Promise<ArrayBuffer> =>
  binary(`/boundary-sets/${set}/topology`, signal)
