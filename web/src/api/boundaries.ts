import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, binary, data, link, upload } from './client'
import type { Job, Upload } from './types'
import type { components } from './schema.gen'

type Schemas = components['schemas']
export type BoundarySet = Schemas['BoundarysetRecord']
export type BoundaryLegend = Schemas['BoundaryLegend']
export type BoundaryAttribute = Schemas['BoundarysetAttributeProfile']

/** A column of boundaries is immutable by its version. */
const column = { staleTime: Infinity, gcTime: 60_000, structuralSharing: false } as const

export const boundarySetsQuery = queryOptions({
  queryKey: ['boundary-sets'],
  queryFn: async ({ signal }) => (await data(api.GET('/api/v1/boundary-sets', { signal }))).boundarySets,
})

export const boundarySetQuery = (id: string) =>
  queryOptions({
    queryKey: ['boundary-sets', id],
    queryFn: ({ signal }) => data(api.GET('/api/v1/boundary-sets/{id}', { params: { path: { id } }, signal })),
  })

export const boundaryAttributesQuery = (id: string) =>
  queryOptions({
    queryKey: ['boundary-sets', id, 'attributes'],
    queryFn: async ({ signal }) =>
      (await data(api.GET('/api/v1/boundary-sets/{id}/attributes', { params: { path: { id } }, signal }))).attributes,
  })

/** boundaryAttributeQuery is an attribute of all boundaries of an alignment: of the set, by file, or calculated. */
export const boundaryAttributeQuery = (id: string, version: number, name: string) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'boundary-attribute', id, version, name],
    queryFn: async ({ signal }) =>
      new Float64Array(await binary(api.GET('/api/v1/alignments/{id}/boundaries/attributes/{name}', { params: { path: { id, name }, query: { version } }, parseAs: 'arrayBuffer', signal }))),
  })

export const boundaryAssignmentQuery = (id: string, version: number) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'boundary-assignment', id, version],
    queryFn: async ({ signal }) =>
      new Int32Array(await binary(api.GET('/api/v1/alignments/{id}/boundaries/assignment', { params: { path: { id }, query: { version } }, parseAs: 'arrayBuffer', signal }))),
  })

/** What is special about a boundary, as bits. */
export const flag = { locked: 1, leftOut: 2, shared: 4, split: 8, empty: 16 } as const

export const boundaryFlagsQuery = (id: string, version: number) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'boundary-flags', id, version],
    queryFn: async ({ signal }) =>
      new Uint8Array(await binary(api.GET('/api/v1/alignments/{id}/boundaries/flags', { params: { path: { id }, query: { version } }, parseAs: 'arrayBuffer', signal }))),
  })

export const boundarySumsQuery = (id: string, version: number, measure: string) =>
  queryOptions({
    ...column,
    queryKey: ['columns', 'boundary-sums', id, version, measure],
    queryFn: async ({ signal }) =>
      new Float64Array(await binary(api.GET('/api/v1/alignments/{id}/boundaries/sums/{column}', {
        params: { path: { id, column: measure || 'units' }, query: { version } }, parseAs: 'arrayBuffer', signal,
      }))),
  })

export const boundaryLegendQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['alignments', id, 'boundary-legend', version],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/alignments/{id}/boundaries/legend', { params: { path: { id }, query: { version } }, signal })),
  })

/** tilesLink is the address of the vector tiles of a set, with MapLibre's marks for zoom, column and row. */
export const tilesLink = (set: string): string => `${globalThis.location.origin}${link(`/boundary-sets/${set}/tiles/`)}{z}/{x}/{y}`

/** useImportBoundaries sends a file and starts its import; the answer is the job. */
export function useImportBoundaries() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ file, name }: { file: File; name: string }) => {
      const sent = await upload<Upload>(`/uploads?name=${encodeURIComponent(file.name)}`, file, () => undefined, new AbortController().signal)
      return (await data(api.POST('/api/v1/boundary-sets', { body: { upload: sent.id, name } }))) as unknown as Job
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  })
}

export function useDeleteBoundarySet() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.DELETE('/api/v1/boundary-sets/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['boundary-sets'] }),
  })
}
