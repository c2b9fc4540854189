import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data } from './client'
import type { components } from './schema.gen'
import type { Job } from './types'

export type LiveSource = components['schemas']['LiveSource']
export type SourceWanted = components['schemas']['LiveWanted']
export type SourceCheck = components['schemas']['LiveCheck']

/** sourcesQuery lists the stored queries, without their connections. */
export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: async ({ signal }) => (await data(api.GET('/api/v1/sources', { signal }))).sources,
})

/** useCheckSource runs a query for its first rows; a stored source stands in for what is left out. */
export const useCheckSource = () =>
  useMutation({
    mutationFn: (body: { id?: string; connection?: string; query?: string }) => data(api.POST('/api/v1/sources/check', { body })),
  })

/** useSaveSource stores a query, or replaces the one with this id. */
export function useSaveSource() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, wanted }: { id?: string; wanted: SourceWanted }) =>
      id ? data(api.PUT('/api/v1/sources/{id}', { params: { path: { id } }, body: wanted })) : data(api.POST('/api/v1/sources', { body: wanted })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sources'] }),
  })
}

export function useDeleteSource() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.DELETE('/api/v1/sources/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sources'] }),
  })
}

/** useReadSource begins to read a stored query whole; the job's result is an upload. */
export const useReadSource = () =>
  useMutation({
    mutationFn: async (id: string) => (await data(api.POST('/api/v1/sources/{id}/uploads', { params: { path: { id } } }))) as Job,
  })
