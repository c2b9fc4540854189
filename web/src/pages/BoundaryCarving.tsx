import { useChange } from '../api/alignments'
import type { ChangeOp } from '../api/types'
import { useDesk } from '../edit/desk'
import { BoundaryCard } from '../panels/BoundaryCard'
import { plural } from '../ui/format'
import { done } from '../ui/toast'
import type { useDeskData } from './useDeskData'
import { useBoundaryColumns } from './useBoundaries'

/** BoundaryCarving assigns the selected boundaries on the newest version of the alignment. */
export function BoundaryCarving({ data }: { data: ReturnType<typeof useDeskData> }) {
  const { boundaries, selectBoundaries } = useDesk()
  const alignment = data.alignment.data
  const change = useChange(alignment?.id ?? '')
  const columns = useBoundaryColumns(alignment)
  const legend = data.legend.data
  if (!alignment || !legend || !columns.assignment) return null
  const send = (op: ChangeOp, reason: string) =>
    change.mutate({ expectedVersion: alignment.version, reason, ops: [op] }, {
      onSuccess: () => {
        selectBoundaries([])
        done(reason, 'Undo with Ctrl+Z.')
      },
    })
  const list = { boundaries: [...boundaries] }
  const many = plural(boundaries.length, 'boundary', 'boundaries')
  const name = (area: number) => legend.areas.find((a) => a.number === area)?.name ?? 'nobody'
  return (
    <BoundaryCard boundaries={boundaries} assignment={columns.assignment} flags={columns.flags} legend={legend} busy={change.isPending} error={change.error}
      onAssign={(to, keepUnits) => send({ assignBoundaries: { ...list, to, keepUnits } }, `Assigned ${many} to ${name(to)}`)}
      onShare={(among) => send({ shareBoundaries: { ...list, among } }, `Shared ${many} among ${among.length} territories`)}
      onLock={(locked) => send({ lockBoundaries: { ...list, locked } }, `${many} ${locked ? 'locked' : 'unlocked'}`)}
      onLeaveOut={(out) => send({ leaveOutBoundaries: { ...list, out } }, `${many} ${out ? 'left out' : 'taken in'}`)}
      onClear={() => selectBoundaries([])} />
  )
}
