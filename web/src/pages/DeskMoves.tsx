import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { boundaryMovesQuery, comparisonQuery } from '../api/alignments'
import { useDeskPart } from '../edit/desk'
import { MovesDialog, UnitMoves, WholeBoundaryMoves } from '../panels/DraftMoves'
import { useNumbers, type useDeskData } from './useDeskData'

interface Props { data: ReturnType<typeof useDeskData>; onClose: () => void }

const waiting = <Skeleton height={420} m="md" />

/** DeskMoves loads what choosing among the moves of a draft needs: its units, or the boundaries it gives away. */
export function DeskMoves({ data, onClose }: Props) {
  const ready = data.draft.data && data.snapshot.data && data.legend.data && data.draftLegend.data
  return (
    <MovesDialog onClose={onClose}>
      {ready ? (data.draft.data?.params.by === 'boundary' ? <Boundaries data={data} onClose={onClose} /> : <Units data={data} onClose={onClose} />) : waiting}
    </MovesDialog>
  )
}

function Units({ data, onClose }: Props) {
  const { part, choose } = useDeskPart('part', 'choose')
  const draft = data.draft.data
  const comparison = useQuery({ ...comparisonQuery(draft ? `${draft.alignmentId}@${draft.baseVersion}` : '', draft ? `draft:${draft.id}` : '', data.measures), enabled: draft !== undefined })
  const numbers = useNumbers(data.snapshot.data?.id, data.legend.data?.measures ?? [], data.snapshot.data?.units ?? 0, true)
  if (!comparison.data || !data.snapshot.data || !data.legend.data || !data.draftLegend.data || !data.assignment.data || !data.draftAssignment.data) return waiting
  return (
    <UnitMoves comparison={comparison.data} snapshot={data.snapshot.data} now={data.legend.data} draft={data.draftLegend.data} left={data.assignment.data}
      right={data.draftAssignment.data} numbers={numbers} part={part} onChoose={choose} onClose={onClose} />
  )
}

function Boundaries({ data, onClose }: Props) {
  const { part, choose } = useDeskPart('part', 'choose')
  const draftId = data.draft.data?.id ?? ''
  const moves = useQuery(boundaryMovesQuery(draftId, data.legend.data?.measures ?? []))
  if (!moves.data || !data.legend.data || !data.draftLegend.data) return waiting
  return <WholeBoundaryMoves draftId={draftId} list={moves.data} now={data.legend.data} draft={data.draftLegend.data} part={part} onChoose={choose} onClose={onClose} />
}
