/** How long an answer waits for whoever needs it, in milliseconds: after that it may be out of date. */
const patience = 10_000

const asked = new Map<string, Promise<Response>>()

/** What the client asked for while the page began, so that it is not asked for twice. */
const client = new Set<string>()

function ask(address: string): Promise<Response> {
  const key = new URL(address, globalThis.location?.origin).href
  const answer = fetch(key)
  answer.catch(() => undefined)
  asked.set(key, answer)
  setTimeout(() => asked.delete(key), patience)
  return answer
}

/** askAhead asks for what the program will want, before the program is there: the client takes the answer in place of asking. */
export function askAhead(address: string): void {
  if (!client.has(new URL(address, globalThis.location?.origin).href)) void ask(address)
}

/** readAhead does the same, and gives a copy of the answer to be read besides. */
export const readAhead = async (address: string): Promise<Response> => (await ask(address)).clone()

/** takeAsked gives the answer to a request that was asked ahead, once. */
export function takeAsked(request: Request): Promise<Response> | undefined {
  if (request.method !== 'GET') return undefined
  if (performance.now() < patience) client.add(request.url)
  const answer = asked.get(request.url)
  asked.delete(request.url)
  return answer
}
