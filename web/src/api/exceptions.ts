import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, data, link } from './client'
import type { Against } from './types'

const at = (id: string) => ({ path: { id } })

/** exceptionsQuery is how far a version departs from the rules or the optimised plan. */
export const exceptionsQuery = (id: string, version: number, against?: Against) =>
  queryOptions({
    queryKey: ['alignments', id, 'exceptions', version, against ?? ''],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/alignments/{id}/exceptions', { params: { ...at(id), query: { version, limit: 100, ...(against ? { against } : {}) } }, signal })),
    placeholderData: keepPreviousData,
  })

/** exceptionsLink downloads all overrides as CSV. */
export const exceptionsLink = (id: string, version: number, against?: Against): string =>
  link(`/alignments/${id}/exceptions.csv?${new URLSearchParams({ version: String(version), ...(against ? { against } : {}) })}`)
