import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Problem } from '../../api/client'
import { jobProblem } from '../../api/jobs'
import type { Job } from '../../api/types'
import { t } from '../../i18n'
import { ProblemNote } from '../../ui/ProblemNote'

interface Props {
  title: string
  /** What went wrong: an answer of the server, or the job that failed. */
  error?: unknown
  job?: Job
  /** The connection that was used, when it is known; a problem of access leads there. */
  connection?: string | undefined
  onRetry?: () => void
  children?: React.ReactNode
}

/** OrgProblem shows what an org refused; where signing in or a permission is the matter it leads to the connection. */
export function OrgProblem({ title, error, job, connection, onRetry, children }: Props) {
  const shown = jobProblem(job) ?? error
  const code = job?.error?.code ?? (shown instanceof Problem ? shown.code : '')
  const access = connection !== undefined && (code === 'forbidden' || code === 'unavailable')
  return (
    <ProblemNote plain title={title} error={shown ?? new Error(t('common.nothingChanged'))} {...(onRetry ? { onRetry } : {})}>
      {children}
      {access && <Button size="xs" variant="default" renderRoot={(props) => <Link to="/connections/$connectionId" params={{ connectionId: connection }} {...props} />}>{t('connections.openIt')}</Button>}
    </ProblemNote>
  )
}
