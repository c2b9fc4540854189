/* eslint-disable bailiwick/no-bare-text -- names of Salesforce's API and its query language, which nobody translates */
/** What of a field's description is needed to choose it. */
export interface FieldLike { name: string; label: string; type: string; column?: string | undefined; custom: boolean; referenceTo: readonly string[]; relationship?: string | undefined }

const usual: ReadonlySet<string> = new Set([
  'Id', 'Name', 'OwnerId', 'ParentId', 'AccountId', 'Type', 'Industry', 'Rating', 'Status', 'StageName', 'Priority', 'Company', 'AccountNumber', 'NumberOfEmployees', 'IsClosed', 'IsWon', 'CloseDate',
  ...['Billing', 'Mailing', ''].flatMap((prefix) => ['City', 'State', 'PostalCode', 'Country', 'Latitude', 'Longitude'].map((part) => prefix + part)),
])

const most = 40

/** preselect chooses the fields that planning usually needs: identity, owner, place, amounts and categories, and the owner's name. */
export function preselect(fields: readonly FieldLike[]): string[] {
  const chosen: string[] = []
  for (const field of fields) {
    if (!field.column) continue
    const amount = field.type === 'currency' || (field.custom && field.column === 'number')
    const category = field.custom && field.type === 'picklist'
    if ((usual.has(field.name) || amount || category) && chosen.length < most) chosen.push(field.name)
    if (field.name === 'OwnerId' && field.relationship) chosen.push(`${field.relationship}.Name`)
  }
  return chosen
}

/** fieldsMatching are the fields whose label or name has the text, those that can be imported only. */
export function fieldsMatching<F extends FieldLike>(fields: readonly F[], text: string): F[] {
  const wanted = text.trim().toLowerCase()
  return fields.filter((f) => f.column && (wanted === '' || f.label.toLowerCase().includes(wanted) || f.name.toLowerCase().includes(wanted)))
}

const favourites = ['Account', 'Lead', 'Contact', 'Opportunity', 'Case', 'Asset', 'WorkOrder', 'ServiceAppointment']

/** objectsMatching are the objects with the text, usual ones first, then those with most records. */
export function objectsMatching<O extends { name: string; label: string; queryable: boolean }>(objects: readonly O[], counts: ReadonlyMap<string, number> | undefined, text: string): O[] {
  const wanted = text.trim().toLowerCase()
  const rank = (o: O) => (favourites.includes(o.name) ? favourites.indexOf(o.name) : favourites.length)
  return objects
    .filter((o) => o.queryable && (wanted === '' || o.label.toLowerCase().includes(wanted) || o.name.toLowerCase().includes(wanted)))
    .sort((a, b) => rank(a) - rank(b) || (counts?.get(b.name) ?? 0) - (counts?.get(a.name) ?? 0) || a.label.localeCompare(b.label))
}

/** What Salesforce says about a wrong query: the words, and where in the query, counted from 1. */
export interface QueryFault { text: string; row?: number; column?: number }

/** queryFault reads Salesforce's message: an excerpt with a caret, "ERROR at Row:1:Column:8", and the words. */
export function queryFault(message: string): QueryFault {
  const place = /ERROR at Row:(\d+):Column:(\d+)\s*/.exec(message)
  if (!place) return { text: message.trim() }
  return { text: message.slice(place.index + place[0].length).trim() || message.trim(), row: Number(place[1]), column: Number(place[2]) }
}

/** offsetOf is the place of a fault in the text of the query, from 0. */
export function offsetOf(query: string, fault: QueryFault): number | undefined {
  if (fault.row === undefined || fault.column === undefined) return undefined
  const lines = query.split('\n')
  const before = lines.slice(0, fault.row - 1).reduce((sum, line) => sum + line.length + 1, 0)
  return Math.min(query.length, before + fault.column - 1)
}

/** wordAt is the part of the query a fault is about, to be marked. */
export function wordAt(query: string, offset: number): [start: number, end: number] {
  const rest = /^[\w.]+/.exec(query.slice(offset))
  return [offset, rest ? offset + rest[0].length : Math.min(query.length, offset + 1)]
}

/** conditionQuery is a query that tries a condition. */
export const conditionQuery = (object: string, where: string): string => `SELECT Id FROM ${object} WHERE ${where}`
