import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data, link, upload } from './client'
import type { ColumnChoice, Dialect, Preview, Snapshot, Unit, Upload } from './types'

export const serverQuery = queryOptions({
  queryKey: ['server'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/server', { signal })),
  staleTime: Infinity,
})

export const datasetsQuery = queryOptions({
  queryKey: ['datasets'],
  queryFn: async ({ signal }) => (await data(api.GET('/api/v1/datasets', { signal }))).datasets,
})

export const datasetQuery = (id: string) =>
  queryOptions({
    queryKey: ['datasets', id],
    queryFn: ({ signal }) => data(api.GET('/api/v1/datasets/{id}', { params: { path: { id } }, signal })),
  })

/** A snapshot never changes, so it is fetched once. */
export const snapshotQuery = (id: string) =>
  queryOptions({
    queryKey: ['snapshots', id],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/snapshots/{id}', { params: { path: { id } }, signal }))) as Snapshot,
    staleTime: Infinity,
  })

export const unitsQuery = (snapshot: string, offset: number, limit: number, search: string) =>
  queryOptions({
    queryKey: ['snapshots', snapshot, 'units', offset, limit, search],
    queryFn: async ({ signal }) =>
      (await data(
        api.GET('/api/v1/snapshots/{id}/units', { params: { path: { id: snapshot }, query: { offset, limit, search } }, signal }),
      )) as { total: number; units: Unit[] },
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })

export const unitQuery = (snapshot: string, index: number) =>
  queryOptions({
    queryKey: ['snapshots', snapshot, 'unit', index],
    queryFn: async ({ signal }) =>
      (await data(
        api.GET('/api/v1/snapshots/{id}/units/{index}', { params: { path: { id: snapshot, index } }, signal }),
      )) as Unit,
    staleTime: Infinity,
  })

/** rejectedLink downloads the rows that were kept aside. */
export const rejectedLink = (snapshot: string): string => link(`/snapshots/${snapshot}/rejected.csv`)

export const uploadFile = (file: File, progress: (sent: number) => void, signal: AbortSignal): Promise<Upload> =>
  upload<Upload>(`/uploads?name=${encodeURIComponent(file.name)}`, file, progress, signal)

/** previewUpload asks how a file will be read; what the dialect leaves open is detected. */
export const previewUpload = async (id: string, dialect: Dialect = {}): Promise<Preview> =>
  (await data(api.POST('/api/v1/uploads/{id}/preview', { params: { path: { id } }, body: { dialect } }))) as Preview

export interface ImportRequest {
  /** The dataset to import into again; a new one is made without it. */
  into?: string
  name: string
  upload: string
  dialect: Dialect
  columns: ColumnChoice[]
}

export function useStartImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ into, name, ...source }: ImportRequest) =>
      into
        ? data(api.POST('/api/v1/datasets/{id}/snapshots', { params: { path: { id: into } }, body: source }))
        : data(api.POST('/api/v1/datasets', { body: { name, ...source } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['datasets'] }),
  })
}

export function useRenameDataset() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) => 
      data(api.PATCH('/api/v1/datasets/{id}', { params: { path: { id } }, body: { name } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['datasets'] }),
  })
}

export function useDeleteDataset() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.DELETE('/api/v1/datasets/{id}', { params: { path: { id } } })),
    // The page of the dataset is still open and must not ask for it again; the list reads itself anew.
    onSuccess: () => void client.invalidateQueries({ queryKey: ['datasets'], refetchType: 'none' }),
  })
}
