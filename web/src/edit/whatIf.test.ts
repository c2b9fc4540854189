import { expect, test } from 'vitest'
import type { OptimizeRequest } from '../api/types'
import { ask, begin, toWhatIf } from './whatIf'

const base: OptimizeRequest = { continuity: 0.2, measures: [{ column: 'Revenue', tolerance: 0.05 }, { column: '', tolerance: 0.1 }], focus: [3] }

test('a question that changes nothing asks for the draft again', () => {
  expect(toWhatIf(begin(base, 10), base, 'd1', 10)).toEqual({ draftId: 'd1', request: base })
})

test('every slider ends in the request', () => {
  let q = begin(base, 10)
  q = ask(q, { kind: 'territories', territories: 12.4 })
  q = ask(q, { kind: 'tolerance', measure: 1, tolerance: 0.02 })
  q = ask(q, { kind: 'price', priceKm: 80 })
  q = ask(q, { kind: 'cap', cap: 0.1 })
  q = ask(q, { kind: 'share', area: 4, share: 1.5 })
  q = ask(q, { kind: 'share', area: 4, share: 2 })
  expect(toWhatIf(q, base, undefined, 10)).toEqual({
    request: {
      territories: 12, focus: [3], disruptionKm: 80, cap: { share: 0.1 }, targets: [{ area: 4, measure: 'Revenue', share: 2 }],
      measures: [{ column: 'Revenue', tolerance: 0.05 }, { column: '', tolerance: 0.02 }],
    },
  })
})

test('taking back leaves the draft as it was', () => {
  const capped: OptimizeRequest = { ...base, cap: { share: 0.3 }, targets: [{ area: 7, measure: 'Revenue', share: 2 }] }
  let q = begin(capped, 10)
  expect(q.cap).toBe(0.3)
  q = ask(ask(ask(q, { kind: 'share', area: 4, share: 2 }), { kind: 'unshare', area: 4 }), { kind: 'cap', cap: undefined })
  const { request } = toWhatIf(q, capped, undefined, 10)
  expect(request.cap).toBeUndefined()
  expect(request.targets).toEqual([{ area: 7, measure: 'Revenue', share: 2 }])
  expect(capped.cap).toEqual({ share: 0.3 })
})
