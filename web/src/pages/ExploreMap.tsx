import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { exploredAssignmentQuery, exploredLegendQuery } from '../api/explorations'
import type { Exploration, PlanFigures } from '../api/types'
import { t } from '../i18n'
import { MapView } from '../map/MapView'
import { Stat } from '../ui/Stat'
import { count, kilometres, percent } from '../ui/format'
import classes from './ExplorePage.module.css'
import { planOf, type useDeskData } from './useDeskData'
import { usePlanColumns } from './usePlanColumns'
import { useMapHandle } from './useMapHandle'

interface Props {
  data: ReturnType<typeof useDeskData>
  exploration: Exploration | undefined
  plan: number | undefined
}

/** ExploreMap shows the plan that is pointed at or chosen, or the alignment as it is. */
export function ExploreMap({ data, exploration, plan }: Props) {
  const handle = useMapHandle(data.alignment.data?.id ?? '')
  const { columns } = usePlanColumns(data.snapshot.data?.id)
  // Whoever sweeps over the points is not held up by every plan in between.
  const [calm] = useDebouncedValue(plan, 90)
  const shown = exploration?.plans.find((p) => p.plan === calm)
  const id = exploration?.id ?? ''
  const assignment = useQuery({ ...exploredAssignmentQuery(id, calm ?? 0), enabled: shown !== undefined, placeholderData: keepPreviousData })
  // All plans of a set have the same areas, so that one legend serves them all.
  const legend = useQuery({ ...exploredLegendQuery(id, 0), enabled: exploration !== undefined && exploration.plans.length > 0 })
  const mapped = useMemo(() => {
    if (shown) return assignment.data && legend.data ? planOf(assignment.data, legend.data, undefined) : undefined
    return data.assignment.data && data.legend.data ? planOf(data.assignment.data, data.legend.data, undefined) : undefined
  }, [shown, assignment.data, legend.data, data.assignment.data, data.legend.data])

  const { map } = handle
  useEffect(() => {
    if (map && columns) map.open(columns)
  }, [map, columns])
  useEffect(() => {
    if (map && columns && mapped && mapped.assignment.length === columns.positions.n) void map.show(mapped)
  }, [map, columns, mapped])

  return (
    <MapView label={shown ? t('explore.mapPlan', { plan: shown.plan + 1 }) : t('explore.mapPlanAs')} book={handle.book} handlers={{ coloured: handle.onColoured }} onMap={handle.setMap}>
      <div className={classes.figures} role="status" aria-label={t('explore.planOnMap')}>
        <Text size="sm" fw={620}>{shown ? t('explore.plan', { plan: shown.plan + 1 }) : t('explore.planAs')}</Text>
        {shown ? <Figures figures={shown} /> : exploration?.present && <Figures figures={exploration.present} />}
      </div>
    </MapView>
  )
}

function Figures({ figures }: { figures: PlanFigures }) {
  return (
    <div className={classes.row}>
      <Stat label={t('explore.largestDeviation')} value={percent(figures.balance)} />
      <Stat label={t('explore.meanTravel')} value={kilometres(figures.travelKm)} />
      <Stat label={t('explore.unitsMoved')} value={count(figures.movedUnits)} />
      <Stat label={t('explore.compactness')} value={percent(figures.compactness)} />
    </div>
  )
}
