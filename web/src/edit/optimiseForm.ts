import type { Column, Legend, OptimizeRequest } from '../api/types'
import { t } from '../i18n'
import { toHomes, type Home } from './homes'
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
  travel: 'distance' | 'squared' | 'time'
  /** How many times longer ways are than the straight line; undefined is the usual factor. */
  detour: number | undefined
  /** The way of travelling, with travel times; undefined is the usual one. */
  profile: string | undefined
  maxTravelMinutes: number | undefined
  centres: 'free' | 'keep'
  locked: 'count' | 'ignore'
  focus: number[]
  /** Largest share of the units that may move; undefined is no cap. */
  cap: number | undefined
  fillUnassigned: boolean
  /** Every territory in one piece, also without boundaries. */
  contiguous: boolean
  maxDistanceKm: number | undefined
  /** Condition on the units worked on; empty for all. */
  filter: string
  /** What units areas may take; entries that are not filled in count for nothing. */
  eligible: { area: number; condition: string }[]
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
    travel: 'distance', detour: undefined, profile: undefined, maxTravelMinutes: undefined, centres: 'free', locked: 'count', focus: [], cap: undefined, fillUnassigned: true,
    contiguous: false, maxDistanceKm: undefined, filter: '', eligible: [],
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
export function toRequest(form: OptimiseForm, homes: readonly Home[] = []): OptimizeRequest {
  const request: OptimizeRequest = { measures: form.measures }
  if (form.byBoundary) request.by = 'boundary'
  if (form.territories !== undefined) request.territories = form.territories
  if (form.continuity > 0) request.continuity = form.continuity
  if (form.travel !== 'distance') request.travel = form.travel
  if (form.detour !== undefined) request.detour = form.detour
  if (form.travel === 'time') {
    if (form.profile !== undefined) request.profile = form.profile
    if (form.maxTravelMinutes) request.maxTravelMinutes = form.maxTravelMinutes
  }
  if (form.centres !== 'free') request.centres = form.centres
  if (form.locked !== 'count') request.locked = form.locked
  if (form.focus.length > 0) request.focus = form.focus
  if (form.cap !== undefined) request.cap = { share: form.cap }
  if (form.contiguous && !form.byBoundary) request.contiguous = true
  if (form.maxDistanceKm !== undefined && form.travel !== 'time') request.maxDistanceKm = form.maxDistanceKm
  if (form.filter.trim() !== '' && !form.byBoundary) request.filter = form.filter.trim()
  const eligible = form.eligible.filter((rule) => rule.area > 0 && rule.condition.trim() !== '')
  if (eligible.length > 0 && !form.byBoundary) request.eligible = eligible
  if (homes.length > 0) request.homes = toHomes(homes)
  if (!form.fillUnassigned) request.withoutUnassigned = true
  if (form.seed !== undefined) request.seed = form.seed
  if (form.timeLimitSeconds !== undefined) request.timeLimitSeconds = form.timeLimitSeconds
  return request
}

/** wrong says what keeps a run from starting; empty when it can. */
export function wrong(form: OptimiseForm, units: number): string {
  if (form.territories !== undefined && form.territories < 1) return t('optimise.askForAtLeast')
  if (form.territories !== undefined && form.territories > units) return t('optimise.thereCannotBeMore')
  if (new Set(form.measures.map((m) => m.column)).size < form.measures.length) return t('optimise.eachMeasureCanBe')
  const crossed = form.measures.find((m) => m.min !== undefined && m.max !== undefined && m.min > m.max)
  if (crossed) return t('optimise.leastAboveMost', { column: crossed.column || t('common.unitsName') })
  return ''
}
