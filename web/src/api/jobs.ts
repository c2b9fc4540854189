import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, binary, data, link, Problem, type Place } from './client'
import type { Job, JobState } from './types'

/** ended is true when a job's state will not change again. */
export const ended = (state: JobState): boolean => state === 'succeeded' || state === 'failed' || state === 'cancelled'

export const jobsQuery = (subject?: string) =>
  queryOptions({
    queryKey: ['jobs', subject ?? ''],
    queryFn: async ({ signal }) =>
      (await data(api.GET('/api/v1/jobs', { params: { query: subject ? { subject } : {} }, signal }))).jobs as Job[],
  })

export function useCancelJob() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => data(api.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  })
}

/**
 * followJob reports every change of a job until it has ended, over server-sent events; the browser opens the stream
 * again after a break. It returns a function that stops it.
 */
export function followJob(id: string, report: (job: Job) => void): () => void {
  const stream = new EventSource(link(`/jobs/${id}/events`))
  stream.addEventListener('job', (event: MessageEvent<string>) => {
    const job = JSON.parse(event.data) as Job
    if (ended(job.state)) stream.close()
    report(job)
  })
  return () => stream.close()
}

/** placesOf lists what a failed job says is wrong; a place that has no sentence of its own is told as it came. */
const placesOf = (job: Job): Place[] => (job.error?.details ?? []).map(({ where, what, said, place }) => ({
  location: where, message: place || said ? what : `${where}: ${what}`, ...(said ? { said } : {}), ...(place ? { place } : {}),
}))

/** jobProblem is why a job failed, with the places it names; undefined unless it did. */
export function jobProblem(job: Job | undefined): Error | undefined {
  if (job?.state !== 'failed') return undefined
  return new Problem(0, '', job.error?.message ?? '', placesOf(job), job.error?.said)
}

/** useJob follows the job with this id; undefined until the first news, and while id is undefined. */
export function useJob(id: string | undefined): Job | undefined {
  const [job, setJob] = useState<Job>()
  const client = useQueryClient()
  useEffect(() => {
    if (!id) return
    return followJob(id, (news) => {
      setJob(news)
      if (ended(news.state)) void client.invalidateQueries({ queryKey: ['jobs'] })
    })
  }, [id, client])
  return job?.id === id ? job : undefined
}

/** jobPlanQuery asks again and again for the plan that a running optimisation has; null while there is none to show. */
export const jobPlanQuery = (id: string) =>
  queryOptions({
    queryKey: ['columns', 'running', id],
    queryFn: async ({ signal }) => {
      const bytes = await binary(api.GET('/api/v1/jobs/{id}/plan', { params: { path: { id } }, parseAs: 'arrayBuffer', signal }))
      return bytes.byteLength === 0 ? null : new Int32Array(bytes)
    },
    refetchInterval: 1000, retry: false, gcTime: 0, structuralSharing: false,
  })

/** failureOf is why a job failed, as a problem that says what to do next; otherwise is said where nothing is known. */
export const failureOf = (job: Job | undefined, otherwise: string): Error =>
  (job?.error ? new Problem(0, job.error.code, job.error.message, placesOf(job), job.error.said) : new Error(otherwise))
