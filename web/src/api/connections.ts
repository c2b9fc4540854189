import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data } from './client'
import type { components } from './schema.gen'
import type { ColumnChoice, Job, Preview } from './types'

type Schemas = components['schemas']

export type Connection = Schemas['ConnectionConnection']
export type ConnectionTest = Schemas['ConnectionTest']
export type ConnectionUses = Schemas['ConnectionUses']
export type NewConnection = Omit<Schemas['ConnectionBody'], '$schema'>
export type OrgObject = Schemas['ConnectionObject']
export type OrgField = Schemas['ConnectionField']
export type OrgReport = Schemas['ConnectionReport']
export type OrgChoices = Schemas['ConnectionChoices']
export type OrgSource = Schemas['ConnectionSource']
export type OrgExtract = Schemas['ConnectionExtract']
export type QueryCheck = Schemas['ConnectionQueryCheck']

const at = (id: string) => ({ path: { id } })

/** callbackAddress is where Salesforce sends the browser after a sign-in; the app in Salesforce must allow it. */
export const callbackAddress = (): string => `${globalThis.location.origin}/api/v1/salesforce/callback`

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: async ({ signal }) => (await data(api.GET('/api/v1/salesforce/connections', { signal }))).connections,
})

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['connections', id],
    queryFn: ({ signal }) => data(api.GET('/api/v1/salesforce/connections/{id}', { params: at(id), signal })),
  })

export const connectionUsesQuery = (id: string) =>
  queryOptions({
    queryKey: ['connections', id, 'uses'],
    queryFn: ({ signal }) => data(api.GET('/api/v1/salesforce/connections/{id}/uses', { params: at(id), signal })),
  })

/** What an org holds is read once per visit: each answer costs a call of the org's daily allowance. */
const held = { staleTime: 10 * 60_000, refetchOnWindowFocus: false } as const

export const orgObjectsQuery = (id: string) =>
  queryOptions({
    ...held,
    queryKey: ['orgs', id, 'objects'],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/salesforce/connections/{id}/objects', { params: at(id), signal }))).objects,
  })

export const recordCountsQuery = (id: string) =>
  queryOptions({
    ...held,
    queryKey: ['orgs', id, 'record-counts'],
    queryFn: async ({ signal }) => {
      const { counts } = await data(api.GET('/api/v1/salesforce/connections/{id}/record-counts', { params: at(id), signal }))
      return new Map(counts.map((one) => [one.object, one.count]))
    },
  })

export const orgFieldsQuery = (id: string, object: string) =>
  queryOptions({
    ...held,
    queryKey: ['orgs', id, 'fields', object],
    queryFn: async ({ signal }) =>
      (await data(api.GET('/api/v1/salesforce/connections/{id}/objects/{object}/fields', { params: { path: { id, object } }, signal }))).fields,
  })

export const orgReportsQuery = (id: string) =>
  queryOptions({
    ...held,
    queryKey: ['orgs', id, 'reports'],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/salesforce/connections/{id}/reports', { params: at(id), signal }))).reports,
  })

export const orgChoicesQuery = (id: string) =>
  queryOptions({
    ...held,
    queryKey: ['orgs', id, 'choices'],
    queryFn: ({ signal }) => data(api.GET('/api/v1/salesforce/connections/{id}/choices', { params: at(id), signal })),
  })

export const extractsQuery = (dataset: string) =>
  queryOptions({
    queryKey: ['datasets', dataset, 'salesforce-sources'],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/datasets/{id}/salesforce-sources', { params: at(dataset), signal }))).sources,
  })

/** A write on connections, after which they are all read anew, whether it worked or not. */
function useConnectionWrite<I, O>(mutationFn: (input: I) => Promise<O>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => void client.invalidateQueries({ queryKey: ['connections'] }) })
}

export const useCreateConnection = () =>
  useConnectionWrite((body: NewConnection) => data(api.POST('/api/v1/salesforce/connections', { body })))

/** useSignIn signs in anew, with new secrets where they have been replaced in the org. */
export const useSignIn = () =>
  useConnectionWrite(({ id, ...secrets }: { id: string; clientSecret?: string; privateKey?: string; accessToken?: string }) =>
    data(api.POST('/api/v1/salesforce/connections/{id}/sign-in', { params: at(id), body: { redirectUri: callbackAddress(), ...secrets } })))

export const useTestConnection = () =>
  useConnectionWrite((id: string) => data(api.POST('/api/v1/salesforce/connections/{id}/test', { params: at(id) })))

export function useDeleteConnection() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.DELETE('/api/v1/salesforce/connections/{id}', { params: at(id) })),
    // The page of the connection is still open and must not ask for it again.
    onSuccess: () => void client.invalidateQueries({ queryKey: connectionsQuery.queryKey, exact: true }),
  })
}

export const useCheckQuery = (id: string) =>
  useMutation({ mutationFn: (soql: string) => data(api.POST('/api/v1/salesforce/connections/{id}/query-checks', { params: at(id), body: { soql } })) })

export const usePreviewOrg = (id: string) =>
  useMutation({
    mutationFn: async (sources: OrgSource[]) =>
      (await data(api.POST('/api/v1/salesforce/connections/{id}/previews', { params: at(id), body: { sources } }))) as Preview,
  })

export interface OrgImport { connection: string; name?: string; dataset?: string; sources: OrgSource[]; columns: ColumnChoice[] }

export function useStartOrgImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: OrgImport) => data(api.POST('/api/v1/salesforce/imports', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['datasets'] }),
  })
}

/** useOrgRefresh reads a dataset's sources again: what has changed, or with full everything. */
export const useOrgRefresh = () =>
  useMutation({
    mutationFn: ({ dataset, full }: { dataset: string; full: boolean }) =>
      data(api.POST('/api/v1/datasets/{id}/salesforce-refreshes', { params: at(dataset), body: { full } })),
  })

/** useImportModel makes an alignment from a territory model of an org. */
export const useImportModel = () =>
  useMutation({
    mutationFn: async (body: { connection: string; dataset: string; model: string; name: string }) =>
      (await data(api.POST('/api/v1/salesforce/models', { body }))) as Job,
  })
