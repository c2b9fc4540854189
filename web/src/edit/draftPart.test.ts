import { expect, test } from 'vitest'
import { isEmpty, lastAccepted, noPart, said, toggled } from './draftPart'

test('areas and moves go into a part and out of it again', () => {
  const two = toggled(toggled(noPart, 'areas', 7), 'areas', 3)
  expect(two.areas).toEqual([3, 7])
  const mixed = toggled(two, 'moves', 41)
  expect(said(mixed)).toBe('2 areas and 1 move')
  expect(isEmpty(toggled(toggled(toggled(mixed, 'areas', 3), 'areas', 7), 'moves', 41))).toBe(true)
  expect(said(toggled(noPart, 'moves', 1))).toBe('1 move')
  expect(noPart).toEqual({ areas: [], moves: [], except: [] })
})

test('the optimisation accepted last explains units', () => {
  const drafts = [
    { id: 'a', state: 'accepted', decided: '2026-01-01T00:00:00Z' }, { id: 'b', state: 'accepted', decided: '2026-03-01T00:00:00Z' },
    { id: 'c', state: 'rejected', decided: '2026-05-01T00:00:00Z' }, { id: 'd', state: 'open' },
  ]
  expect(lastAccepted(drafts)).toBe('b')
  expect(lastAccepted(drafts.slice(2))).toBeUndefined()
})
