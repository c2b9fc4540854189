import { expect, test } from 'vitest'
import { fieldsMatching, objectsMatching, offsetOf, preselect, queryFault, wordAt, type FieldLike } from './orgFields'

const field = (name: string, type: string, more: Partial<FieldLike> = {}): FieldLike =>
  ({ name, label: name, type, column: type === 'address' ? undefined : 'text', custom: false, referenceTo: [], ...more })

test('identity, owner by name, place, amounts and custom categories are chosen', () => {
  const fields = [
    field('Id', 'id'), field('Name', 'string'), field('BillingAddress', 'address'), field('BillingPostalCode', 'string'), field('Fax', 'phone'),
    field('OwnerId', 'reference', { referenceTo: ['User'], relationship: 'Owner' }), field('AnnualRevenue', 'currency', { column: 'number' }),
    field('Visits__c', 'double', { column: 'number', custom: true }), field('Segment__c', 'picklist', { custom: true }), field('Note__c', 'textarea', { custom: true }),
  ]
  expect(preselect(fields)).toEqual(['Id', 'Name', 'BillingPostalCode', 'OwnerId', 'Owner.Name', 'AnnualRevenue', 'Visits__c', 'Segment__c'])
  expect(fieldsMatching(fields, 'bill').map((f) => f.name)).toEqual(['BillingPostalCode'])
})

test('usual objects come first, then the fullest', () => {
  const objects = ['Zebra__c', 'Lead', 'Apple__c', 'Account'].map((name) => ({ name, label: name, queryable: true }))
  const counts = new Map([['Zebra__c', 9], ['Apple__c', 2]])
  expect(objectsMatching(objects, counts, '').map((o) => o.name)).toEqual(['Account', 'Lead', 'Zebra__c', 'Apple__c'])
  expect(objectsMatching(objects, counts, 'app').map((o) => o.name)).toEqual(['Apple__c'])
})

test('a fault of a query has its place and words', () => {
  const query = 'SELECT Id,\nBacon__c FROM Account'
  const fault = queryFault("\nBacon__c FROM Account\n^\nERROR at Row:2:Column:1\nNo such column 'Bacon__c' on entity 'Account'.")
  expect(fault).toEqual({ text: "No such column 'Bacon__c' on entity 'Account'.", row: 2, column: 1 })
  const at = offsetOf(query, fault) ?? -1
  expect(query.slice(...wordAt(query, at))).toBe('Bacon__c')
  expect(queryFault('unexpected token: SELEKT')).toEqual({ text: 'unexpected token: SELEKT' })
})
