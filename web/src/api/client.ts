import createClient from 'openapi-fetch'
import { startProblems, t } from '../i18n'
import { takeAsked } from './askAhead'
import type { components, paths } from './schema.gen'

const base = '/api/v1'

type Sentence = components['schemas']['Sentence']

/** One place of the input that is wrong, with its sentences where the server gave any. */
export interface Place { location?: string; message: string; said?: Sentence; place?: Sentence }

/** A problem document of the server, as an error whose message is the sentence for people. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly places: readonly Place[] = [],
    /** The sentence with its code, where the server gave one. */
    readonly said?: Sentence,
  ) {
    super(places.length > 0 ? `${detail.replace(/\.$/, '')}: ${places.map((p) => p.message).join('; ')}` : detail)
    this.name = 'Problem'
  }

  /** unreachable is true when no answer came at all. */
  get unreachable(): boolean {
    return this.status === 0
  }
}

const noAnswer = () => new Problem(0, 'unavailable', t('datasets.noAnswer'))

/** asProblem turns an answer that is not a success into a Problem. */
export async function asProblem(answer: Response): Promise<Problem> {
  const text = await answer.text()
  try {
    const body = JSON.parse(text) as { detail?: string; title?: string; code?: string; said?: Sentence; errors?: Place[] }
    await startProblems()
    return new Problem(answer.status, body.code ?? 'internal', body.detail ?? body.title ?? answer.statusText, body.errors ?? [], body.said)
  } catch {
    if (answer.status === 502 || answer.status === 504) return noAnswer()
    return new Problem(answer.status, 'internal', text.slice(0, 300) || t('datasets.answered', { status: String(answer.status) }))
  }
}

async function send(request: Request): Promise<Response> {
  let answer: Response
  try {
    answer = await (takeAsked(request)?.catch(() => fetch(request)) ?? fetch(request))
  } catch (cause) {
    if (request.signal.aborted) throw cause
    throw noAnswer()
  }
  if (!answer.ok) throw await asProblem(answer)
  return answer
}

/** api is the typed client of every route; an answer that is no success is thrown as a Problem. */
export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '', fetch: send })

/** data unwraps an answer of api. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}

/** binary unwraps an answer that is a column of bytes. */
export async function binary(answer: Promise<{ data?: ArrayBuffer }>): Promise<ArrayBuffer> {
  return (await answer).data ?? new ArrayBuffer(0)
}

/** link is the address of something that the browser itself downloads. */
export const link = (path: string): string => base + path

/** upload sends a file's bytes and tells how many have gone out. */
export function upload<T>(path: string, file: Blob, progress: (sent: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', base + path)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = (event) => progress(event.loaded)
    request.onerror = () => reject(noAnswer())
    request.onabort = () => reject(new DOMException(t('datasets.uploadStopped'), 'AbortError'))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T)
      else {
        const answer = new Response(request.responseText, { status: request.status, statusText: request.statusText })
        asProblem(answer).then(reject, reject)
      }
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
