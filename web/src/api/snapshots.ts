import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, data, link } from './client'
import type { components } from './schema.gen'

export type SnapshotItem = components['schemas']['SnapshotItem']
export type RejectedPage = components['schemas']['IngestRejectedPage']

/** snapshotsQuery lists a dataset's snapshots, newest first. */
export const snapshotsQuery = (dataset: string) =>
  queryOptions({
    queryKey: ['datasets', dataset, 'snapshots'],
    queryFn: async ({ signal }) =>
      (await data(api.GET('/api/v1/datasets/{id}/snapshots', { params: { path: { id: dataset } }, signal }))).snapshots,
  })

/** What of the rejected rows is asked for; without reason or column, any. */
export interface RejectedAsked { reason?: string; column?: string; offset: number; limit: number }

/** rejectedQuery asks for a page of the rejected rows; they never change. */
export const rejectedQuery = (snapshot: string, asked: RejectedAsked) =>
  queryOptions({
    queryKey: ['snapshots', snapshot, 'rejected', asked],
    queryFn: ({ signal }) => data(api.GET('/api/v1/snapshots/{id}/rejected', { params: { path: { id: snapshot }, query: asked }, signal })),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })

/** changesQuery compares a snapshot with an older one; neither ever changes. */
export const changesQuery = (snapshot: string, from: string) =>
  queryOptions({
    queryKey: ['snapshots', snapshot, 'changes', from],
    queryFn: ({ signal }) => data(api.GET('/api/v1/snapshots/{id}/changes', { params: { path: { id: snapshot }, query: { from } }, signal })),
    staleTime: Infinity,
  })

export const changesLink = (snapshot: string, from: string): string => link(`/snapshots/${snapshot}/changes.csv?from=${from}`)
