import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data } from './client'
import type { components } from './schema.gen'

type Schemas = components['schemas']

/** What an attribute describes. */
export type On = 'units' | 'boundaries' | 'areas'
export type Definition = Schemas['Attribute']
export type AttributeList = Schemas['AttributeList']
export type FormulaName = Schemas['FormulaName']
export type FormulaFunction = Schemas['Function']
export type Tried = Schemas['Tried']
export type ConditionGroup = Schemas['Group']
export type ConditionTest = Schemas['Test']
export type CheckedCondition = Schemas['CheckedCondition']

export const attributesQuery = (dataset: string) =>
  queryOptions({
    queryKey: ['datasets', dataset, 'attributes'],
    queryFn: ({ signal }) => data(api.GET('/api/v1/datasets/{id}/attributes', { params: { path: { id: dataset } }, signal })),
  })

/** What is tried: a formula, what it describes, and the alignment whose areas it may ask for. */
export interface TryAsked { text: string; on: On; alignment?: string; rows: number }

/** tryQuery works a formula out without storing it; what is wrong with it is part of the answer. */
export const tryQuery = (dataset: string, asked: TryAsked) =>
  queryOptions({
    queryKey: ['datasets', dataset, 'try', asked],
    queryFn: ({ signal }) => data(api.POST('/api/v1/datasets/{id}/attributes/try', { params: { path: { id: dataset } }, body: asked, signal })),
    retry: false, gcTime: 60_000,
  })

function useDefinitionWrite<I, O>(dataset: string, mutationFn: (input: I) => Promise<O>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    // Columns of snapshots include the attributes, so they are asked for again.
    onSuccess: () => Promise.all([
      client.invalidateQueries({ queryKey: ['datasets', dataset] }), client.invalidateQueries({ queryKey: ['snapshots'] }),
      client.invalidateQueries({ queryKey: ['alignments'] }),
    ]),
  })
}

/** usePutDefinition stores a calculated attribute or saved filter, or replaces the one of that name. */
export const usePutDefinition = (dataset: string) =>
  useDefinitionWrite(dataset, (body: Schemas['AttributeBody']) => data(api.POST('/api/v1/datasets/{id}/attributes', { params: { path: { id: dataset } }, body })))

export const useDeleteDefinition = (dataset: string) =>
  useDefinitionWrite(dataset, (name: string) => data(api.DELETE('/api/v1/datasets/{id}/attributes/{name}', { params: { path: { id: dataset, name } } })))

/** conditionQuery counts the units a condition holds for, and translates between its text and its tree. */
export const conditionQuery = (snapshot: string, asked: { condition: string } | { group: ConditionGroup }) =>
  queryOptions({
    queryKey: ['snapshots', snapshot, 'condition', asked],
    queryFn: ({ signal }) => data(api.POST('/api/v1/snapshots/{id}/conditions', { params: { path: { id: snapshot } }, body: asked, signal })),
    retry: false, gcTime: 60_000,
  })
