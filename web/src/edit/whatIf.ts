import type { Draft, Legend, OptimizeRequest, WhatIf } from '../api/types'

/** What the sliders of a what-if question hold. */
export interface Question {
  territories: number
  /** Tolerance per measure, in the order of the plan's measures. */
  tolerances: readonly number[]
  /** Price of moving a unit in km; undefined leaves it as it is. */
  priceKm: number | undefined
  /** Largest share of the units that may move; undefined is no cap. */
  cap: number | undefined
  /** Other shares of the first measure, by area. */
  shares: readonly { area: number; share: number }[]
}

export type Change =
  | { kind: 'territories'; territories: number }
  | { kind: 'tolerance'; measure: number; tolerance: number }
  | { kind: 'price'; priceKm: number | undefined }
  | { kind: 'cap'; cap: number | undefined }
  | { kind: 'share'; area: number; share: number }
  | { kind: 'unshare'; area: number }
  | { kind: 'reset'; to: Question }

/** The request a question starts from: the draft's, or for the plan as it is one that balances the given measure. */
export const baseRequest = (draft: Draft | undefined, measure: string): OptimizeRequest =>
  draft ? draft.params : { measures: [{ column: measure, tolerance: 0.05 }] }

/** begin is the question that changes nothing. */
export function begin(base: OptimizeRequest, territories: number): Question {
  return { territories, tolerances: (base.measures ?? []).map((m) => m.tolerance), priceKm: undefined, cap: base.cap?.share, shares: [] }
}

/** ask changes a question. */
export function ask(held: Question, change: Change): Question {
  switch (change.kind) {
    case 'territories':
      return { ...held, territories: Math.max(1, Math.round(change.territories)) }
    case 'tolerance':
      return { ...held, tolerances: held.tolerances.map((t, k) => (k === change.measure ? change.tolerance : t)) }
    case 'price':
      return { ...held, priceKm: change.priceKm }
    case 'cap':
      return { ...held, cap: change.cap }
    case 'share':
      return { ...held, shares: [...held.shares.filter((s) => s.area !== change.area), { area: change.area, share: change.share }] }
    case 'unshare':
      return { ...held, shares: held.shares.filter((s) => s.area !== change.area) }
    case 'reset':
      return change.to
  }
}

/** toWhatIf is what the server is asked; started is the number of territories the question began with. */
export function toWhatIf(q: Question, base: OptimizeRequest, draft: string | undefined, started: number): WhatIf {
  const request: OptimizeRequest = { ...base, measures: (base.measures ?? []).map((m, k) => ({ ...m, tolerance: q.tolerances[k] ?? m.tolerance })) }
  if (q.territories !== started) request.territories = q.territories
  if (q.priceKm !== undefined) {
    delete request.continuity
    request.disruptionKm = q.priceKm
  }
  const measure = base.measures?.[0]?.column ?? ''
  if (q.cap !== undefined) request.cap = { share: q.cap }
  else delete request.cap
  const own = (base.targets ?? []).filter((t) => !q.shares.some((s) => s.area === t.area && (t.measure ?? '') === measure))
  const targets = [...own, ...q.shares.map(({ area, share }) => ({ area, share, ...(measure ? { measure } : {}) }))]
  if (targets.length > 0) request.targets = targets
  return draft ? { draftId: draft, request } : { request }
}

/** territoriesOf counts the territories a question starts from. */
export const territoriesOf = (draft: Draft | undefined, legend: Legend): number => draft?.report.after.territories ?? legend.figures.territories
