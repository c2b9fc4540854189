import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data, link } from './client'
import { named } from './measures'
import type { ChangeOp, Focus, OptimizeRequest, PublicationFormat, StartFrom, View } from './types'

const at = (id: string) => ({ path: { id } })

export const alignmentsQuery = (dataset?: string) =>
  queryOptions({
    queryKey: ['alignments', 'of', dataset ?? ''],
    queryFn: async ({ signal }) =>
      (await data(api.GET('/api/v1/alignments', { params: { query: dataset ? { dataset } : {} }, signal }))).alignments,
  })

export const alignmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['alignments', id],
    queryFn: ({ signal }) => data(api.GET('/api/v1/alignments/{id}', { params: at(id), signal })),
  })

export const legendQuery = (id: string, version: number, measures: string[]) =>
  queryOptions({
    queryKey: ['alignments', id, 'legend', version, measures],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/alignments/{id}/legend', { params: { ...at(id), query: { version, measures: named(measures) } }, signal })),
    placeholderData: keepPreviousData,
  })

/** draftLegendQuery is the legend as it will be if the draft is accepted. */
export const draftLegendQuery = (draft: string, measures: string[]) =>
  queryOptions({
    queryKey: ['drafts', draft, 'legend', measures],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/drafts/{id}/legend', { params: { ...at(draft), query: { measures: named(measures) } }, signal })),
    staleTime: Infinity,
  })

/** How many versions of a history are read at once. */
const historyPage = 50

/** historyQuery reads a history from the newest version down, a page at a time. */
export const historyQuery = (id: string, version: number) =>
  infiniteQueryOptions({
    queryKey: ['alignments', id, 'history', version],
    queryFn: async ({ pageParam, signal }) =>
      (await data(api.GET('/api/v1/alignments/{id}/history', { params: { ...at(id), query: { limit: historyPage, before: pageParam } }, signal }))).changes,
    initialPageParam: 0,
    // Versions are numbered without a gap from 1.
    getNextPageParam: (page) => { const oldest = page.at(-1)?.version ?? 1; return oldest > 1 ? oldest : undefined },
    placeholderData: keepPreviousData,
  })

export const draftsQuery = (id: string) =>
  queryOptions({
    queryKey: ['alignments', id, 'drafts'],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/alignments/{id}/drafts', { params: at(id), signal }))).drafts,
  })

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['drafts', id],
    queryFn: ({ signal }) => data(api.GET('/api/v1/drafts/{id}', { params: at(id), signal })),
  })

/** whyQuery explains why a draft puts a unit where it does. */
export const whyQuery = (draft: string, index: number) =>
  queryOptions({
    queryKey: ['drafts', draft, 'why', index],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/drafts/{id}/units/{index}/why', { params: { path: { id: draft, index } }, signal })),
    staleTime: Infinity,
  })

export const publicationsQuery = (id: string) =>
  queryOptions({
    queryKey: ['alignments', id, 'publications'],
    queryFn: async ({ signal }) =>
      (await data(api.GET('/api/v1/alignments/{id}/publications', { params: at(id), signal }))).publications,
  })

export const comparisonQuery = (left: string, right: string, measures: string[]) =>
  queryOptions({
    queryKey: ['comparisons', left, right, measures],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/comparisons', { params: { query: { left, right, measures: named(measures) } }, signal })),
    placeholderData: keepPreviousData,
  })

/** Which of the moved units are wanted: of a flow, by a search in ids and names, by a condition. */
export interface MoveFilter { from?: number | undefined; to?: number | undefined; search?: string | undefined; filter?: string | undefined }

/** movesLink downloads the list of units that differ between two alignments, all or those that pass. */
export const movesLink = (left: string, right: string, measures: readonly string[], filter: MoveFilter = {}): string => {
  const filters = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => [name, String(value)])
  return link(`/comparisons/moves.csv?${new URLSearchParams([['left', left], ['right', right], ...named([...measures]).map((m) => ['measures', m]), ...filters])}`)
}

/** fileLink downloads a file of a publication. */
export const fileLink = (publication: string, name: string): string =>
  link(`/publications/${publication}/files/${encodeURIComponent(name)}`)

/** A hook that runs one write on an alignment and refreshes what the server owns of it. */
export function useWrite<I, O>(mutationFn: (input: I) => Promise<O>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    // Nobody waits for the refreshing: what a component does on success must run before new data unmount it.
    onSuccess: () => {
      for (const key of ['alignments', 'drafts', 'datasets']) void client.invalidateQueries({ queryKey: [key] })
    },
  })
}

/** A write that answers with the alignment's new version, which the next gesture must build on before all is read again. */
function useVersionWrite<I>(id: string, mutationFn: (input: I) => Promise<{ version: number }>) {
  const client = useQueryClient()
  return useWrite(async (input: I) => {
    const answer = await mutationFn(input)
    client.setQueryData(alignmentQuery(id).queryKey, (held) => held && { ...held, version: Math.max(held.version, answer.version) })
    return answer
  })
}

/** The key of my view of an alignment. */
export const viewKey = (id: string) => ['alignments', id, 'view']

