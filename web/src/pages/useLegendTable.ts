import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { legendQuery } from '../api/alignments'
import { withFigures } from '../edit/legendColumns'
import type { useDeskData } from './useDeskData'
import { useSupplementMeasures } from './useSupplementMeasures'
import type { DeskView } from './useDeskView'

/** useLegendTable is the legend with the further columns that somebody chose, added up from any numeric column. */
export function useLegendTable(data: ReturnType<typeof useDeskData>, view: DeskView, wide: boolean) {
  const numeric = (data.snapshot.data?.columns ?? []).filter((c) => c.type === 'number' && c.role !== 'latitude' && c.role !== 'longitude' && c.role !== 'ignore')
  const others = [...numeric.map((c) => c.name), ...useSupplementMeasures(data.alignment.data)].filter((name) => !data.measures.includes(name) && name !== '$row')
  const chosen = view.columns.map((column) => column.measure).filter((name, k, all) => others.includes(name) && all.indexOf(name) === k)
  const id = data.alignment.data?.id ?? ''
  const version = data.alignment.data?.version ?? 0
  const more = useQuery({ ...legendQuery(id, version, chosen), enabled: wide && chosen.length > 0 && version > 0 })
  const base = data.legend.data
  const legend = useMemo(() => (base && wide ? withFigures(base, more.data) : base), [base, more.data, wide])
  return { legend, table: { columns: view.columns, others, onColumns: view.setColumns } }
}
