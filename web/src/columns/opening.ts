import { fetchBytes } from '../api/bytes'
import { WorkerDesk } from './workerDesk'
import type { Answer } from './protocol'

/** How long opened positions wait for their page before they are closed again, in milliseconds. */
const patience = 30_000

/** A worker that is fetching and preparing the positions of a snapshot. */
interface Opening { desk: WorkerDesk; opened: Promise<Answer> }

const ahead = new Map<string, Opening>()

/** A worker that waits for positions to open. */
let spare: WorkerDesk | undefined

/** readyWorker has a worker read its program while it is not yet known which positions it will open. */
export function readyWorker(): void {
  spare ??= new WorkerDesk()
}

function open(snapshot: string): Opening {
  const desk = spare ?? new WorkerDesk()
  spare = undefined
  const positions = fetchBytes(`/api/v1/snapshots/${encodeURIComponent(snapshot)}/positions`)
  const opened = positions.then((got): Answer | Promise<Answer> => ('bytes' in got ? desk.ask({ kind: 'open', positions: got.bytes }, [got.bytes]) : { kind: 'failed', id: 0, ...got }))
  return { desk, opened }
}

/** openAhead opens the positions of a snapshot for a page that is still on its way. It needs nothing of the program. */
export function openAhead(snapshot: string): void {
  if (ahead.has(snapshot)) return
  const opening = open(snapshot)
  ahead.set(snapshot, opening)
  // What went wrong is told to who takes it; without a taker there is nobody to tell.
  opening.opened.catch(() => undefined)
  setTimeout(() => {
    if (ahead.get(snapshot) !== opening) return
    ahead.delete(snapshot)
    opening.desk.close()
  }, patience)
}

/** takeOpening gives the positions of a snapshot, those opened ahead if there are; whoever takes them closes them. */
export function takeOpening(snapshot: string): Opening {
  const held = ahead.get(snapshot)
  ahead.delete(snapshot)
  return held ?? open(snapshot)
}
