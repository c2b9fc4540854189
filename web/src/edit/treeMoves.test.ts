import { describe, expect, it } from 'vitest'
import type { Legend, LegendArea } from '../api/types'
import { canMove, inside, order, paths, siblings } from './treeMoves'

const area = (number: number, parent: number, name: string, units = 0): LegendArea =>
  ({ number, parent, name, units, leaf: units > 0 }) as LegendArea
const areas = [area(1, 0, 'West'), area(2, 1, 'Oregon', 3), area(3, 1, 'Nevada', 4), area(4, 0, 'East'), area(5, 4, 'Ohio', 5)]

describe('moves in the tree', () => {
  it('orders siblings', () => {
    expect(siblings(areas, 1)).toEqual([2, 3])
    expect(order(1, [2, 3, 9], 0, 2)).toEqual({ sortAreas: { parent: 1, order: [3, 9, 2] } })
  })

  it('knows what may go where', () => {
    expect([...inside(areas, 1)]).toEqual([1, 2, 3])
    expect(canMove(areas, 2, 4)).toBe(true)
    expect(canMove(areas, 2, 0)).toBe(true)
    expect(canMove(areas, 2, 1)).toBe(false) // it is there
    expect(canMove(areas, 1, 2)).toBe(false) // below itself
    expect(canMove(areas, 2, 5)).toBe(false) // holds units
  })

  it('names places', () => {
    expect(paths({ areas } as unknown as Legend).get(3)).toBe('West > Nevada')
  })
})
