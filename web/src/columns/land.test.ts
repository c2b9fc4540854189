import type { GeometryCollection, Topology } from 'topojson-specification'
import { expect, test } from 'vitest'
import { Land } from './land'
import { mercatorX, mercatorY } from './mercator'
import { makeSurface } from './surface'

/** Two square countries side by side, 0–10° and 10–20° east, with a lake in the first. */
const topology = {
  type: 'Topology',
  arcs: [
    [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]],
    [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]],
    [[10, 0], [20, 0], [20, 10], [10, 10], [10, 0]],
  ],
  objects: { countries: { type: 'GeometryCollection', geometries: [{ type: 'Polygon', arcs: [[0], [1]] }, { type: 'Polygon', arcs: [[2]] }] } },
} as unknown as Topology<Record<string, GeometryCollection>>

const frame = { west: mercatorX(-5), east: mercatorX(25), north: mercatorY(12), south: mercatorY(-2), columns: 120 }
const size = (frame.east - frame.west) / frame.columns
const rows = Math.ceil((frame.south - frame.north) / size)
const cell = (lon: number, lat: number) =>
  Math.floor((mercatorY(lat) - frame.north) / size) * frame.columns + Math.floor((mercatorX(lon) - frame.west) / size)

test('cells know their country, and lakes and sea are water', () => {
  const mask = new Land(topology).mask(frame, rows)
  expect([mask[cell(2, 2)], mask[cell(15, 5)], mask[cell(5, 5)], mask[cell(-3, 5)], mask[cell(22, 5)]]).toEqual([1, 2, 0, 0, 0])
})

test('territories end at the coast and at the border of countries without units', () => {
  const xy = Float64Array.of(mercatorX(9), mercatorY(5), mercatorX(2), mercatorY(8))
  const { cells } = makeSurface(xy, Uint16Array.of(1, 2), frame, new Land(topology))
  expect(cells[cell(9.5, 5)]).toBe(1)
  expect(cells[cell(2, 9)]).toBe(2)
  expect(cells[cell(10.5, 5)]).toBe(0)
  expect(cells[cell(-0.5, 8)]).toBe(0)
  expect(cells[cell(5, 5)]).toBe(0)
})
