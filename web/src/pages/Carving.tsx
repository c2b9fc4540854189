import { useQueryClient } from '@tanstack/react-query'
import { useChange } from '../api/alignments'
import { useDesk } from '../edit/desk'
import { SelectionCard } from '../panels/SelectionCard'
import { plural } from '../ui/format'
import { done } from '../ui/toast'
import { assignmentQuery, useNumbers, type useDeskData } from './useDeskData'

interface Props { data: ReturnType<typeof useDeskData>; measure: number; tolerance: number }

/** Carving moves the selected units on the newest version of the alignment. */
export function Carving({ data, measure, tolerance }: Props) {
  const { selection, select } = useDesk()
  const client = useQueryClient()
  const alignment = data.alignment.data
  const change = useChange(alignment?.id ?? '')
  const numbers = useNumbers(data.snapshot.data?.id, data.measures, data.snapshot.data?.units ?? 0, selection.length > 0)
  const legend = data.legend.data
  const assignment = data.assignment.data
  if (!alignment || !legend || !assignment || !data.snapshot.data) return null

  const move = (to: number) => {
    const name = legend.areas.find((area) => area.number === to)?.name ?? 'unassigned'
    const reason = `Moved ${plural(selection.length, 'unit')} to ${name}`
    change.mutate({ expectedVersion: alignment.version, reason, ops: [{ assign: { units: [...selection], to } }] }, {
      onSuccess: ({ version }) => {
        const next = assignment.slice()
        for (const unit of selection) next[unit] = to
        if (version === alignment.version + 1) client.setQueryData(assignmentQuery(alignment.id, version).queryKey, next)
        select([])
        done(reason, 'Undo with Ctrl+Z.')
      },
    })
  }
  const lock = (locked: boolean) =>
    change.mutate({ expectedVersion: alignment.version, ops: [{ lock: { units: [...selection], locked } }] }, {
      onSuccess: () => done(`${plural(selection.length, 'unit')} ${locked ? 'locked' : 'unlocked'}`),
    })
  return (
    <SelectionCard units={selection} snapshot={data.snapshot.data} legend={legend} measure={measure} tolerance={tolerance} assignment={assignment}
      numbers={numbers} busy={change.isPending} error={change.error} onMove={move} onLock={lock} onClear={() => select([])} />
  )
}
