import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data } from './client'
import type { components } from './schema.gen'

/** A comment or challenge with its replies. */
export type Thread = components['schemas']['Thread']
export type NewComment = Omit<components['schemas']['NewCommentInputBody'], '$schema'>
export type Decision = 'resolve' | 'reopen' | 'accept' | 'reject'

export const commentsQuery = (alignment: string) =>
  queryOptions({
    queryKey: ['alignments', alignment, 'comments'],
    queryFn: async ({ signal }) =>
      (await data(api.GET('/api/v1/alignments/{id}/comments', { params: { path: { id: alignment } }, signal }))).comments,
    refetchInterval: 15_000,
  })

/** useCommentWrite runs one write and reads the alignment again: accepting a challenge changes it. */
function useCommentWrite<I>(alignment: string, mutationFn: (input: I) => Promise<Thread>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => void client.invalidateQueries({ queryKey: ['alignments', alignment] }) })
}

export const useAddComment = (alignment: string) =>
  useCommentWrite(alignment, (body: NewComment) =>
    data(api.POST('/api/v1/alignments/{id}/comments', { params: { path: { id: alignment } }, body })))

export const useReply = (alignment: string) =>
  useCommentWrite(alignment, ({ id, text }: { id: string; text: string }) =>
    data(api.POST('/api/v1/comments/{id}/replies', { params: { path: { id } }, body: { text } })))

export const useDecide = (alignment: string) =>
  useCommentWrite(alignment, ({ id, decision }: { id: string; decision: Decision }) => {
    const params = { path: { id } }
    switch (decision) {
      case 'resolve':
        return data(api.POST('/api/v1/comments/{id}/resolve', { params, body: {} }))
      case 'reopen':
        return data(api.POST('/api/v1/comments/{id}/reopen', { params }))
      case 'accept':
        return data(api.POST('/api/v1/comments/{id}/accept', { params, body: {} }))
      case 'reject':
        return data(api.POST('/api/v1/comments/{id}/reject', { params, body: {} }))
    }
  })
