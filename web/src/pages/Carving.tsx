import { useQuery, useQueryClient } from '@tanstack/react-query'
import { draftsQuery, useChange } from '../api/alignments'
import { assignmentQuery } from '../api/columns'
import type { PlanColumns } from '../columns/planColumns'
import { useDeskPart } from '../edit/desk'
import { lastAccepted } from '../edit/draftPart'
import { t } from '../i18n'
import { SelectionCard } from '../panels/SelectionCard'
import { done } from '../ui/toast'
import { useNumbers, type useDeskData } from './useDeskData'
import { useHanging } from './useHanging'

interface Props {
  data: ReturnType<typeof useDeskData>
  /** Positions, to tell how areas hang together; a plan without geography has none. */
  columns: PlanColumns | undefined
  tolerance: number
}

/** Carving moves the selected units on the newest version of the alignment, and shows the effect before. */
export function Carving({ data, columns, tolerance }: Props) {
  const { selection, drawing, select, into, aim, area } = useDeskPart('selection', 'drawing', 'select', 'into', 'aim', 'area')
  const client = useQueryClient()
  const alignment = data.alignment.data
  const change = useChange(alignment?.id ?? '')
  const numbers = useNumbers(data.snapshot.data?.id, data.measures, data.snapshot.data?.units ?? 0, true)
  const drafts = useQuery({ ...draftsQuery(alignment?.id ?? ''), enabled: alignment !== undefined && selection.length === 1 })
  const legend = data.legend.data
  const assignment = data.assignment.data
  const units = drawing ?? selection
  // Until a destination is chosen, the territory that is open in the legend is proposed.
  const open = legend?.areas.find((a) => a.number === area && a.leaf)
  const to = into ?? open?.number
  const hanging = useHanging(columns, assignment, units, to)
  if (!alignment || !legend || !assignment || !data.snapshot.data) return null

  const move = () => {
    if (to === undefined) return
    const name = legend.areas.find((a) => a.number === to)?.name ?? t('common.unassigned')
    const reason = t('desk.movedUnits', { count: selection.length, name })
    change.mutate({ expectedVersion: alignment.version, reason, ops: [{ assign: { units: [...selection], to } }] }, {
      onSuccess: ({ version }) => {
        const next = assignment.slice()
        for (const unit of selection) next[unit] = to
        if (version === alignment.version + 1) client.setQueryData(assignmentQuery(alignment.id, version).queryKey, next)
        select([])
        done(reason, t('desk.undoWithCtrlZ'))
      },
    })
  }
  const lock = (locked: boolean) =>
    change.mutate({ expectedVersion: alignment.version, ops: [{ lock: { units: [...selection], locked } }] }, {
      onSuccess: () => done(t(locked ? 'desk.locked' : 'desk.unlocked', { many: t('common.units', { count: selection.length }) })),
    })
  return (
    <SelectionCard units={units} drawing={drawing !== undefined} snapshot={data.snapshot.data} legend={legend} tolerance={tolerance} assignment={assignment}
      numbers={numbers} to={to} hanging={hanging} explains={lastAccepted(drafts.data ?? [])} busy={change.isPending} error={change.error} onTo={aim} onMove={move} onLock={lock} onClear={() => select([])} />
  )
}
