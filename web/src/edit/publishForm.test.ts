import { expect, test } from 'vitest'
import { complete, developerName, requestOf, startForm } from './publishForm'

test('only the options of the chosen destination are sent', () => {
  const form = { ...startForm, kind: 'record_fields' as const, model: 'x', fields: [{ field: 'Territory__c', value: 'territory' }, { field: '', value: 'owner' }] }
  expect(requestOf(form, 'c', 'a')).toEqual({ connectionId: 'c', alignmentId: 'a', kind: 'record_fields', method: 'overwrite_matching', records: { object: 'Account', fields: { Territory__c: 'territory' } } })
  expect(requestOf({ ...startForm, kind: 'shape_layers', custom: true, assignObject: 'Account', accountAccess: 'Edit' }, 'c', 'a')).toMatchObject({ shapes: { custom: true, assignObject: 'Account' } })
  expect(requestOf({ ...startForm, accountAccess: 'Edit' }, 'c', 'a').territories).toMatchObject({ accountAccess: 'Edit' })
  expect(requestOf({ ...startForm, model: 'FY 27 (draft)' }, 'c', 'a').territories).toMatchObject({ model: 'FY_27_draft', manual: 'rest' })
})

test('the part of the alignment goes along where it means something', () => {
  const focus = { areas: [3], unassigned: true }
  expect(requestOf(startForm, 'c', 'a', focus)).not.toHaveProperty('focus')
  expect(requestOf({ ...startForm, scope: 'focus', level: 1 }, 'c', 'a', focus)).toMatchObject({ focus, level: 1 })
  expect(requestOf({ ...startForm, scope: 'focus', level: 1, kind: 'account_teams', role: 'Owner' }, 'c', 'a', focus)).not.toHaveProperty('level')
})

test('what a destination needs is asked for first', () => {
  expect(complete(startForm)).toBe(true)
  expect(complete({ ...startForm, rules: ['codes'] })).toBe(false)
  expect(complete({ ...startForm, kind: 'account_teams' })).toBe(false)
  expect(complete({ ...startForm, kind: 'field_service', hours: 'Base' })).toBe(true)
})

test('developer names begin with a letter and have single underscores', () => {
  expect(developerName('2027 – West')).toBe('T2027_West')
})
