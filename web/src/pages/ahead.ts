import type { QueryClient } from '@tanstack/react-query'
import { alignmentQuery, legendQuery } from '../api/alignments'
import { boundaryAssignmentQuery, boundaryFlagsQuery, boundarySetQuery } from '../api/boundaries'
import { assignmentQuery, positionsLink } from '../api/columns'
import { measuresOf, snapshotQuery } from '../api/datasets'
import { PlanColumns } from '../columns/planColumns'

/** Positions that are being opened for a page that is still on its way, by snapshot. */
const opening = new Map<string, Promise<PlanColumns>>()

/** How long positions wait for their page before they are closed again, in milliseconds. */
const patience = 30_000

const open = (snapshot: string) => PlanColumns.open(positionsLink(snapshot))

/** takeColumns gives the positions of a snapshot, those opened ahead if there are; whoever takes them closes them. */
export function takeColumns(snapshot: string): Promise<PlanColumns> {
  const held = opening.get(snapshot)
  opening.delete(snapshot)
  return held ?? open(snapshot)
}

function openAhead(snapshot: string): void {
  if (opening.has(snapshot)) return
  const columns = open(snapshot)
  opening.set(snapshot, columns)
  // What went wrong is told to who takes it; without a taker there is nobody to tell.
  columns.catch(() => undefined)
  setTimeout(() => {
    if (opening.get(snapshot) !== columns) return
    opening.delete(snapshot)
    columns.then((opened) => opened.close(), () => undefined)
  }, patience)
}

/**
 * fetchDesk asks for what the desk of an alignment shows as soon as its address is known, while the page and its map are
 * still being loaded. Failures are left to the page, which asks again.
 */
export async function fetchDesk(client: QueryClient, id: string): Promise<void> {
  try {
    const { snapshotId, version, boundarySet } = await client.fetchQuery(alignmentQuery(id))
    openAhead(snapshotId)
    void client.prefetchQuery(assignmentQuery(id, version))
    if (boundarySet) {
      void client.prefetchQuery(boundarySetQuery(boundarySet))
      void client.prefetchQuery(boundaryAssignmentQuery(id, version))
      void client.prefetchQuery(boundaryFlagsQuery(id, version))
    }
    const snapshot = await client.fetchQuery(snapshotQuery(snapshotId))
    await client.prefetchQuery(legendQuery(id, version, measuresOf(snapshot)))
  } catch {
    // The page finds the same and says so.
  }
}
