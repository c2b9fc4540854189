import { useCallback, useEffect, useRef, useState } from 'react'
import { cancelJob, startDryRun, type DryResult } from '../api/dryRuns'
import type { ImportBody } from '../api/datasets'
import { ended, jobProblem, useJob } from '../api/jobs'
import type { Job } from '../api/types'

/** Files up to this many bytes together are counted by themselves whenever something changes. */
export const autoBytes = 64_000_000

/** How long to wait after a change before counting anew. */
const settle = 700

interface Asked { key: string; jobId?: string; error?: unknown }

/** How far counting all rows is. */
export interface DryRun {
  job: Job | undefined
  running: boolean
  /** The newest figures; stale when the settings have changed since. */
  result: DryResult | undefined
  stale: boolean
  error: unknown
  start: () => void
  stop: () => void
}

/** useDryRun counts what an import would do, over every row, and counts anew when what is asked changes. */
export function useDryRun(body: ImportBody & { dataset?: string }, auto: boolean): DryRun {
  const key = JSON.stringify(body)
  const [asked, setAsked] = useState<Asked>()
  const [known, setKnown] = useState<{ key: string; result: DryResult }>()
  const job = useJob(asked?.jobId)
  const running = useRef<string>(undefined)

  const stop = useCallback(() => {
    const id = running.current
    running.current = undefined
    if (id) void cancelJob(id).catch(() => undefined) // it may have ended meanwhile
  }, [])

  const start = useCallback(() => {
    stop()
    setAsked({ key })
    startDryRun(JSON.parse(key) as ImportBody).then(
      (made) => {
        running.current = made.id
        setAsked((held) => (held?.key === key ? { key, jobId: made.id } : held))
      },
      (error: unknown) => setAsked({ key, error }),
    )
  }, [key, stop])

  useEffect(() => {
    if (!auto) return
    const timer = setTimeout(start, settle)
    return () => clearTimeout(timer)
  }, [auto, start])

  useEffect(() => stop, [stop])

  if (job?.state === 'succeeded' && asked && known?.key !== asked.key) {
    setKnown({ key: asked.key, result: job.result as DryResult })
  }
  return {
    job, start, stop,
    running: asked !== undefined && asked.error === undefined && (job === undefined || !ended(job.state)),
    result: known?.result, stale: known !== undefined && known.key !== key,
    error: asked?.key === key ? (asked.error ?? jobProblem(job)) : undefined,
  }
}
