import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useWrite, viewKey } from './alignments'
import { api, data, link } from './client'
import type { ChangeOp, MidYearEvent, Spread, View } from './types'

const at = (id: string) => ({ path: { id } })

/** A name in an address is escaped once more than the address needs, so that it may hold a slash. */
const target = (id: string, name: string) => ({ path: { id, name: encodeURIComponent(name) } })

export const samplesQuery = queryOptions({
  queryKey: ['samples'],
  queryFn: async ({ signal }) => (await data(api.GET('/api/v1/samples', { signal }))).samples,
  staleTime: Infinity,
})

/** viewQuery is my focus, layers, legend and columns. */
export const viewQuery = (id: string) =>
  queryOptions({
    queryKey: viewKey(id),
    queryFn: ({ signal }) => data(api.GET('/api/v1/alignments/{id}/view', { params: at(id), signal })),
  })

export function useSaveView(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (view: View) => data(api.PUT('/api/v1/alignments/{id}/view', { params: at(id), body: view })),
    onSuccess: (view) => client.setQueryData(viewKey(id), view),
  })
}

/** previewQuery says what a change would do, with the sums of measures that move ("" counts units); nothing is stored. */
export const previewQuery = (id: string, expectedVersion: number, ops: ChangeOp[], measures: readonly string[] = ['']) =>
  queryOptions({
    queryKey: ['alignments', id, 'preview', expectedVersion, ops, measures],
    queryFn: ({ signal }) =>
      data(api.POST('/api/v1/alignments/{id}/changes/preview', { params: { ...at(id), query: { measures: measures.map((name) => name || 'units') } }, body: { expectedVersion, ops }, signal })),
    retry: false,
  })

export const usePlanEvent = (id: string) =>
  useMutation({
    mutationFn: (event: MidYearEvent) => data(api.POST('/api/v1/alignments/{id}/mid-year-events', { params: at(id), body: { event } })),
  })

export const useRestore = (id: string) =>
  useWrite((body: { expectedVersion: number; version: number; area?: number }) =>
    data(api.POST('/api/v1/alignments/{id}/restore', { params: at(id), body })))

export const useRevert = (id: string) =>
  useWrite((body: { version: number; choices?: Record<string, 'ours' | 'theirs'> }) =>
    data(api.POST('/api/v1/alignments/{id}/revert', { params: at(id), body })))

export const namesQuery = (id: string) =>
  queryOptions({
    queryKey: ['alignments', id, 'names'],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/alignments/{id}/names', { params: at(id), signal }))).versions,
  })

export const useNameVersion = (id: string) =>
  useWrite((body: { name: string; version: number }) => data(api.POST('/api/v1/alignments/{id}/names', { params: at(id), body })))

export const useUnname = (id: string) =>
  useWrite((name: string) => data(api.DELETE('/api/v1/alignments/{id}/names/{name}', { params: target(id, name) })))

export const useBranch = (id: string) =>
  useWrite((body: { name: string; version: number }) => data(api.POST('/api/v1/alignments/{id}/branches', { params: at(id), body })))

export const useMerge = (id: string) =>
  useWrite((body: { branch: string; expectedVersion: number; choices?: Record<string, 'ours' | 'theirs'> }) =>
    data(api.POST('/api/v1/alignments/{id}/merge', { params: at(id), body })))

export const targetsQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['alignments', id, 'account-targets', version],
    queryFn: async ({ signal }) =>
      (await data(api.GET('/api/v1/alignments/{id}/account-targets', { params: { ...at(id), query: { version } }, signal }))).targets,
  })

export const targetQuery = (id: string, version: number, name: string) =>
  queryOptions({
    queryKey: ['alignments', id, 'account-targets', version, name],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/alignments/{id}/account-targets/{name}', { params: { ...target(id, name), query: { version } }, signal })),
  })

export const useSpread = (id: string) =>
  useWrite(({ name, ...body }: { name: string; expectedVersion: number; spread: Spread }) =>
    data(api.POST('/api/v1/alignments/{id}/account-targets/{name}/spread', { params: target(id, name), body })))

export const useEnterAmount = (id: string) =>
  useWrite(({ name, ...body }: { name: string; expectedVersion: number; units: { units: number[] }; amount?: number }) =>
    data(api.POST('/api/v1/alignments/{id}/account-targets/{name}/amounts', { params: target(id, name), body })))

export const useRemoveTarget = (id: string) =>
  useWrite(({ name, expectedVersion }: { name: string; expectedVersion: number }) =>
    data(api.DELETE('/api/v1/alignments/{id}/account-targets/{name}', { params: { ...target(id, name), query: { expectedVersion } } })))

/** targetLink downloads the amounts of an account target. */
export const targetLink = (id: string, name: string): string =>
  link(`/alignments/${id}/account-targets/${encodeURIComponent(encodeURIComponent(name))}/units.csv`)

/** useImportTarget enters the amounts of a CSV file (id, amount). */
export const useImportTarget = (id: string) =>
  useWrite(({ name, version, text }: { name: string; version: number; text: string }) =>
    data(api.POST('/api/v1/alignments/{id}/account-targets/{name}/units.csv', {
      params: { ...target(id, name), query: { expectedVersion: version } }, body: text, bodySerializer: (body: unknown) => body as string,
      headers: { 'Content-Type': 'text/csv' },
    })))
