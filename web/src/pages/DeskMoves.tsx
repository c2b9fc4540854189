import { useQuery } from '@tanstack/react-query'
import { comparisonQuery } from '../api/alignments'
import { useDesk } from '../edit/desk'
import { DraftMoves } from '../panels/DraftMoves'
import { useNumbers, type useDeskData } from './useDeskData'

/** DeskMoves loads what choosing among the moves of a draft needs. */
export function DeskMoves({ data, onClose }: { data: ReturnType<typeof useDeskData>; onClose: () => void }) {
  const { part, choose } = useDesk()
  const draft = data.draft.data
  const comparison = useQuery({ ...comparisonQuery(draft ? `${draft.alignmentId}@${draft.baseVersion}` : '', draft ? `draft:${draft.id}` : '', data.measures), enabled: draft !== undefined })
  const numbers = useNumbers(data.snapshot.data?.id, data.legend.data?.measures ?? [], data.snapshot.data?.units ?? 0, true)
  if (!data.snapshot.data || !data.legend.data || !data.draftLegend.data || !data.assignment.data || !data.draftAssignment.data) return null
  return (
    <DraftMoves comparison={comparison.data} snapshot={data.snapshot.data} now={data.legend.data} draft={data.draftLegend.data} left={data.assignment.data}
      right={data.draftAssignment.data} numbers={numbers} part={part} onChoose={choose} onClose={onClose} />
  )
}
