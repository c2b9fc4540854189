import { useEffect, useRef } from 'react'
import type { Job } from '../../api/types'

/** useJobEnd calls back once when a job has succeeded. */
export function useJobEnd(job: Job | undefined, then: (job: Job) => void): void {
  const told = useRef<string>(undefined)
  useEffect(() => {
    if (job?.state !== 'succeeded' || told.current === job.id) return
    told.current = job.id
    then(job)
  }, [job, then])
}
