import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, binary, data } from './client'
import type { OptimizeRequest } from './types'

const at = (id: string) => ({ path: { id } })

export const explorationsQuery = (alignment: string) =>
  queryOptions({
    queryKey: ['explorations', 'of', alignment],
    queryFn: async ({ signal }) =>
      (await data(api.GET('/api/v1/alignments/{id}/explorations', { params: at(alignment), signal }))).explorations,
  })

export interface Costs { perTerritory: number; perKm: number; capacity: number }

/** costsQuery is a headcount curve with utilisation and cost. */
export const costsQuery = (exploration: string, costs: Costs) =>
  queryOptions({
    queryKey: ['explorations', exploration, 'costs', costs],
    queryFn: ({ signal }) => data(api.GET('/api/v1/explorations/{id}/costs', { params: { ...at(exploration), query: { ...costs } }, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })

/** exploredAssignmentQuery is one area number per unit; large, so not kept for long. */
export const exploredAssignmentQuery = (exploration: string, plan: number) =>
  queryOptions({
    queryKey: ['columns', 'explored', exploration, plan],
    queryFn: async ({ signal }) =>
      new Int32Array(await binary(api.GET('/api/v1/explorations/{id}/plans/{plan}/assignment', { params: { path: { id: exploration, plan } }, parseAs: 'arrayBuffer', signal }))),
    staleTime: Infinity, gcTime: 60_000, structuralSharing: false,
  })

export const exploredLegendQuery = (exploration: string, plan: number) =>
  queryOptions({
    queryKey: ['explorations', exploration, 'legend', plan],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/explorations/{id}/plans/{plan}/legend', { params: { path: { id: exploration, plan }, query: { measures: ['units'] } }, signal })),
    staleTime: Infinity,
  })

export const useExplorePareto = (alignment: string) =>
  useMutation({
    mutationFn: (body: OptimizeRequest) => data(api.POST('/api/v1/alignments/{id}/pareto-sets', { params: at(alignment), body })),
  })

export interface CurveRange { from: number; to: number; points: number }

export const useExploreHeadcount = (alignment: string) =>
  useMutation({
    mutationFn: ({ request, range }: { request: OptimizeRequest; range: CurveRange }) =>
      data(api.POST('/api/v1/alignments/{id}/headcount-curves', { params: at(alignment), body: { ...request, ...range } })),
  })

/** usePick makes a draft of one plan of a Pareto set. */
export function usePick() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ exploration, plan }: { exploration: string; plan: number }) =>
      data(api.POST('/api/v1/explorations/{id}/plans/{plan}/draft', { params: { path: { id: exploration, plan } } })),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['alignments'] }),
  })
}
