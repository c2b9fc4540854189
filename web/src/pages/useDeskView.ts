import { useQuery } from '@tanstack/react-query'
import { useSaveView, viewQuery } from '../api/planning'
import type { View } from '../api/types'
import { chosen, written, type LegendColumn } from '../edit/legendColumns'
import { keepLayers, layersOf, type Layer } from '../edit/viewLink'
import type { DeskSearch } from '../router'

/**
 * useDeskView is how this planner looks at an alignment: kept on the server for everybody by themselves, while what an
 * address says goes first, so that a link shows what its sender saw.
 */
export function useDeskView(id: string, search: DeskSearch, measures: readonly string[], look: (change: Partial<DeskSearch>) => void) {
  const view = useQuery(viewQuery(id))
  const save = useSaveView(id)
  const keep = (change: Partial<View>) => save.mutate({ focus: {}, ...view.data, ...change })
  return {
    view: view.data,
    columns: chosen(search.columns ?? view.data?.legend, measures),
    layers: layersOf(search.layers ?? view.data?.layers),
    level: search.level ?? view.data?.level,
    measure: search.measure ?? view.data?.measure,
    setColumns: (columns: readonly LegendColumn[]) => {
      keep({ legend: columns.map(written) })
      look({ columns: undefined })
    },
    setLayers: (layers: ReadonlySet<Layer>) => {
      keep({ layers: keepLayers(layers) })
      look({ layers: undefined })
    },
    setLevel: (level: number) => {
      keep({ level })
      look({ level })
    },
    setMeasure: (measure: string | undefined) => {
      if (measure === undefined) return
      keep({ measure })
      look({ measure: measure || 'units' })
    },
  }
}

export type DeskView = ReturnType<typeof useDeskView>
