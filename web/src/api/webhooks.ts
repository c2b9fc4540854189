import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data } from './client'
import type { components } from './schema.gen'

type Schemas = components['schemas']

export type Webhook = Schemas['WebhookWebhook']
export type WebhookDelivery = Schemas['WebhookDelivery']
export type WebhookBody = Omit<Schemas['WebhookBody'], '$schema'>
export type WebhookSecret = Schemas['WebhookSecret']
export type WebhookEvent = NonNullable<WebhookBody['events']>[number]

const at = (id: string) => ({ path: { id } })

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: async ({ signal }) => (await data(api.GET('/api/v1/webhooks', { signal }))).webhooks,
})

export const webhookHostsQuery = queryOptions({
  queryKey: ['webhook-hosts'],
  queryFn: async ({ signal }) => (await data(api.GET('/api/v1/webhook-hosts', { signal }))).hosts,
})

/** deliveriesQuery is the newest messages of a webhook. */
export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', id, 'deliveries'],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/webhooks/{id}/deliveries', { params: at(id), signal }))).deliveries,
  })

/** A write on webhooks, after which they are all read anew. */
function useWebhookWrite<I, O>(mutationFn: (input: I) => Promise<O>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['webhooks'] })
      void client.invalidateQueries({ queryKey: ['webhook-hosts'] })
    },
  })
}

export const useSetWebhookHosts = () =>
  useWebhookWrite((hosts: string[]) => data(api.PUT('/api/v1/webhook-hosts', { body: { hosts } })))

export const useAddWebhook = () => useWebhookWrite((body: WebhookBody) => data(api.POST('/api/v1/webhooks', { body })))

export const useChangeWebhook = () =>
  useWebhookWrite(({ id, body }: { id: string; body: WebhookBody }) => data(api.PUT('/api/v1/webhooks/{id}', { params: at(id), body })))

export const useDeleteWebhook = () => useWebhookWrite((id: string) => data(api.DELETE('/api/v1/webhooks/{id}', { params: at(id) })))

export const useRotateSecret = () => useWebhookWrite((id: string) => data(api.POST('/api/v1/webhooks/{id}/secret', { params: at(id) })))

export const useTestWebhook = () => useWebhookWrite((id: string) => data(api.POST('/api/v1/webhooks/{id}/test', { params: at(id) })))
