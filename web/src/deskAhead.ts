import { askAhead, readAhead } from './api/askAhead'
import { measuresOf, named } from './api/measures'
import { openAhead, readyWorker } from './columns/opening'

/** json reads an answer that is a success. */
async function json<T>(answer: Promise<Response>): Promise<T> {
  const given = await answer
  if (!given.ok) throw new Error(given.statusText)
  return (await given.json()) as T
}

/** deskAhead asks for what the desk of an alignment shows first, by the addresses that its queries have. */
export async function deskAhead(id: string): Promise<void> {
  const alignment = `/api/v1/alignments/${id}`
  readyWorker()
  const { snapshotId, version } = await json<{ snapshotId: string; version: number }>(readAhead(alignment))
  openAhead(snapshotId)
  askAhead(`${alignment}/assignment?version=${version}`)
  const snapshot = await json<Parameters<typeof measuresOf>[0]>(readAhead(`/api/v1/snapshots/${snapshotId}`))
  const measures = named(measuresOf(snapshot)).map((name) => `&measures=${encodeURIComponent(name)}`)
  askAhead(`${alignment}/legend?version=${version}${measures.join('')}`)
}
