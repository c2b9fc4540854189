import { expect, test } from 'vitest'
import { latitude, longitude, mercatorX, mercatorY, nowhere, project } from './mercator'

test('the projection and its inverse agree', () => {
  for (const [lon, lat] of [[-122.4, 37.8], [0, 0], [179.9, -60], [13.4, 52.5]] as const) {
    expect(longitude(mercatorX(lon))).toBeCloseTo(lon, 9)
    expect(latitude(mercatorY(lat))).toBeCloseTo(lat, 9)
  }
})

test('high and low parts together keep a position to a centimetre', () => {
  const { hi, lo, xy } = project(Float64Array.of(-73.985428), Float64Array.of(40.748817))
  const earth = 40_075_017
  for (const k of [0, 1]) expect(Math.abs(hi[k]! + lo[k]! - xy[k]!) * earth).toBeLessThan(0.01)
  expect(Math.abs(hi[0]! - xy[0]!) * earth).toBeGreaterThan(0.01)
})

test('a unit without a position is nowhere', () => {
  const { xy } = project(Float64Array.of(NaN, 10), Float64Array.of(5, NaN))
  expect([...xy]).toEqual([nowhere, nowhere, nowhere, nowhere])
})
