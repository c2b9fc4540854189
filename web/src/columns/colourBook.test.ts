import { expect, test } from 'vitest'
import { ColourBook } from './colourBook'
import { colours } from './palette'

const numbers = (n: number) => Int32Array.from({ length: n + 1 }, (_, k) => k)
/** A ring of areas, each beside the next; border is what the last shares with the first. */
const ring = (n: number, border: number) => Int32Array.from(Array.from({ length: n }, (_, k) => [k + 1, (k + 1) % n + 1, k === n - 1 ? border : 9]).flat())
const all = (book: ColourBook, n: number) => Array.from({ length: n }, (_, k) => book.of(k + 1))

/** two areas of one colour that do not touch, among more areas than colours. */
function alike(book: ColourBook, n: number): [number, number] {
  book.fill(numbers(n), ring(n, 9))
  for (let a = 1; a <= n; a++) for (let b = a + 2; b <= n; b++) if (book.of(a) === book.of(b) && !(a === 1 && b === n)) return [a, b]
  throw new Error('no colour is used twice')
}

test('areas that come to border on their own colour get another, all others keep theirs', () => {
  const book = new ColourBook()
  const n = 3 * colours
  const [a, b] = alike(book, n)
  const before = all(book, n)
  const pairs = Int32Array.from([...ring(n, 9), a, b, 9])
  book.fill(numbers(n), pairs)
  expect(book.changes).toBe(1)
  for (let k = 0; k < pairs.length; k += 3) expect(book.of(pairs[k]!)).not.toBe(book.of(pairs[k + 1]!))
  expect(all(book, n).filter((one, k) => one !== before[k])).toHaveLength(1)
  book.fill(numbers(n), pairs)
  expect(book.changes).toBe(1)
})

test('a touch of a cell or two changes no colour', () => {
  const book = new ColourBook()
  const [a, b] = alike(book, 3 * colours)
  const before = all(book, 3 * colours)
  book.fill(numbers(3 * colours), Int32Array.from([...ring(3 * colours, 9), a, b, 2]))
  expect(all(book, 3 * colours)).toEqual(before)
})

test('where everybody borders on everybody and no colour is free, colours stay', () => {
  const book = new ColourBook()
  const n = 2 * colours
  const pairs: number[] = []
  for (let a = 1; a <= n; a++) for (let b = a + 1; b <= n; b++) pairs.push(a, b, 9)
  book.fill(numbers(n), Int32Array.from(pairs))
  const before = all(book, n)
  book.fill(numbers(n), Int32Array.from(pairs))
  expect(all(book, n)).toEqual(before)
})
