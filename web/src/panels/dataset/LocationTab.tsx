import { Button, Group, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { failureOf, useCancelJob, useJob } from '../../api/jobs'
import { useLocate, type Location } from '../../api/places'
import { t } from '../../i18n'
import type { DatasetTabProps } from '../../pages/datasetTabs'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'
import { useJobEnd } from '../importing/useJobEnd'
import { JobProgress } from '../JobsDrawer'
import { AddressReport } from '../places/AddressReport'
import { asksFor, LocationFields } from '../places/LocationFields'
import { LocationReportView } from '../places/LocationReportView'

/** LocationTab says where units are, doubts their addresses, and locates them again. */
export function LocationTab({ dataset, snapshot }: DatasetTabProps) {
  return (
    <>
      <Section title={t('places.howLocated')}>
        <Card>{snapshot.location ? <LocationReportView report={snapshot.location} /> : <Text size="sm">{t('places.notLocated')}</Text>}</Card>
      </Section>
      <AddressReport snapshot={snapshot} />
      <Section title={t('places.locateAgain')} text={t('places.locateAgainText')}>
        <LocateAgain datasetId={dataset.id} texts={snapshot.columns.filter((c) => c.type === 'text' && !c.name.startsWith('$')).map((c) => c.name)} before={snapshot.location?.location} />
      </Section>
    </>
  )
}

function LocateAgain({ datasetId, texts, before }: { datasetId: string; texts: readonly string[]; before: Location | undefined }) {
  const [location, setLocation] = useState<Location>(before ?? { sets: [] })
  const [jobId, setJobId] = useState<string>()
  const start = useLocate(datasetId)
  const cancel = useCancelJob()
  const client = useQueryClient()
  const job = useJob(jobId)
  useJobEnd(job, useCallback(() => {
    setJobId(undefined)
    done(t('places.located'), '')
    void client.invalidateQueries({ queryKey: ['datasets'] })
  }, [client]))
  const failed = job?.state === 'failed' || job?.state === 'cancelled'
  return (
    <Card>
      {jobId && !failed ? (
        <>
          <Group justify="space-between" mb="md">
            <Text fw={600}>{t('places.locating')}</Text>
            <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate(jobId)}>{t('places.cancel')}</Button>
          </Group>
          {job && <JobProgress job={job} />}
        </>
      ) : (
        <>
          <LocationFields texts={texts} value={location} onChange={setLocation} />
          {failed && job.error && <div style={{ marginTop: 12 }}><ProblemNote title={t('places.locateFailed')} error={failureOf(job, '')} /></div>}
          {start.error && <div style={{ marginTop: 12 }}><ProblemNote title={t('places.locateFailed')} error={start.error} /></div>}
          <Group mt="md"><Button disabled={!asksFor(location)} loading={start.isPending} onClick={() => start.mutate(location, { onSuccess: (begun) => setJobId(begun.id) })}>{t('places.locateStart')}</Button></Group>
        </>
      )}
    </Card>
  )
}
