import { findingWords, type Finding } from '../api/places'
import { t } from '../i18n'

/** findingCondition is the condition that holds for the units with a doubt about their address. */
export const findingCondition = (finding: Finding): string => `$env["$address"] contains "${finding}"`

/** filterName is how a condition is called on screen: a finding, a saved filter, or the condition as it is written. */
export function filterName(condition: string, saved: readonly { name: string; text: string }[]): string {
  const finding = findingWords.find((word) => findingCondition(word) === condition)
  if (finding) return t(`places.finding_${finding}`)
  return saved.find((one) => one.text === condition)?.name ?? condition
}

/** within keeps of an ascending list of units those that are in another one, also ascending. */
export function within(units: readonly number[], shown: ArrayLike<number>): number[] {
  const found: number[] = []
  for (let a = 0, b = 0; a < units.length && b < shown.length;) {
    const unit = units[a] ?? 0
    const other = shown[b] ?? 0
    if (unit === other) found.push(unit)
    if (unit <= other) a++
    if (other <= unit) b++
  }
  return found
}
