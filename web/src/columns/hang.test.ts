import { describe, expect, it } from 'vitest'
import { Neighbourhood } from './hang'
import { nowhere } from './mercator'

/** A grid of units one apart, 5 across, 3 down, with the last one lacking a position. */
const grid = () => {
  const xy = Array.from({ length: 15 }, (_, k) => [0.1 + 0.01 * (k % 5) + 1e-5 * k * k, 0.2 + 0.01 * Math.floor(k / 5)]).flat()
  return Float64Array.from([...xy, nowhere, nowhere])
}

describe('Neighbourhood', () => {
  it('finds one part where the units of an area touch', () => {
    const columns = Int32Array.from({ length: 16 }, (_, k) => (k % 5 < 2 ? 1 : 2))
    const all = new Neighbourhood(grid())
    expect(all.parts(1, (unit) => columns[unit] ?? 0)).toEqual({ area: 1, parts: 1, apart: 0 })
  })

  it('says what a move tears apart', () => {
    const left = Int32Array.from({ length: 16 }, (_, k) => (k % 5 < 3 ? 1 : 2))
    const [one] = new Neighbourhood(grid()).ofMove(left, [1, 6, 11], 2, [1])
    expect(one?.before).toEqual({ area: 1, parts: 1, apart: 0 })
    expect(one?.after.parts).toBe(2)
    expect(one?.after.apart).toBe(3)
  })

  it('joins units at one position, and rows of positions', () => {
    const same = new Neighbourhood(Float64Array.from([0.1, 0.1, 0.1, 0.1]))
    expect(same.parts(1, () => 1).parts).toBe(1)
    const row = new Neighbourhood(Float64Array.from([0.1, 0.1, 0.2, 0.1, 0.3, 0.1]))
    expect(row.parts(1, (unit) => (unit === 1 ? 2 : 1))).toEqual({ area: 1, parts: 2, apart: 1 })
  })
})
