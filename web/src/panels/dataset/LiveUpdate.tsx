import { Button, Group, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf, useCancelJob, useJob } from '../../api/jobs'
import { useUpdate } from '../../api/refreshes'
import { t } from '../../i18n'
import type { DatasetTabProps } from '../../pages/datasetTabs'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'
import { JobProgress } from '../JobsDrawer'
import { useJobEnd } from '../importing/useJobEnd'

/** LiveUpdate reads a dataset's live sources again into a new snapshot; the alignments stay until they are moved. */
export function LiveUpdate({ dataset, snapshot }: DatasetTabProps) {
  const [jobId, setJobId] = useState<string>()
  const update = useUpdate(dataset.id)
  const cancel = useCancelJob()
  const job = useJob(jobId)
  const client = useQueryClient()
  useJobEnd(job, () => {
    setJobId(undefined)
    void client.invalidateQueries({ queryKey: ['datasets'] })
    done(t('data.updated'), t('data.updatedText'))
  })
  const file = snapshot.sources.find((source) => !source.liveSource)
  if (file) return <Text size="sm" c="dimmed" mt={8}>{t('data.refreshNotLive', { file: file.name })}</Text>
  const failed = update.error ?? (job?.state === 'failed' || job?.state === 'cancelled' ? failureOf(job, t('importing.nothingSaved')) : undefined)
  const busy = jobId !== undefined && !failed
  return (
    <div style={{ flex: '1 1 300px' }}>
      <Group>
        <Button variant="default" leftSection={<IconRefresh size={16} />} title={t('data.refreshLiveText')} loading={update.isPending || busy}
          onClick={() => update.mutate({ keep: true }, { onSuccess: (made) => setJobId(made.id) })}>{t('data.refreshLive')}</Button>
        {busy && <Button size="xs" variant="default" onClick={() => cancel.mutate(jobId)}>{t('common.cancel')}</Button>}
      </Group>
      {busy && job && <div style={{ marginTop: 12 }}><JobProgress job={job} /></div>}
      {failed && <div style={{ marginTop: 12 }}><ProblemNote title={t('data.updateFailed')} error={failed} /></div>}
    </div>
  )
}
