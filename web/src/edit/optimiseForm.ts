import type { Column, Legend, OptimizeRequest } from '../api/types'
import { suggestMeasures } from './startFields'

/** What the optimise panel holds. */
export interface OptimiseForm {
  /** Whole boundaries move with the units in them. */
  byBoundary: boolean
  /** Undefined keeps the territories that are there. */
  territories: number | undefined
  measures: { column: string; tolerance: number; min?: number; max?: number }[]
  /** 0 redraws freely, 1 moves only what balance needs. */
  continuity: number
  travel: 'distance' | 'squared'
  centres: 'free' | 'keep'
  locked: 'count' | 'ignore'
  focus: number[]
  /** Largest share of the units that may move; undefined is no cap. */
  cap: number | undefined
  fillUnassigned: boolean
  seed: number | undefined
  timeLimitSeconds: number | undefined
}

/** defaults proposes a run that is sensible for these data: balance the first two measures, or the number of units. */
export function defaults(columns: readonly Column[], legend: Legend): OptimiseForm {
  const proposed = suggestMeasures(columns)
  const territories = legend.areas.filter((area) => area.leaf).length
  const none = territories === 0
  return {
    byBoundary: false,
    territories: none ? proposeTerritories(legend.unassigned.units) : undefined,
    measures: (proposed.length > 0 ? proposed.slice(0, 1) : ['']).map((column) => ({ column, tolerance: 0.02 })),
    continuity: none ? 0 : 0.2,
    travel: 'distance', centres: 'free', locked: 'count', focus: [], cap: undefined, fillUnassigned: true,
    seed: undefined, timeLimitSeconds: undefined,
  }
}

/** proposeTerritories is a round number near a thousand units each, and never more than the units. */
export function proposeTerritories(units: number): number {
  const near = Math.max(2, Math.min(500, units / 1000))
  const step = 10 ** Math.floor(Math.log10(near))
  return Math.max(1, Math.min(units, near < 10 ? Math.round(near) : Math.round(near / step) * step))
}

/** toRequest leaves out what the server would choose anyway. */
export function toRequest(form: OptimiseForm): OptimizeRequest {
  const request: OptimizeRequest = { measures: form.measures }
  if (form.byBoundary) request.by = 'boundary'
  if (form.territories !== undefined) request.territories = form.territories
  if (form.continuity > 0) request.continuity = form.continuity
  if (form.travel !== 'distance') request.travel = form.travel
  if (form.centres !== 'free') request.centres = form.centres
  if (form.locked !== 'count') request.locked = form.locked
  if (form.focus.length > 0) request.focus = form.focus
  if (form.cap !== undefined) request.cap = { share: form.cap }
  if (!form.fillUnassigned) request.withoutUnassigned = true
  if (form.seed !== undefined) request.seed = form.seed
  if (form.timeLimitSeconds !== undefined) request.timeLimitSeconds = form.timeLimitSeconds
  return request
}

/** wrong says what keeps a run from starting; empty when it can. */
export function wrong(form: OptimiseForm, units: number): string {
  if (form.territories !== undefined && form.territories < 1) return 'Ask for at least one territory.'
  if (form.territories !== undefined && form.territories > units) return 'There cannot be more territories than units.'
  if (new Set(form.measures.map((m) => m.column)).size < form.measures.length) return 'Each measure can be balanced once.'
  const crossed = form.measures.find((m) => m.min !== undefined && m.max !== undefined && m.min > m.max)
  if (crossed) return `The least of ${crossed.column || 'units'} is above the most.`
  return ''
}
