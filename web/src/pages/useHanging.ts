import { useEffect, useState } from 'react'
import type { Hanging } from '../columns/hang'
import type { PlanColumns } from '../columns/planColumns'
import { touched } from '../columns/totals'

/** useHanging asks the worker how the areas that a move touches hang together before and after it. */
export function useHanging(
  columns: PlanColumns | undefined, assignment: Int32Array | undefined, units: readonly number[], to: number | undefined,
): readonly Hanging[] | undefined {
  const [known, setKnown] = useState<{ units: readonly number[]; to: number; hung: Hanging[] }>()
  useEffect(() => {
    if (!columns || !assignment || to === undefined || units.length === 0 || assignment.length !== columns.positions.n) return
    let stale = false
    columns.hang(assignment, units, to, touched(assignment, units, to, 6)).then(
      (hung) => { if (!stale) setKnown({ units, to, hung }) },
      // The worker ended with the page; nobody waits for the answer.
      () => undefined,
    )
    return () => {
      stale = true
    }
  }, [columns, assignment, units, to])
  return known && known.to === to ? known.hung : undefined
}
