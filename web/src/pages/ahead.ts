import type { QueryClient } from '@tanstack/react-query'
import { alignmentQuery, legendQuery } from '../api/alignments'
import { boundaryAssignmentQuery, boundaryFlagsQuery, boundarySetQuery } from '../api/boundaries'
import { assignmentQuery } from '../api/columns'
import { snapshotQuery } from '../api/datasets'
import { measuresOf } from '../api/measures'
import { openAhead } from '../columns/opening'

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
