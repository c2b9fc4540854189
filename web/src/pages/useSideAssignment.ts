import { useQuery } from '@tanstack/react-query'
import type { Comparison } from '../api/types'
import { assignmentQuery, draftAssignmentQuery } from '../api/columns'

/** useSideAssignment is the assignment of one side of a comparison, an alignment's or a draft's; undefined while it loads or without a side. */
export function useSideAssignment(side: Comparison['left'] | undefined): Int32Array | undefined {
  const { id, version } = side ?? { id: '', version: 0 }
  const draft = id.startsWith('draft:')
  const accepted = useQuery({ ...assignmentQuery(id, version), enabled: id !== '' && !draft })
  const proposed = useQuery({ ...draftAssignmentQuery(id.slice('draft:'.length)), enabled: draft })
  return draft ? proposed.data : accepted.data
}
