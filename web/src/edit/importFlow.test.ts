import { describe, expect, it } from 'vitest'
import type { PreviewColumn } from '../api/types'
import { choose, likeSnapshot, nameOf, together, withChosen, type Received } from './importFlow'

const column = (name: string, more: Partial<PreviewColumn> = {}): PreviewColumn =>
  ({ name, type: 'text', role: 'plain', reason: 'its values are text', samples: [], missing: 0, ...more }) as PreviewColumn
const file = (...columns: PreviewColumn[]) => ({ preview: { columns } }) as Received

describe('several files', () => {
  it('have the columns of all, in order of first appearance, with the missing values added up', () => {
    const all = together([file(column('Id', { missing: 1 }), column('A')), file(column('B'), column('Id', { missing: 2, samples: ['x'] }))])
    expect(all.map((c) => c.name)).toEqual(['Id', 'A', 'B'])
    expect(all[0]).toMatchObject({ missing: 3, samples: ['x'] })
  })
})

describe('choices', () => {
  it('replace earlier ones for the same column and stay when the file is read another way', () => {
    let chosen = choose([], { name: 'A', role: 'measure' })
    chosen = choose(chosen, { name: 'A', type: 'number' })
    chosen = choose(chosen, { name: 'A', role: 'category' })
    expect(chosen).toEqual([{ name: 'A', type: 'number', role: 'category' }])
    expect(withChosen([column('B')], chosen)).toEqual([column('B')])
    expect(withChosen([column('A'), column('B')], chosen)[0]).toMatchObject({ type: 'number', role: 'category', reason: 'chosen by you' })
  })

  it('follow the dataset where it has the column', () => {
    const [a, b] = likeSnapshot([column('A'), column('B')], [{ name: 'A', type: 'number', role: 'measure' }])
    expect(a).toMatchObject({ type: 'number', role: 'measure', reason: 'as in the dataset' })
    expect(b?.reason).toBe('its values are text')
  })
})

it('names a dataset after its file', () => {
  expect(nameOf('us_accounts-2026.csv.gz')).toBe('Us accounts 2026')
  expect(nameOf('shops.parquet')).toBe('Shops')
})
