import { expect, test } from 'vitest'
import type { Legend, LegendArea } from '../api/types'
import { byColumn, chosen, offered, read, toCSV, valueOf, withFigures, written, type LegendColumn } from './legendColumns'

const area = (number: number, name: string, sums: number[], more: Partial<LegendArea> = {}): LegendArea =>
  ({ number, name, parent: 0, level: 0, leaf: true, colour: 0, sort: 0, units: number, travelKm: 1, sums, due: [10, 100], deviations: [0.1, -0.2], ...more })

const legend = {
  version: 3, levels: ['Territory'], measures: ['', 'Revenue: net'], total: { units: 3, sums: [3, 400] },
  areas: [area(1, 'North', [1, 100], { owner: 'Zoe' }), area(2, 'South, far', [2, 300])],
} as unknown as Legend

const sum: LegendColumn = { kind: 'sum', measure: 'Revenue: net', pinned: false }

test('columns survive being kept, colons in names and all', () => {
  for (const column of offered(legend.measures, ['Cases'])) expect(read(written({ ...column, pinned: true }))).toEqual({ ...column, pinned: true })
  expect(read('nonsense:x')).toBeUndefined()
})

test('pinned columns come first, and a view without columns has the usual ones', () => {
  expect(chosen(['owner', '!sum:Revenue: net'], legend.measures).map(written)).toEqual(['!sum:Revenue: net', 'owner'])
  expect(chosen(undefined, legend.measures).map(written)).toEqual(['units', 'sum:Revenue: net', 'deviation:Revenue: net', 'travel', 'owner'])
})

test('areas are ordered by any column, those without a value last', () => {
  const by = (column: LegendColumn, descending: boolean) => [...legend.areas].sort(byColumn(column, descending, legend)).map((a) => a.number)
  expect(by(sum, true)).toEqual([2, 1])
  expect(by({ kind: 'owner', measure: '', pinned: false }, true)).toEqual([1, 2])
  expect(by({ kind: 'owner', measure: '', pinned: false }, false)).toEqual([1, 2])
})

test('shares are of the total, and sums of other columns join in', () => {
  expect(valueOf(legend.areas[1]!, { ...sum, kind: 'share' }, legend)).toBe(0.75)
  const more = { ...legend, measures: ['Cases'], total: { units: 3, sums: [9] }, areas: [area(2, '', [7]), area(1, '', [2])] } as unknown as Legend
  const both = withFigures(legend, more)
  expect(both.areas.map((a) => valueOf(a, { kind: 'sum', measure: 'Cases', pinned: false }, both))).toEqual([2, 7])
  expect(withFigures(legend, { ...more, version: 4 })).toBe(legend)
})

test('the export quotes what needs it', () => {
  expect(toCSV(legend.areas, [{ column: sum, label: 'Revenue: net' }], legend, 'Area')).toBe('number,Area,Revenue: net\r\n1,North,100\r\n2,"South, far",300\r\n')
})
