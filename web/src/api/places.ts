import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data, link, upload } from './client'
import type { components } from './schema.gen'
import type { Job, Upload } from './types'

type Schemas = components['schemas']
export type Location = Schemas['Location']
export type LocationReport = Schemas['LocationReport']
export type Grid = Schemas['MakeGridInputBody']
export type Supplement = Schemas['Supplement']
export type SupplementOn = 'units' | 'boundaries' | 'areas'

/** addressesQuery counts the doubts about addresses of a snapshot, which never changes. */
export const addressesQuery = (snapshot: string) =>
  queryOptions({
    queryKey: ['snapshots', snapshot, 'addresses'],
    queryFn: ({ signal }) => data(api.GET('/api/v1/snapshots/{id}/addresses', { params: { path: { id: snapshot } }, signal })),
    staleTime: Infinity,
  })

export const addressesLink = (snapshot: string): string => link(`/snapshots/${snapshot}/addresses.csv`)

/** What may be doubtful about an address, in the server's words. */
export const findingWords = [
  'at_zero', 'outside_land', 'shared_position', 'duplicate_unit', 'far_from_postal_code', 'other_state', 'missing', 'swapped',
] as const
export type Finding = (typeof findingWords)[number]

/** useLocate begins to locate the units of a dataset again; the answer is the job. */
export function useLocate(dataset: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: Location) => (await data(api.POST('/api/v1/datasets/{id}/locations', { params: { path: { id: dataset } }, body }))).job as unknown as Job,
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  })
}

export function useMakeGrid() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: Grid) => (await data(api.POST('/api/v1/boundary-sets/grid', { body }))) as unknown as Job,
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  })
}

/** For whom attributes are. */
export interface SupplementFor { boundarySet?: string; dataset?: string; alignment?: string }

export const supplementsQuery = (of: SupplementFor) =>
  queryOptions({
    queryKey: ['supplements', of],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/supplements', { params: { query: of }, signal }))).supplements,
  })

export const problemsLink = (supplement: string): string => link(`/supplements/${supplement}/problems.csv`)

/** Attributes are seen in columns, legends and boundary sets. */
const seenIn = [['supplements'], ['boundary-sets'], ['alignments'], ['columns']]

export function useAddSupplement() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ file, ...body }: { file: File; on: SupplementOn; key?: string } & SupplementFor) => {
      const sent = await upload<Upload>(`/uploads?name=${encodeURIComponent(file.name)}`, file, () => undefined, new AbortController().signal)
      return data(api.POST('/api/v1/supplements', { body: { upload: sent.id, ...body } }))
    },
    onSuccess: () => Promise.all(seenIn.map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export function useDeleteSupplement() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.DELETE('/api/v1/supplements/{id}', { params: { path: { id } } })),
    onSuccess: () => Promise.all(seenIn.map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
