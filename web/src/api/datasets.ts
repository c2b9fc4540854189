import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { get, link, upload, write } from './client'
import type {
  ColumnChoice, Dataset, Dialect, Job, Preview, Server, Snapshot, Unit, Upload,
} from './types'

export const serverQuery = queryOptions({
  queryKey: ['server'],
  queryFn: ({ signal }) => get<Server>('/server', signal),
  staleTime: Infinity,
})

export const datasetsQuery = queryOptions({
  queryKey: ['datasets'],
  queryFn: async ({ signal }) => (await get<{ datasets: Dataset[] | null }>('/datasets', signal)).datasets ?? [],
})

export const datasetQuery = (id: string) =>
  queryOptions({ queryKey: ['datasets', id], queryFn: ({ signal }) => get<Dataset>(`/datasets/${id}`, signal) })

/** A snapshot never changes, so it is fetched once. */
export const snapshotQuery = (id: string) =>
  queryOptions({
    queryKey: ['snapshots', id],
    queryFn: ({ signal }) => get<Snapshot>(`/snapshots/${id}`, signal),
    staleTime: Infinity,
  })

export const unitsQuery = (snapshot: string, offset: number, limit: number, search: string) =>
  queryOptions({
    queryKey: ['snapshots', snapshot, 'units', offset, limit, search],
    queryFn: ({ signal }) =>
      get<{ total: number; units: Unit[] }>(
        `/snapshots/${snapshot}/units?offset=${offset}&limit=${limit}&search=${encodeURIComponent(search)}`, signal,
      ),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })

export const unitQuery = (snapshot: string, index: number) =>
  queryOptions({
    queryKey: ['snapshots', snapshot, 'unit', index],
    queryFn: ({ signal }) => get<Unit>(`/snapshots/${snapshot}/units/${index}`, signal),
    staleTime: Infinity,
  })

/** rejectedLink downloads the rows that were kept aside. */
export const rejectedLink = (snapshot: string): string => link(`/snapshots/${snapshot}/rejected.csv`)

export const uploadFile = (file: File, progress: (sent: number) => void, signal: AbortSignal): Promise<Upload> =>
  upload<Upload>(`/uploads?name=${encodeURIComponent(file.name)}`, file, progress, signal)

export const previewUpload = (id: string, dialect?: Dialect): Promise<Preview> =>
  write<Preview>('POST', `/uploads/${id}/preview`, dialect ? { dialect } : {})

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
        ? write<{ dataset: Dataset; job: Job }>('POST', `/datasets/${into}/snapshots`, source)
        : write<{ dataset: Dataset; job: Job }>('POST', '/datasets', { name, ...source }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['datasets'] }),
  })
}

export function useRenameDataset() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) => write<Dataset>('PATCH', `/datasets/${id}`, { name }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['datasets'] }),
  })
}

export function useDeleteDataset() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => write<undefined>('DELETE', `/datasets/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['datasets'] }),
  })
}
