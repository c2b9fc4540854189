import { describe, expect, it } from 'vitest'
import { blocksOf, gridKey } from './unitGrid'

const key = (name: string, more: Partial<{ shiftKey: boolean; ctrlKey: boolean }> = {}) =>
  ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, ...more })

describe('keys in the table of units', () => {
  it('moves within the rows', () => {
    expect(gridKey(key('ArrowDown'), 4, 6, 10)).toEqual({ kind: 'move', active: 5 })
    expect(gridKey(key('ArrowDown'), 5, 6, 10)).toEqual({ kind: 'move', active: 5 })
    expect(gridKey(key('PageUp'), 3, 6, 10)).toEqual({ kind: 'move', active: 0 })
    expect(gridKey(key('End'), 0, 6, 10)).toEqual({ kind: 'move', active: 5 })
  })
  it('selects', () => {
    expect(gridKey(key('ArrowUp', { shiftKey: true }), 4, 6, 10)).toEqual({ kind: 'extend', active: 3 })
    expect(gridKey(key(' '), 2, 6, 10)).toEqual({ kind: 'toggle', active: 2 })
    expect(gridKey(key('a', { ctrlKey: true }), 2, 6, 10)).toEqual({ kind: 'all', active: 2 })
    expect(gridKey(key('Escape'), 2, 6, 10)).toEqual({ kind: 'clear', active: 2 })
  })
  it('leaves other keys and an empty table alone', () => {
    expect(gridKey(key('b'), 2, 6, 10)).toBeUndefined()
    expect(gridKey(key('ArrowDown'), 0, 0, 10)).toBeUndefined()
  })
})

describe('blocks of rows', () => {
  it('covers what shows and stays the same while scrolling within it', () => {
    const order = Int32Array.from({ length: 250 }, (_, k) => 249 - k)
    const blocks = blocksOf(order, 95, 120)
    expect(blocks.map((block) => [block[0], block.length])).toEqual([[249, 100], [149, 100]])
    expect(blocksOf(order, 120, 130)).toEqual([blocks[1]])
    expect(blocksOf(order, 230, 249)).toEqual([[...order.subarray(200)]])
    expect(blocksOf(new Int32Array(), 0, 0)).toEqual([])
  })
})
