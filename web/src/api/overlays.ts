import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, data, link } from './client'

const at = (id: string) => ({ path: { id } })

export const overlaysQuery = (dataset: string) =>
  queryOptions({
    queryKey: ['overlays', 'of', dataset],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/overlays', { params: { query: { dataset } }, signal }))).overlays,
  })

export const overlayQuery = (id: string) =>
  queryOptions({
    queryKey: ['overlays', id],
    queryFn: ({ signal }) => data(api.GET('/api/v1/overlays/{id}', { params: at(id), signal })),
  })

/** coverageQuery says which territories of two trees meet. */
export const coverageQuery = (id: string, first: string, second: string, measure: string) =>
  queryOptions({
    queryKey: ['overlays', id, 'coverage', first, second, measure],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/overlays/{id}/coverage', { params: { ...at(id), query: { first, second, ...(measure ? { measures: [measure] } : {}) } }, signal })),
    placeholderData: keepPreviousData,
  })

/** coverageLink downloads the pairs as CSV. */
export const coverageLink = (id: string, first: string, second: string, measure: string): string =>
  link(`/overlays/${id}/coverage.csv?${new URLSearchParams({ first, second, ...(measure ? { measures: measure } : {}) })}`)
