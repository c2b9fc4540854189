import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data, link } from './client'
import type { components } from './schema.gen'
import type { Job } from './types'

type Schemas = components['schemas']

export type OrgPlan = Schemas['OrgplanPlan']
export type PlanEntry = Schemas['OrgplanEntry']
export type PlanField = Schemas['OrgplanField']
export type PlanProblem = Schemas['OrgplanProblem']
export type PublishRequest = Omit<Schemas['SalesforceplanRequest'], '$schema'>
export type PublishKind = PublishRequest['kind']

/** What a plan's report says about the rules it writes. */
export interface Proof {
  rules: number; items: number; codes: number; units: number; byRule: number; manual: number; unassigned: number; differences: number
  examples: { id: string; wanted: string; got: string[] }[]
  leftOut: PlanProblem[]
}

/** What reading the org back gave; the result of a verification. */
export interface Verification { planId: string; same: boolean; records: number; count: number; differences: Omit<PlanEntry, 'result'>[]; proof?: Proof }

/** What was changed in the org since; the result of looking for drift. */
export interface DriftReport {
  planId: string; count: number
  entries: { kind: 'changed' | 'gone' | 'added'; object: string; recordId: string; label: string; fields: PlanField[] }[]
}

/** What applying a plan came to. */
export interface ApplyOutcome { planId: string; state: OrgPlan['state']; done: number; failed: number; blocked: number; pending: number; resumed: boolean; inDoubt: number; steps: string[] }

/** Which writes of a plan are looked at. */
export interface PlanFilter { object?: string; action?: 'create' | 'update' | 'delete'; state?: 'pending' | 'done' | 'failed' | 'blocked'; conflicts?: boolean; search?: string }

const at = (id: string) => ({ path: { id } })

export const plansQuery = (alignment: string) =>
  queryOptions({
    queryKey: ['publish-plans', 'of', alignment],
    queryFn: async ({ signal }) => (await data(api.GET('/api/v1/publish-plans', { params: { query: { alignment } }, signal }))).plans,
  })

export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['publish-plans', id],
    queryFn: ({ signal }) => data(api.GET('/api/v1/publish-plans/{id}', { params: at(id), signal })),
  })

/** planPage is how many writes are read at a time. */
export const planPage = 200

export const entriesQuery = (id: string, filter: PlanFilter, page: number, stamp: string) =>
  queryOptions({
    queryKey: ['publish-plans', id, 'operations', filter, page, stamp],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/publish-plans/{id}/operations', { params: { ...at(id), query: { ...filter, offset: page * planPage, limit: planPage } }, signal })),
    placeholderData: keepPreviousData,
  })

/** changesLink downloads writes of a plan as CSV. */
export const changesLink = (id: string, filter: PlanFilter): string =>
  link(`/publish-plans/${id}/operations.csv?${new URLSearchParams(Object.entries(filter).flatMap(([k, v]) => (v ? [[k, String(v)]] : [])))}`)

export const proofLink = (id: string): string => link(`/publish-plans/${id}/proof.csv`)

/** A write on plans, after which they are all read anew. */
function usePlanWrite<I, O>(mutationFn: (input: I) => Promise<O>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => void client.invalidateQueries({ queryKey: ['publish-plans'] }) })
}

export const usePlanPublication = () =>
  usePlanWrite((body: PublishRequest) => data(api.POST('/api/v1/publish-plans', { body })))

export const useApplyPlan = (id: string) =>
  usePlanWrite(async (body: { again?: boolean; acceptConflicts?: boolean }) =>
    (await data(api.POST('/api/v1/publish-plans/{id}/apply', { params: at(id), body }))) as Job)

/** useRollbackPlan makes the plan that takes another back; nothing is written before that one is applied. */
export const useRollbackPlan = () =>
  usePlanWrite((id: string) => data(api.POST('/api/v1/publish-plans/{id}/rollback', { params: at(id) })))

export const useCheckPlan = (id: string) =>
  usePlanWrite(async (what: 'verify' | 'drift') =>
    (what === 'verify'
      ? await data(api.POST('/api/v1/publish-plans/{id}/verify', { params: at(id) }))
      : await data(api.POST('/api/v1/publish-plans/{id}/drift', { params: at(id) }))) as Job)

export type PlanRelease = Schemas['PlanRelease']

/** releaseQuery is a plan with its approval, schedule and progress, and what I may do. */
export const releaseQuery = (id: string) =>
  queryOptions({
    queryKey: ['publish-plans', id, 'release'],
    queryFn: ({ signal }) => data(api.GET('/api/v1/publish-plans/{id}/release', { params: at(id), signal })),
  })

/** useReview leads a plan through approval. */
export const useReview = (id: string) =>
  usePlanWrite(({ what, note }: { what: 'submit' | 'approve' | 'reject' | 'withdraw'; note: string }) => {
    const body = { params: at(id), body: { note } }
    switch (what) {
      case 'submit': return data(api.POST('/api/v1/publish-plans/{id}/submit', body))
      case 'approve': return data(api.POST('/api/v1/publish-plans/{id}/approve', body))
      case 'reject': return data(api.POST('/api/v1/publish-plans/{id}/reject', body))
      case 'withdraw': return data(api.POST('/api/v1/publish-plans/{id}/withdraw', body))
    }
  })

/** useSchedulePlan has a plan applied at a moment; undefined ends that. */
export const useSchedulePlan = (id: string) =>
  usePlanWrite(async (moment: { at: string; acceptConflicts: boolean } | undefined) => {
    if (moment === undefined) await data(api.DELETE('/api/v1/publish-plans/{id}/schedule', { params: at(id) }))
    else await data(api.PUT('/api/v1/publish-plans/{id}/schedule', { params: at(id), body: moment }))
  })

export const useDeletePlan = () =>
  usePlanWrite((id: string) => data(api.DELETE('/api/v1/publish-plans/{id}', { params: at(id) })))
