import type { Legend, LegendArea } from '../api/types'

/** A column of the legend: what an area says for itself, or a figure of one measure. */
export type ColumnKind = 'owner' | 'level' | 'units' | 'travel' | 'profile' | 'notes' | 'sum' | 'target' | 'deviation' | 'share'

export interface LegendColumn {
  kind: ColumnKind
  /** The measure, for figures of one; empty otherwise. */
  measure: string
  /** Pinned columns stay in sight when the table scrolls sideways. */
  pinned: boolean
}

const ofMeasure: readonly ColumnKind[] = ['sum', 'target', 'deviation', 'share']
const alone: readonly ColumnKind[] = ['owner', 'level', 'units', 'travel', 'profile', 'notes']

/** keyOf names a column apart from whether it is pinned. */
export const keyOf = ({ kind, measure }: LegendColumn): string => (ofMeasure.includes(kind) ? `${kind}:${measure}` : kind)

/** written is how a column is kept in a view or an address; pinned ones begin with "!". */
export const written = (column: LegendColumn): string => `${column.pinned ? '!' : ''}${keyOf(column)}`

/** read understands what written wrote; undefined for anything else. */
export function read(text: string): LegendColumn | undefined {
  const pinned = text.startsWith('!')
  const [kind = '', measure = ''] = (pinned ? text.slice(1) : text).split(/:(.*)/s)
  const known = [...ofMeasure, ...alone].find((k) => k === kind)
  return known && { kind: known, measure: ofMeasure.includes(known) ? measure : '', pinned }
}

/** usualColumns is the legend nobody has chosen: units, and sum with deviation of the first measures. */
export function usualColumns(measures: readonly string[]): LegendColumn[] {
  const figures = measures.filter(Boolean).slice(0, 2).flatMap((measure): LegendColumn[] => [
    { kind: 'sum', measure, pinned: false }, { kind: 'deviation', measure, pinned: false },
  ])
  return [{ kind: 'units', measure: '', pinned: false }, ...figures, { kind: 'travel', measure: '', pinned: false }, { kind: 'owner', measure: '', pinned: false }]
}

/** chosen reads the columns of a view, pinned ones first; a view without any has the usual ones. */
export function chosen(kept: readonly string[] | undefined, measures: readonly string[]): LegendColumn[] {
  const columns = (kept ?? []).map(read).filter((column) => column !== undefined)
  const all = columns.length > 0 ? columns : usualColumns(measures)
  return [...all.filter((column) => column.pinned), ...all.filter((column) => !column.pinned)]
}

/** offered lists every column there can be, given the measures of the plan and other numeric columns. */
export function offered(measures: readonly string[], others: readonly string[]): LegendColumn[] {
  return [
    ...alone.map((kind) => ({ kind, measure: '', pinned: false })),
    ...measures.filter(Boolean).flatMap((measure) => ofMeasure.map((kind) => ({ kind, measure, pinned: false }))),
    ...others.map((measure): LegendColumn => ({ kind: 'sum', measure, pinned: false })),
  ]
}

/** valueOf is what an area has in a column: text, a number, or nothing. */
export function valueOf(area: LegendArea, column: LegendColumn, legend: Legend): string | number | undefined {
  const m = legend.measures.indexOf(column.measure)
  switch (column.kind) {
    case 'owner':
      return area.owner ?? ''
    case 'level':
      return legend.levels[area.level] ?? ''
    case 'units':
      return area.units
    case 'travel':
      return area.leaf || area.travelKm > 0 ? area.travelKm : undefined
    case 'profile':
      return area.profile ?? ''
    case 'notes':
      return area.notes ?? ''
    case 'sum':
      return area.sums[m]
    case 'target':
      return area.due[m]
    case 'deviation':
      return area.deviations[m]
    case 'share':
      return (legend.total.sums[m] ?? 0) > 0 ? (area.sums[m] ?? 0) / (legend.total.sums[m] ?? 1) : undefined
  }
}

const texts = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** byColumn orders areas by a column; what has no value comes last either way. */
export function byColumn(column: LegendColumn, descending: boolean, legend: Legend): (a: LegendArea, b: LegendArea) => number {
  const sign = descending ? -1 : 1
  return (a, b) => {
    const x = valueOf(a, column, legend)
    const y = valueOf(b, column, legend)
    const none = (v: string | number | undefined) => v === undefined || v === ''
    if (none(x) || none(y)) return Number(none(x)) - Number(none(y))
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : texts.compare(String(x), String(y)))
  }
}

/** withFigures adds the sums of further columns, as another legend of the same version has them. */
export function withFigures(legend: Legend, more: Legend | undefined): Legend {
  const names = (more?.measures ?? []).filter((name) => !legend.measures.includes(name))
  if (!more || more.version !== legend.version || names.length === 0) return legend
  const at = names.map((name) => more.measures.indexOf(name))
  const pick = (values: readonly number[]) => at.map((k) => values[k] ?? 0)
  const byNumber = new Map(more.areas.map((area) => [area.number, area]))
  return {
    ...legend,
    measures: [...legend.measures, ...names],
    total: { ...legend.total, sums: [...legend.total.sums, ...pick(more.total.sums)] },
    areas: legend.areas.map((area) => {
      const other = byNumber.get(area.number)
      return {
        ...area, sums: [...area.sums, ...pick(other?.sums ?? [])], due: [...area.due, ...pick(other?.due ?? [])],
        deviations: [...area.deviations, ...pick(other?.deviations ?? [])],
      }
    }),
  }
}

const quoted = (value: string | number | undefined): string => {
  const text = value === undefined ? '' : String(value)
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** toCSV writes areas as they are shown, one row each, with the number of every area so that rows can be joined again. */
export function toCSV(areas: readonly LegendArea[], columns: readonly { column: LegendColumn; label: string }[], legend: Legend, head: string): string {
  const rows = areas.map((area) => [area.number, area.name, ...columns.map(({ column }) => valueOf(area, column, legend))])
  return [['number', head, ...columns.map(({ label }) => label)], ...rows].map((row) => row.map(quoted).join(',')).join('\r\n') + '\r\n'
}
