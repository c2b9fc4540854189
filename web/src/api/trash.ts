import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data } from './client'

export const trashQuery = queryOptions({
  queryKey: ['datasets', 'trash'],
  queryFn: async ({ signal }) => (await data(api.GET('/api/v1/trash', { signal }))).datasets,
})

function useTrashWrite<O>(mutationFn: (id: string) => Promise<O>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => void client.invalidateQueries({ queryKey: ['datasets'] }) })
}

export const useRestoreDataset = () =>
  useTrashWrite((id) => data(api.POST('/api/v1/trash/{id}/restore', { params: { path: { id } }, body: {} })))

export const useDeleteForGood = () => useTrashWrite((id) => data(api.DELETE('/api/v1/trash/{id}', { params: { path: { id } } })))
