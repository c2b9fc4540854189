import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, binary, data } from './client'
import type { Unit } from './types'

/** How a table of units is filtered and ordered; sort is a column, $area for the territory, or empty. */
export interface UnitOrder { sort: string; descending: boolean; search: string; filter: string; areas: readonly number[] }

/** unitOrderQuery is the indices of the units in the order of the table. */
export const unitOrderQuery = (alignment: string, version: number, order: UnitOrder) =>
  queryOptions({
    queryKey: ['columns', 'order', alignment, version, order],
    queryFn: async ({ signal }) =>
      new Int32Array(await binary(api.GET('/api/v1/alignments/{id}/unit-order', {
        params: { path: { id: alignment }, query: { version, ...order, areas: [...order.areas] } }, parseAs: 'arrayBuffer', signal,
      }))),
    placeholderData: keepPreviousData, staleTime: Infinity, gcTime: 30_000, structuralSharing: false,
  })

/** unitRowsQuery is a block of units by their indices. */
export const unitRowsQuery = (snapshot: string, index: readonly number[]) =>
  queryOptions({
    queryKey: ['snapshots', snapshot, 'rows', index],
    queryFn: async ({ signal }) =>
      (await data(api.GET('/api/v1/snapshots/{id}/unit-rows', { params: { path: { id: snapshot }, query: { index: [...index] } }, signal }))).units as Unit[],
    staleTime: Infinity, gcTime: 60_000,
  })
