import type { PublishKind, PublishRequest } from '../api/publishing'
import type { Focus } from '../api/types'

export type Method = NonNullable<PublishRequest['method']>
export type RuleSource = 'conditions' | 'boundaries' | 'codes'

/** What has been chosen for a publication to an org. */
export interface PublishForm {
  kind: PublishKind
  method: Method
  /** The whole alignment, or what is in focus; and the highest level of it, counted from the top. */
  scope: 'alignment' | 'focus'
  level: number
  model: string
  rules: RuleSource[]
  codeColumn: string
  /** Field of the account with the code of a boundary; BillingPostalCode when empty. */
  codeField: string
  /** Access of a territory's users; empty leaves it as it is. */
  accountAccess: '' | 'Read' | 'Edit' | 'All'
  opportunityAccess: '' | 'None' | 'Read' | 'Edit'
  caseAccess: '' | 'None' | 'Read' | 'Edit'
  manual: 'rest' | 'all' | 'none'
  users: 'all' | 'owners' | 'none'
  role: string
  object: string
  fields: { field: string; value: string }[]
  teamMethod: 'add' | 'overwrite' | 'replace_role'
  teamAccess: '' | 'Read' | 'Edit'
  hours: string
  polygons: boolean
  members: boolean
  folder: string
  country: string
  custom: boolean
  /** Records of this object go to the owner of the layer they lie in; empty for no auto-assignment. */
  assignObject: string
}

/* eslint-disable bailiwick/no-bare-text -- the API name of an object */
export const startForm: PublishForm = {
  kind: 'sales_territories', method: 'overwrite_matching', scope: 'alignment', level: 0, model: '', rules: ['conditions', 'boundaries'], codeColumn: '', codeField: '', accountAccess: '', opportunityAccess: '', caseAccess: '', manual: 'rest', users: 'all', role: '',
  object: 'Account', fields: [{ field: '', value: 'territory' }], teamMethod: 'add', teamAccess: '', hours: '', polygons: false, members: true, folder: '', country: '', custom: false, assignObject: '',
}

/* eslint-enable bailiwick/no-bare-text */

/** byLevel says whether a destination has areas, of which a level can be chosen; others write for units. */
export const byLevel = (kind: PublishKind): boolean => kind !== 'record_fields' && kind !== 'account_teams'

/** developerName makes a developer name of any text, as Salesforce takes them. */
export function developerName(text: string): string {
  const bare = text.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '')
  return (/^\d/.test(bare) ? `T${bare}` : bare).slice(0, 70)
}

/** complete says whether a plan can be asked for. */
export function complete(form: PublishForm): boolean {
  if (form.kind === 'record_fields') return form.fields.some((one) => one.field !== '')
  if (form.kind === 'account_teams') return form.role !== ''
  if (form.kind === 'field_service') return form.hours !== ''
  if (form.kind === 'shape_layers') return form.country !== '' || form.custom
  return !form.rules.includes('codes') || form.codeColumn !== ''
}

/** requestOf is what the server is asked: only the options of the chosen destination, for the chosen part. */
export function requestOf(form: PublishForm, connectionId: string, alignmentId: string, focus?: Focus): PublishRequest {
  const part = {
    ...(form.scope === 'focus' && focus?.areas?.length ? { focus } : {}),
    ...(form.level > 0 && byLevel(form.kind) ? { level: form.level } : {}),
  }
  const base = { connectionId, alignmentId, kind: form.kind, method: form.method, ...part }
  switch (form.kind) {
    case 'sales_territories':
      return { ...base, territories: {
        ...(form.model ? { model: developerName(form.model) } : {}), rules: form.rules, manual: form.manual, users: form.users,
        ...(form.rules.includes('codes') ? { codeColumn: form.codeColumn } : {}), ...(form.role ? { ownerRole: form.role } : {}),
        ...(form.codeField ? { codeField: form.codeField } : {}), ...(form.accountAccess ? { accountAccess: form.accountAccess } : {}),
        ...(form.opportunityAccess ? { opportunityAccess: form.opportunityAccess } : {}), ...(form.caseAccess ? { caseAccess: form.caseAccess } : {}),
      } }
    case 'record_fields':
      return { ...base, records: { object: form.object, fields: Object.fromEntries(form.fields.filter((one) => one.field).map((one) => [one.field, one.value])) } }
    case 'account_teams':
      return { ...base, teams: { role: form.role, method: form.teamMethod, ...(form.teamAccess ? { access: form.teamAccess } : {}) } }
    case 'field_service':
      return { ...base, service: { operatingHours: form.hours, polygons: form.polygons, members: form.members } }
    case 'shape_layers':
      return { ...base, shapes: { ...(form.folder ? { folder: form.folder } : {}), ...(form.country ? { country: form.country } : {}), ...(form.custom ? { custom: true } : {}), ...(form.assignObject ? { assignObject: form.assignObject } : {}) } }
  }
}
