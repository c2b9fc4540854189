import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { get, link, write } from './client'
import type {
  Alignment, ChangeOp, Comparison, Draft, HistoryEntry, Job, Legend, OptimizeRequest, Publication,
  PublicationFormat, StartFrom,
} from './types'

/** In addresses the measure that counts units is called "units"; in bodies and answers it is empty. */
const measureList = (measures: string[]) => measures.map((name) => `&measures=${encodeURIComponent(name || 'units')}`).join('')

export const alignmentsQuery = (dataset?: string) =>
  queryOptions({
    queryKey: ['alignments', 'of', dataset ?? ''],
    queryFn: async ({ signal }) => {
      const path = dataset ? `/alignments?dataset=${dataset}` : '/alignments'
      return (await get<{ alignments: Alignment[] | null }>(path, signal)).alignments ?? []
    },
  })

export const alignmentQuery = (id: string) =>
  queryOptions({ queryKey: ['alignments', id], queryFn: ({ signal }) => get<Alignment>(`/alignments/${id}`, signal) })

export const legendQuery = (id: string, version: number, measures: string[]) =>
  queryOptions({
    queryKey: ['alignments', id, 'legend', version, measures],
    queryFn: ({ signal }) =>
      get<Legend>(`/alignments/${id}/legend?version=${version}${measureList(measures)}`, signal),
    placeholderData: keepPreviousData,
  })

/** draftLegendQuery is the legend as it will be if the draft is accepted. */
export const draftLegendQuery = (draft: string, measures: string[]) =>
  queryOptions({
    queryKey: ['drafts', draft, 'legend', measures],
    queryFn: ({ signal }) => get<Legend>(`/drafts/${draft}/legend?${measureList(measures).slice(1)}`, signal),
    staleTime: Infinity,
  })

export const historyQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['alignments', id, 'history', version],
    queryFn: async ({ signal }) =>
      (await get<{ changes: HistoryEntry[] | null }>(`/alignments/${id}/history?limit=100`, signal)).changes ?? [],
    placeholderData: keepPreviousData,
  })

export const draftsQuery = (id: string) =>
  queryOptions({
    queryKey: ['alignments', id, 'drafts'],
    queryFn: async ({ signal }) =>
      (await get<{ drafts: Draft[] | null }>(`/alignments/${id}/drafts`, signal)).drafts ?? [],
  })

export const draftQuery = (id: string) =>
  queryOptions({ queryKey: ['drafts', id], queryFn: ({ signal }) => get<Draft>(`/drafts/${id}`, signal) })

export const publicationsQuery = (id: string) =>
  queryOptions({
    queryKey: ['alignments', id, 'publications'],
    queryFn: async ({ signal }) =>
      (await get<{ publications: Publication[] | null }>(`/alignments/${id}/publications`, signal)).publications ?? [],
  })

export const comparisonQuery = (left: string, right: string, measures: string[]) =>
  queryOptions({
    queryKey: ['comparisons', left, right, measures],
    queryFn: ({ signal }) =>
      get<Comparison>(
        `/comparisons?left=${left}&right=${right}${measureList(measures)}`, signal,
      ),
    placeholderData: keepPreviousData,
  })

/** movesLink downloads the list of units that differ between two alignments. */
export const movesLink = (left: string, right: string, measures: string[]): string =>
  link(`/comparisons/moves.csv?left=${left}&right=${right}${measureList(measures)}`)

/** fileLink downloads a file of a publication. */
export const fileLink = (publication: string, name: string): string =>
  link(`/publications/${publication}/files/${encodeURIComponent(name)}`)

/** A hook that runs one write on an alignment and refreshes what the server owns of it. */
function useWrite<I, O>(mutationFn: (input: I) => Promise<O>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['alignments'] }),
        client.invalidateQueries({ queryKey: ['drafts'] }),
        client.invalidateQueries({ queryKey: ['datasets'], exact: true }),
      ]),
  })
}

export const useCreateAlignment = () =>
  useWrite((input: { datasetId: string; name: string; start: StartFrom }) =>
    write<Alignment>('POST', '/alignments', input))

export const useRenameAlignment = () =>
  useWrite(({ id, name }: { id: string; name: string }) => write<Alignment>('PATCH', `/alignments/${id}`, { name }))

export const useDeleteAlignment = () => useWrite((id: string) => write<undefined>('DELETE', `/alignments/${id}`))

export const useChange = (id: string) =>
  useWrite((input: { expectedVersion: number; reason?: string; ops: ChangeOp[] }) =>
    write<{ version: number }>('POST', `/alignments/${id}/changes`, input))

export const useUndo = (id: string) =>
  useWrite((expectedVersion: number) =>
    write<{ version: number }>('POST', `/alignments/${id}/undo`, { expectedVersion }))

export const useRedo = (id: string) =>
  useWrite((expectedVersion: number) =>
    write<{ version: number }>('POST', `/alignments/${id}/redo`, { expectedVersion }))

export const useOptimize = (id: string) =>
  useMutation({
    mutationFn: (request: OptimizeRequest) => write<Job>('POST', `/alignments/${id}/optimizations`, request),
  })

export const useAcceptDraft = () => useWrite((id: string) => write<{ version: number }>('POST', `/drafts/${id}/accept`))

export const useRejectDraft = () => useWrite((id: string) => write<Draft>('POST', `/drafts/${id}/reject`))

export const useKeepDraft = () =>
  useWrite(({ id, name }: { id: string; name: string }) => write<Alignment>('POST', `/drafts/${id}/keep`, { name }))

export const usePublish = (id: string) =>
  useMutation({
    mutationFn: (formats: PublicationFormat[]) =>
      write<Job>('POST', `/alignments/${id}/publications`, { formats }),
  })
