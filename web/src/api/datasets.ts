import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data, link, upload } from './client'
import type { components } from './schema.gen'
import type { ColumnChoice, Dialect, Preview, Snapshot, Unit, Upload } from './types'

export const serverQuery = queryOptions({
  queryKey: ['server'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/server', { signal })),
  staleTime: Infinity,
})

/** datasetsQuery lists the datasets, the archived ones among them. */
export const datasetsQuery = queryOptions({
  queryKey: ['datasets'],
  queryFn: async ({ signal }) => (await data(api.GET('/api/v1/datasets', { params: { query: { archived: true } }, signal }))).datasets,
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

/** unitsFileLink downloads the units; without columns all that came from the sources. */
export const unitsFileLink = (snapshot: string, format: 'csv' | 'parquet', columns: readonly string[] = []): string => {
  const query = new URLSearchParams(columns.map((name) => ['columns', name]))
  return link(`/snapshots/${snapshot}/units.${format}${columns.length > 0 ? `?${query}` : ''}`)
}

export const uploadFile = (file: File, progress: (sent: number) => void, signal: AbortSignal): Promise<Upload> =>
  upload<Upload>(`/uploads?name=${encodeURIComponent(file.name)}`, file, progress, signal)

/** previewUpload asks how a file will be read; what the dialect leaves open is detected. */
export const previewUpload = async (id: string, dialect: Dialect = {}): Promise<Preview> =>
  (await data(api.POST('/api/v1/uploads/{id}/preview', { params: { path: { id } }, body: { dialect } }))) as Preview

/** What an import reads and how. */
export interface ImportBody {
  upload: string
  further?: string[]
  dialect: Dialect
  columns: ColumnChoice[]
  /** Keep the units there are and add the rows to them. */
  append?: boolean
  /** Columns that the dataset has keep their types and roles. */
  like?: boolean
  location?: components['schemas']['Location']
}

export interface ImportRequest extends ImportBody {
  /** The dataset to import into again; a new one is made without it. */
  into?: string
  name: string
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

/** useArchiveDataset puts a dataset aside, or takes it back. */
export function useArchiveDataset() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, archived }: { id: string; archived: boolean }) => {
      const params = { path: { id } }
      return archived ? data(api.POST('/api/v1/datasets/{id}/archive', { params })) : data(api.DELETE('/api/v1/datasets/{id}/archive', { params }))
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['datasets'] }),
  })
}

/** useCloneDataset copies a dataset with the alignments named. */
export function useCloneDataset() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; name: string; alignments: string[] }) =>
      data(api.POST('/api/v1/datasets/{id}/clone', { params: { path: { id } }, body })),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['datasets'] }), client.invalidateQueries({ queryKey: ['alignments'] })]),
  })
}

export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/retention', { signal })),
})

export function useSetRetention() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { trashDays: number; snapshotDays: number }) => data(api.PUT('/api/v1/retention', { body })),
    onSuccess: (set) => client.setQueryData(retentionQuery.queryKey, set),
  })
}
