import { expect, test } from 'vitest'
import { picture, slotAt } from './picture'
import type { Surface } from './surface'

const draw = (rows: string[]): Surface => ({
  columns: rows[0]!.length, rows: rows.length,
  frame: { west: 0, north: 0, east: 1, south: rows.length / rows[0]!.length, columns: rows[0]!.length },
  cells: Uint16Array.from(rows.join(''), Number),
})

const rowsOf = (slots: Uint16Array, columns: number) =>
  Array.from({ length: slots.length / columns }, (_, row) => [...slots.subarray(row * columns, (row + 1) * columns)].join(''))

test('a straight border stays where it is', () => {
  const { slots, columns } = picture(draw(['1122', '1122', '1122']), 3)
  for (const row of rowsOf(slots, columns)) expect(row).toBe('111111222222')
})

test('corners are rounded, alike on both sides', () => {
  const { slots, columns } = picture(draw(['1111', '1111', '1122', '1122']), 4)
  const rows = rowsOf(slots, columns)
  expect(rows[8]).toBe('1111111111222222')
  expect(rows[15]).toBe('1111111122222222')
})

test('a single cell survives as a dot', () => {
  const { slots } = picture(draw(['000', '010', '000']), 3)
  const texels = slots.filter((slot) => slot === 1).length
  expect(texels).toBeGreaterThan(0)
  expect(texels).toBeLessThanOrEqual(9)
})

test('lines lie on both sides of a border, not in the open', () => {
  const { lines, slots, columns } = picture(draw(['00000', '01122', '01122', '01122', '00000']), 2)
  const row = 5 * columns
  expect([...lines.subarray(row, row + columns)]).toEqual([0, 0, 255, 0, 0, 255, 255, 0, 0, 0])
  lines.forEach((line, k) => {
    if (slots[k] === 0) expect(line).toBe(0)
  })
})

test('a place has the slot of its texel', () => {
  const made = picture(draw(['1122', '1122']), 2)
  expect(slotAt(made, 0.2, 0.1)).toBe(1)
  expect(slotAt(made, 0.8, 0.4)).toBe(2)
  expect(slotAt(made, -0.1, 0.1)).toBe(0)
  expect(slotAt(made, 0.8, 0.6)).toBe(0)
})

test('a picture is no finer than a GPU can hold', () => {
  const surface = { ...draw(['1']), columns: 3000, rows: 1, cells: new Uint16Array(3000).fill(1) }
  expect(picture(surface, 3).columns).toBe(3000)
})
