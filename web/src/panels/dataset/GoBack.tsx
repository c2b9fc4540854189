import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf, useJob } from '../../api/jobs'
import { useRefresh } from '../../api/refreshes'
import type { SnapshotItem } from '../../api/snapshots'
import type { Alignment } from '../../api/types'
import { t } from '../../i18n'
import { ConfirmModal } from '../../ui/ConfirmModal'
import { date } from '../../ui/format'
import { done } from '../../ui/toast'
import { useJobEnd } from '../importing/useJobEnd'

/** GoBack moves the alignments of a dataset onto one of its older snapshots. It stays, without its button, once none is elsewhere: it is still to say so. */
export function GoBack({ snapshot, alignments }: { snapshot: SnapshotItem; alignments: readonly Alignment[] }) {
  const [asking, setAsking] = useState(false)
  const [jobId, setJobId] = useState<string>()
  const refresh = useRefresh(alignments[0]?.datasetId ?? '')
  const job = useJob(jobId)
  const client = useQueryClient()
  useJobEnd(job, () => {
    setAsking(false)
    setJobId(undefined)
    void client.invalidateQueries({ queryKey: ['alignments'] })
    done(t('data.wentBack'), date(snapshot.created))
  })
  const failed = refresh.error ?? (job?.state === 'failed' ? failureOf(job, '') : undefined)
  return (
    <>
      {alignments.some((a) => a.snapshotId !== snapshot.id) && <Button size="xs" variant="default" onClick={() => setAsking(true)}>{t('data.goBack')}</Button>}
      {asking && (
        <ConfirmModal title={t('data.goBackTitle')} text={t('data.goBackText', { when: date(snapshot.created) })} action={t('data.goBack')}
          busy={refresh.isPending || (jobId !== undefined && !failed)} error={failed} onClose={() => setAsking(false)}
          onConfirm={() => refresh.mutate({ to: snapshot.id }, { onSuccess: (made) => setJobId(made.id) })} />
      )}
    </>
  )
}
