import { useQuery } from '@tanstack/react-query'
import { useChange } from '../api/alignments'
import { previewQuery } from '../api/planning'
import type { ChangeOp } from '../api/types'
import { useDeskPart } from '../edit/desk'
import { effectsOfFlows, withUnmoved } from '../edit/effect'
import { t } from '../i18n'
import { BoundaryCard } from '../panels/BoundaryCard'
import { done } from '../ui/toast'
import type { useDeskData } from './useDeskData'
import { useBoundaryColumns } from './useBoundaries'

/** BoundaryCarving assigns the selected boundaries on the newest version of the alignment, and shows the effect before. */
export function BoundaryCarving({ data, tolerance }: { data: ReturnType<typeof useDeskData>; tolerance: number }) {
  const { boundaries, selectBoundaries, giving: choice, give } = useDeskPart('boundaries', 'selectBoundaries', 'giving', 'give')
  const alignment = data.alignment.data
  const change = useChange(alignment?.id ?? '')
  const columns = useBoundaryColumns(alignment)
  const legend = data.legend.data
  const chosen = { boundaries: [...boundaries] }
  const wanted: ChangeOp = choice.areas.length > 1
    ? { shareBoundaries: { ...chosen, among: [...choice.areas] } }
    : { assignBoundaries: { ...chosen, to: choice.areas[0] ?? 0, keepUnits: choice.keepUnits } }
  const preview = useQuery({
    ...previewQuery(alignment?.id ?? '', alignment?.version ?? 0, [wanted], legend?.measures),
    enabled: alignment !== undefined && legend !== undefined && choice.areas.length > 0,
    // The first question about a set comes back without parts: its neighbours are being worked out.
    refetchInterval: ({ state }) => (state.data?.parts === null ? 2000 : false),
  })
  if (!alignment || !legend || !columns.assignment) return null
  const send = (op: ChangeOp, reason: string) =>
    change.mutate({ expectedVersion: alignment.version, reason, ops: [op] }, {
      onSuccess: () => {
        selectBoundaries([])
        done(reason, t('desk.undoWithCtrlZ'))
      },
    })
  const hanging = preview.data?.parts ?? undefined
  const effects = choice.areas.length > 0 && preview.data
    ? withUnmoved(effectsOfFlows(preview.data.flows ?? []), hanging?.map(({ area }) => area) ?? [], legend.measures.length)
    : undefined
  const many = t('common.boundaries', { count: boundaries.length })
  const name = (area: number) => legend.areas.find((a) => a.number === area)?.name ?? t('boundaries.nobody')
  return (
    <BoundaryCard boundaries={boundaries} assignment={columns.assignment} flags={columns.flags} legend={legend} tolerance={tolerance} choice={choice} onChoice={give}
      effects={effects} hanging={hanging} busy={change.isPending} error={change.error}
      onAssign={(to, keepUnits) => send({ assignBoundaries: { ...chosen, to, keepUnits } }, t('desk.assignedTo', { many, to: name(to) }))}
      onShare={(among) => send({ shareBoundaries: { ...chosen, among } }, t('desk.sharedAmongTerritories', { many, length: among.length }))}
      onLock={(locked) => send({ lockBoundaries: { ...chosen, locked } }, locked ? t('desk.locked', { many }) : t('desk.unlocked', { many }))}
      onLeaveOut={(out) => send({ leaveOutBoundaries: { ...chosen, out } }, out ? t('desk.leftOut', { many }) : t('desk.takenIn', { many }))}
      onClear={() => selectBoundaries([])} />
  )
}
