import type { Report, Why } from '../api/types'
import { t } from '../i18n'
import { columnName } from './columnNames'
import { compact, count, finePercent, kilometres, minutes } from '../ui/format'

type Unit = NonNullable<Report['certificate']['unit']> | Why['in']

/** amount writes a cost in what it is counted in. */
export function amount(x: number, unit: Unit): string {
  const written = Math.abs(x) < 1000 ? compact(x) : count(x)
  switch (unit) {
    case 'km': return kilometres(x)
    case 'minutes': return minutes(x)
    case 'km2': return t('proof.squared', { amount: written })
    case 'hours': return t('proof.hours', { amount: written })
    case 'points': return t('proof.points', { amount: written })
  }
}

const kindOf = (certificate: Report['certificate']): string => (certificate.kind === 'for any centres' ? 'any' : 'these')

/** certificateText is the certificate as a sentence; drafts of older versions do not say what they count in and keep theirs. */
export function certificateText(certificate: Report['certificate']): string {
  const { kind, value, bound, unit } = certificate
  if (kind === '') return t('proof.none')
  if (value <= 0) return t('proof.nothing')
  if (!unit) return certificate.text
  return t('proof.sentence', { kind: kindOf(certificate), bound: amount(bound, unit), value: amount(value, unit), more: finePercent((value - bound) / Math.max(bound, 1e-12)) })
}

/** provenGap is in a few words what is proven of a plan: the gap and for which plans, or nothing. */
export const provenGap = (certificate: { kind: string; gap: number; value: number } | undefined): string =>
  (!certificate ? t('proof.noneShort') : certificate.value <= 0 ? t('proof.gapShort', { gap: finePercent(0) }) : t('proof.gapShort', { gap: finePercent(certificate.gap) }))

/** howProven tells the way of the proof; empty where nothing is proven. */
export const howProven = (certificate: Report['certificate']): string =>
  (certificate.kind === '' || certificate.value <= 0 ? '' : t('proof.how', { kind: kindOf(certificate) }))

/** whyText says why a unit is where a draft puts it, and what would move it. */
export function whyText(why: Why): string {
  const names = new Map(why.costs.map((cost) => [cost.area, cost.name]))
  const own = names.get(why.area) ?? ''
  if (why.area === 0) return t('proof.nowhere')
  if (why.locked) return t('proof.locked', { own })
  const mine = why.costs.find((cost) => cost.area === why.area)
  const next = why.costs.find((cost) => cost.area !== why.area)
  if (!mine || !next) return t('proof.only', { own })
  const far = why.in === 'minutes' ? minutes : kilometres
  const sentences = [why.in === 'points'
    ? t('proof.costs', { own, near: amount(mine.total, why.in), next: next.name, far: amount(next.total, why.in) })
    : t('proof.away', { own, near: far(mine.km), next: next.name, far: far(next.km) })]
  for (const { area, name, measure, atMax } of why.binding) {
    const said = { name, measure: columnName(measure) }
    if (atMax && area === next.area) sentences.push(t('proof.full', said))
    if (!atMax && area === why.area) sentences.push(t('proof.wanting', said))
  }
  const moved = why.present !== why.area && why.present !== 0
  if (moved && why.toReturn !== undefined) sentences.push(t('proof.stay', { name: names.get(why.present) ?? '', price: amount(why.toReturn, why.in) }))
  if (why.toNext !== undefined && !(moved && next.area === why.present)) sentences.push(t('proof.go', { name: next.name, own, price: amount(why.toNext, why.in) }))
  return sentences.join(' ')
}

/** costsShown are the cheapest areas of an explanation, at most so many, with where the unit is and where it goes always among them. */
export const costsShown = (why: Why, most: number): Why['costs'] =>
  why.costs.filter((cost, k) => k < most || cost.area === why.area || cost.area === why.present)