/** useWithFocus is useVersionWrite for changes that keep to my focus, when I have one. */
function useWithFocus<I>(id: string, write: (input: I, focus: { focus?: Focus }) => Promise<{ version: number }>) {
  const client = useQueryClient()
  return useVersionWrite(id, (input: I) => {
    const focus = client.getQueryData<View>(viewKey(id))?.focus
    return write(input, focus?.areas?.length ? { focus } : {})
  })
}

export const useCreateAlignment = () =>
  useWrite((body: { datasetId: string; name: string; start: StartFrom }) => data(api.POST('/api/v1/alignments', { body })))

export const useRenameAlignment = () =>
  useWrite(({ id, name }: { id: string; name: string }) =>
    data(api.PATCH('/api/v1/alignments/{id}', { params: at(id), body: { name } })))

export const useDeleteAlignment = () =>
  useWrite((id: string) => data(api.DELETE('/api/v1/alignments/{id}', { params: at(id) })))

export const useChange = (id: string) =>
  useWithFocus(id, (body: { expectedVersion: number; reason?: string; ops: ChangeOp[] }, focus) =>
    data(api.POST('/api/v1/alignments/{id}/changes', { params: at(id), body: { ...body, ...focus } })))

export const useUndo = (id: string) =>
  useVersionWrite(id, (expectedVersion: number) =>
    data(api.POST('/api/v1/alignments/{id}/undo', { params: at(id), body: { expectedVersion } })))

export const useRedo = (id: string) =>
  useVersionWrite(id, (expectedVersion: number) =>
    data(api.POST('/api/v1/alignments/{id}/redo', { params: at(id), body: { expectedVersion } })))

/** useOptimize starts a run; without a focus of its own it keeps to mine. */
export function useOptimize(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: OptimizeRequest) => {
      const focus = client.getQueryData<View>(viewKey(id))?.focus
      const mine = focus?.areas?.length && !body.focus?.length
        ? { focus: focus.areas, withoutUnassigned: body.withoutUnassigned === true || focus.unassigned !== true } : {}
      return data(api.POST('/api/v1/alignments/{id}/optimizations', { params: at(id), body: { ...body, ...mine } }))
    },
  })
}

/** estimateQuery says what an optimisation would work on and how long it would take. */
export const estimateQuery = (id: string, body: OptimizeRequest, version: number) =>
  queryOptions({
    queryKey: ['alignments', id, 'estimate', version, body],
    queryFn: ({ signal }) => data(api.POST('/api/v1/alignments/{id}/optimization-estimates', { params: at(id), body, signal })),
    placeholderData: keepPreviousData, staleTime: 60_000, retry: false,
  })

export const useAcceptDraft = () => useWrite((id: string) => data(api.POST('/api/v1/drafts/{id}/accept', { params: at(id) })))

/** boundaryMovesQuery lists the boundaries that a draft gives away, with what moves in them by measure. */
export const boundaryMovesQuery = (draft: string, measures: string[]) =>
  queryOptions({
    queryKey: ['drafts', draft, 'boundary-moves', measures],
    queryFn: ({ signal }) => data(api.GET('/api/v1/drafts/{id}/boundary-moves', { params: { ...at(draft), query: { measures: named(measures) } }, signal })),
    staleTime: Infinity,
  })

/** passingMovesQuery tells for which of these boundaries a condition holds. */
export const passingMovesQuery = (draft: string, filter: string) =>
  queryOptions({
    queryKey: ['drafts', draft, 'boundary-moves', 'passing', filter],
    queryFn: async ({ signal }) => {
      const list = await data(api.GET('/api/v1/drafts/{id}/boundary-moves', { params: { ...at(draft), query: { measures: [], filter } }, signal }))
      return new Set(list.moves.map((move) => move.boundary))
    },
    staleTime: 60_000, retry: false,
  })

interface WantedPart { id: string; by: 'unit' | 'boundary'; areas: readonly number[]; moves: readonly number[]; except: readonly number[]; lock: boolean }

/** useAcceptPart accepts some areas and moves of a draft, of units or of whole boundaries; on top of later work where the two do not meet. */
export const useAcceptPart = () =>
  useWrite(({ id, by, areas, moves, except, lock }: WantedPart) => {
    const some = by === 'boundary' ? { boundaries: { boundaries: [...moves] } } : { moves: { units: [...moves] } }
    const but = by === 'boundary' ? { exceptBoundaries: { boundaries: [...except] } } : { except: { units: [...except] } }
    return data(api.POST('/api/v1/drafts/{id}/accept-part', {
      params: at(id), body: { ...(areas.length > 0 ? { areas: [...areas] } : {}), ...(moves.length > 0 ? some : {}), ...(except.length > 0 ? but : {}), lock },
    }))
  })

export const useRejectDraft = () => useWrite((id: string) => data(api.POST('/api/v1/drafts/{id}/reject', { params: at(id) })))

export const useKeepDraft = () =>
  useWrite(({ id, name }: { id: string; name: string }) =>
    data(api.POST('/api/v1/drafts/{id}/keep', { params: at(id), body: { name } })))

export const usePublish = (id: string) =>
  useMutation({
    mutationFn: (body: { formats: PublicationFormat[]; fields?: Record<string, string[]>; focus?: Focus }) =>
      data(api.POST('/api/v1/alignments/{id}/publications', { params: at(id), body })),
  })
