import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data } from './client'
import type { components } from './schema.gen'

type Schemas = components['schemas']

export type Destination = Schemas['OrgplanDestination']
export type DestinationRights = Omit<Schemas['DestinationBody'], '$schema'>
export type DestinationKind = 'sales_territories' | 'record_fields' | 'account_teams' | 'field_service' | 'shape_layers'

/** destinationsQuery is who may publish where in an org, and what needs approval. */
export const destinationsQuery = (connection: string) =>
  queryOptions({
    queryKey: ['connections', connection, 'destinations'],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/salesforce/connections/{id}/destinations', { params: { path: { id: connection } }, signal }))).destinations,
  })

/** useSetDestination stores the rights of a destination; undefined opens it to everybody again. */
export function useSetDestination(connection: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ kind, rights }: { kind: DestinationKind; rights: DestinationRights | undefined }) => {
      const params = { path: { id: connection, kind } }
      if (rights) await data(api.PUT('/api/v1/salesforce/connections/{id}/destinations/{kind}', { params, body: rights }))
      else await data(api.DELETE('/api/v1/salesforce/connections/{id}/destinations/{kind}', { params }))
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: destinationsQuery(connection).queryKey })
      void client.invalidateQueries({ queryKey: ['publish-plans'] })
    },
  })
}
