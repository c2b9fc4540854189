import { expect, test } from 'vitest'
import { anchors } from './anchors'
import { latitude, longitude } from './mercator'
import { makeSurface, neighbours, type Frame, type Surface } from './surface'

const frame: Frame = { west: 0.2, north: 0.3, east: 0.4, south: 0.4, columns: 100 }

/** Units of two halves, west slot 1 and east slot 2, on a lattice. */
function halves() {
  const xy: number[] = []
  const slots: number[] = []
  for (let x = 0.205; x < 0.4; x += 0.01) {
    for (let y = 0.305; y < 0.4; y += 0.01) {
      xy.push(x, y)
      slots.push(x < 0.3 ? 1 : 2)
    }
  }
  return makeSurface(Float64Array.from(xy), Uint16Array.from(slots), frame)
}

const draw = (rows: string[]): Surface => ({
  columns: rows[0]!.length, rows: rows.length,
  frame: { west: 0, north: 0, east: 1, south: rows.length / rows[0]!.length, columns: rows[0]!.length },
  cells: Uint16Array.from(rows.join(''), Number),
})

test('every cell near a unit takes the territory of the nearest unit', () => {
  const { cells, columns, rows } = halves()
  let wrong = 0
  for (let c = 0; c < cells.length; c++) {
    const column = c % columns
    if (Math.abs(column - 50) > 2 && cells[c] !== (column < 50 ? 1 : 2)) wrong++
  }
  expect(rows).toBe(50)
  expect(wrong).toBe(0)
})

test('two halves are neighbours along the whole border', () => {
  const [a, b, length] = neighbours(halves())
  expect([a, b]).toEqual([1, 2])
  expect(length).toBeGreaterThan(40)
})

test('a territory far from every unit stays empty', () => {
  const surface = makeSurface(Float64Array.of(0.201, 0.301), Uint16Array.of(1), frame)
  expect(surface.cells[surface.cells.length - 1]).toBe(0)
  expect(surface.cells[0]).toBe(1)
})

test('the name of a territory lies in its widest part, and its cells count together', () => {
  const [one, two] = anchors(draw(['1000000', '0000000', '0011111', '0011111', '0011111', '2000000']))
  expect([one!.slot, one!.cells, two!.slot, two!.cells]).toEqual([1, 16, 2, 1])
  const [lon, lat] = one!.at
  expect(lon).toBeGreaterThan(longitude(2 / 7))
  expect(lat).toBeLessThan(latitude(2 / 7))
})
