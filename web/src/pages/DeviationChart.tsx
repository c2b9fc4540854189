import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { Comparison } from '../api/types'
import { bands } from '../edit/compare'
import { said } from '../ui/said'

const Chart = lazy(() => import('../panels/BandsChart').then((m) => ({ default: m.BandsChart })))

/** DeviationChart counts territories by their distance from target; the chart library comes on demand. */
export function DeviationChart({ comparison, measure }: { comparison: Comparison; measure: number }) {
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <Chart bands={bands(comparison.areas, measure)} left={said(comparison.left.said, comparison.left.name)} right={said(comparison.right.said, comparison.right.name)} />
    </Suspense>
  )
}
