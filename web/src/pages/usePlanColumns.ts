import { useEffect, useState } from 'react'
import { PlanColumns } from '../columns/planColumns'

/** usePlanColumns opens the positions of a snapshot and closes them with the page. */
export function usePlanColumns(snapshot: string | undefined): { columns: PlanColumns | undefined; error: unknown } {
  const [state, setState] = useState<{ columns: PlanColumns | undefined; error: unknown }>({ columns: undefined, error: undefined })
  useEffect(() => {
    if (!snapshot) return
    let gone = false
    let opened: PlanColumns | undefined
    const load = async () => {
      try {
        const columns = await PlanColumns.open(snapshot)
        if (gone) return columns.close()
        opened = columns
        setState({ columns, error: undefined })
      } catch (error) {
        if (!gone) setState({ columns: undefined, error })
      }
    }
    void load()
    return () => {
      gone = true
      opened?.close()
      setState({ columns: undefined, error: undefined })
    }
  }, [snapshot])
  return state
}
