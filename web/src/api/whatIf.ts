import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, binary, data } from './client'
import type { WhatIf } from './types'

/** whatIfQuery asks a question; the answer's preview lives on the server only for a while, so it is never taken from the cache. */
export const whatIfQuery = (alignment: string, question: WhatIf) =>
  queryOptions({
    queryKey: ['what-if', alignment, question],
    queryFn: ({ signal }) => data(api.POST('/api/v1/alignments/{id}/what-if', { params: { path: { id: alignment } }, body: question, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity, gcTime: 0, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false,
  })

/** previewQuery is what a map needs of a preview: its legend and one area number per unit, always of the same answer. */
export const previewQuery = (preview: string, measures: string[]) =>
  queryOptions({
    queryKey: ['columns', 'preview', preview, measures],
    queryFn: async ({ signal }) => {
      const path = { id: preview }
      const [legend, assignment] = await Promise.all([
        data(api.GET('/api/v1/previews/{id}/legend', { params: { path, query: { measures: measures.map((m) => m || 'units') } }, signal })),
        binary(api.GET('/api/v1/previews/{id}/assignment', { params: { path }, parseAs: 'arrayBuffer', signal })),
      ])
      return { legend, assignment: new Int32Array(assignment) }
    },
    placeholderData: keepPreviousData,
    staleTime: Infinity, gcTime: 10_000, structuralSharing: false,
  })

/** useKeepPreview makes a draft of a preview. */
export function useKeepPreview() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.POST('/api/v1/previews/{id}/draft', { params: { path: { id } } })),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['alignments'] }),
  })
}
