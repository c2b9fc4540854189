import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data } from './client'
import type { components } from './schema.gen'
import type { Job } from './types'

type Schemas = components['schemas']

export type RefreshAsked = Schemas['RefreshBody']
export type Way = 'rule' | 'boundary' | 'nearest'

/** What became, or would become, of one alignment. */
export interface AlignmentEffect {
  alignmentId: string
  name: string
  from: string
  to: string
  version: number
  already?: boolean
  kept: number
  moved: number
  changed: number
  gone: number
  goneAssigned: number
  added: number
  placed: Partial<Record<Way, number>>
  unassigned: number
  columns: Schemas['ColumnDiff'][]
  areas: { number: number; name: string; before: number; after: number; gone: number; added: number; changed: number }[]
  notes: string[]
  notesSaid?: Schemas['Sentence'][]
}

/** The result of a job that moves alignments onto a snapshot. */
export interface RefreshReport { dataset: string; to: string; dryRun: boolean; alignments: AlignmentEffect[]; seconds: number }

/** useRefresh moves alignments onto a snapshot, or works out what would become of them. */
export const useRefresh = (dataset: string) =>
  useMutation({
    mutationFn: async (body: RefreshAsked) => (await data(api.POST('/api/v1/datasets/{id}/refreshes', { params: { path: { id: dataset } }, body }))) as Job,
  })

/** useUpdate reads the live sources of a dataset again; with keep the alignments stay where they are. */
export const useUpdate = (dataset: string) =>
  useMutation({
    mutationFn: async (body: Schemas['UpdateBody']) => (await data(api.POST('/api/v1/datasets/{id}/updates', { params: { path: { id: dataset } }, body }))) as Job,
  })

/** scheduleQuery is when the live sources are read again; null without a schedule. */
export const scheduleQuery = (dataset: string) =>
  queryOptions({
    queryKey: ['datasets', dataset, 'schedule'],
    queryFn: ({ signal }) => data(api.GET('/api/v1/datasets/{id}/schedule', { params: { path: { id: dataset } }, signal })),
    retry: false,
  })

export function useSetSchedule(dataset: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['ScheduleBody']) => data(api.PUT('/api/v1/datasets/{id}/schedule', { params: { path: { id: dataset } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['datasets', dataset, 'schedule'] }),
  })
}

export function useStopSchedule(dataset: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => data(api.DELETE('/api/v1/datasets/{id}/schedule', { params: { path: { id: dataset } } })),
    onSuccess: () => client.resetQueries({ queryKey: ['datasets', dataset, 'schedule'] }),
  })
}
