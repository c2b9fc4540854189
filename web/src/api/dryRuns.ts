import { api, data } from './client'
import type { ImportBody } from './datasets'
import type { components } from './schema.gen'
import type { Column, Job } from './types'

export type Changes = components['schemas']['Diff']

/** What a dry run leaves in its job's result. */
export interface DryResult {
  rows: number
  accepted: number
  rejected: Record<string, number>
  rejections: components['schemas']['Rejection'][]
  seconds: number
  columns?: Column[]
  notes?: string[]
  notesSaid?: components['schemas']['Sentence'][]
  /** Against the dataset's newest snapshot, when it would be refreshed. */
  changes?: Changes
}

/** startDryRun reads uploads as an import would, and stores nothing. */
export const startDryRun = async (body: ImportBody & { dataset?: string }): Promise<Job> =>
  (await data(api.POST('/api/v1/imports/dry-run', { body }))) as Job

export const cancelJob = (id: string) => data(api.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id } } }))

/** makeDemoUpload has the server make a file of demo accounts. */
export const makeDemoUpload = () => data(api.POST('/api/v1/uploads/demo'))
