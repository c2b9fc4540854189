import { afterEach, expect, it, vi } from 'vitest'
import { askAhead, readAhead, takeAsked } from './askAhead'
import { api } from './client'

const answers = (text: string) => vi.fn(() => Promise.resolve(new Response(text, { headers: { 'Content-Type': 'application/json' } })))
const base = 'http://bailiwick.test'
const at = `${base}/api/v1/server`
const get = () => api.GET('/api/v1/server', { baseUrl: base })

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('gives an answer to who asked ahead and once to the client', async () => {
  const fetched = answers('{"version":"1"}')
  vi.stubGlobal('fetch', fetched)
  const ahead = readAhead(at)
  expect((await get()).data).toEqual({ version: '1' })
  expect(await (await ahead).json()).toEqual({ version: '1' })
  expect(fetched).toHaveBeenCalledTimes(1)
  await get()
  expect(fetched).toHaveBeenCalledTimes(2)
})

it('asks again when nobody answered ahead', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  await expect(readAhead(at)).rejects.toThrow('Failed to fetch')
  vi.stubGlobal('fetch', answers('{"version":"2"}'))
  expect((await get()).data).toEqual({ version: '2' })
})

it('does not ask ahead for what the client has asked for itself', () => {
  const fetched = answers('{}')
  vi.stubGlobal('fetch', fetched)
  const address = `${base}/api/v1/jobs`
  expect(takeAsked(new Request(address))).toBeUndefined()
  askAhead(address)
  expect(fetched).not.toHaveBeenCalled()
})

it('keeps no answer for long, and none for what changes something', () => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', answers('{}'))
  void readAhead(at)
  expect(takeAsked(new Request(at, { method: 'POST' }))).toBeUndefined()
  vi.advanceTimersByTime(11_000)
  expect(takeAsked(new Request(at))).toBeUndefined()
})
