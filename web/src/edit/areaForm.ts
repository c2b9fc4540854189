import type { AreaChange, AreaUser, LegendArea, Target } from '../api/types'
import { t } from '../i18n'

/** How a target is aimed; equal is an equal share. */
export type Aim = 'equal' | 'share' | 'percent' | 'amount'

export interface TargetRow { measure: string; aim: Aim; value: number | ''; min: number | ''; max: number | ''; capacity: number | '' }

export interface AreaForm {
  name: string
  owner: string
  notes: string
  profile: '' | 'contiguous' | 'non-contiguous'
  users: AreaUser[]
  rows: TargetRow[]
}

/** formOf is what the form shows of an area: a row per measure and for each further target. */
export function formOf(area: LegendArea, measures: readonly string[]): AreaForm {
  const names = [...new Set([...measures, ...Object.keys(area.targets ?? {}), ...Object.keys(area.capacity ?? {})])]
  return {
    name: area.name, owner: area.owner ?? '', notes: area.notes ?? '', profile: area.profile ?? '',
    users: (area.users ?? []).map((user) => ({ ...user })),
    rows: names.map((measure) => rowOf(measure, area.targets?.[measure], area.capacity?.[measure])),
  }
}

function rowOf(measure: string, target: Target | undefined, capacity: number | undefined): TargetRow {
  const aim: Aim = target?.share !== undefined ? 'share' : target?.percent !== undefined ? 'percent' : target?.amount !== undefined ? 'amount' : 'equal'
  const value = aim === 'equal' ? '' : (target?.[aim] ?? '')
  return { measure, aim, value, min: target?.min ?? '', max: target?.max ?? '', capacity: capacity ?? '' }
}

/** wrongIn says what keeps a form from being saved; empty when nothing does. */
export function wrongIn(form: AreaForm): string {
  if (form.name.trim() === '') return t('areas.areaNeedsName')
  if (form.users.some((user) => user.name.trim() === '')) return t('areas.everyUserNeedsName')
  for (const row of form.rows) {
    const name = row.measure || t('common.unitsName')
    if (row.aim !== 'equal' && row.value === '') return t('areas.writeTargetOrChoose', { name })
    if (row.min !== '' && row.max !== '' && row.min > row.max) return t('areas.minimumAboveMaximum', { name })
  }
  return ''
}

/** changeOf is the edit that makes an area look like the form. */
export function changeOf(area: number, form: AreaForm): AreaChange {
  const targets: Record<string, Target> = {}
  const capacity: Record<string, number> = {}
  for (const row of form.rows) {
    const target: Target = {}
    if (row.aim !== 'equal' && row.value !== '') target[row.aim] = row.value
    if (row.min !== '') target.min = row.min
    if (row.max !== '') target.max = row.max
    if (Object.keys(target).length > 0) targets[row.measure] = target
    if (row.capacity !== '') capacity[row.measure] = row.capacity
  }
  return {
    number: area, name: form.name.trim(), owner: form.owner.trim(), notes: form.notes, profile: form.profile,
    users: form.users.map(({ name, role }) => ({ name: name.trim(), ...(role?.trim() ? { role: role.trim() } : {}) })), targets, capacity,
  }
}
