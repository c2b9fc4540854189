import { ActionIcon, Badge, Button, Drawer, Group, Indicator, Progress, Stack, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconListCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { alignmentsQuery } from '../api/alignments'
import { datasetsQuery } from '../api/datasets'
import { ended, failureOf, jobsQuery, useCancelJob } from '../api/jobs'
import type { Job, JobState } from '../api/types'
import { t } from '../i18n'
import { useProblemTexts } from '../i18n/useProblemTexts'
import { EmptyState } from '../ui/EmptyState'
import { ago, seconds } from '../ui/format'
import { phaseText, said, words } from '../ui/said'

const kinds: Record<string, string> = { get import() { return t('shell.import') }, get optimize() { return t('shell.optimisation') }, get pareto() { return t('shell.paretoSet') }, get headcount() { return t('shell.headcountCurve') }, get publish() { return t('shell.publication') },
  get 'salesforce-import'() { return t('shell.orgImport') }, get 'salesforce-model'() { return t('shell.orgModel') }, get 'salesforce-plan'() { return t('shell.orgPlan') },
  get 'salesforce-apply'() { return t('shell.orgApply') }, get 'salesforce-verify'() { return t('shell.orgVerify') }, get 'salesforce-drift'() { return t('shell.orgDrift') },
  get refresh() { return t('shell.refreshJob') }, get locate() { return t('shell.locateJob') }, get supplement() { return t('shell.supplementJob') },
  get 'import-boundaries'() { return t('shell.boundariesJob') }, get extract() { return t('shell.extractJob') }, get update() { return t('shell.updateJob') },
  get event() { return t('shell.eventJob') }, get overlay() { return t('shell.overlayJob') } }
const states: Record<JobState, string> = {
  get queued() { return t('shell.waiting') }, get running() { return t('shell.running') }, get succeeded() { return t('shell.done') }, get failed() { return t('shell.failed') }, get cancelled() { return t('shell.cancelled') },
}

/** useJobs gives the jobs, asked for often while they are being watched, and whether one is running. */
function useJobs(watched: boolean): { jobs: Job[]; busy: boolean } {
  const { data: jobs = [] } = useQuery({ ...jobsQuery(), refetchInterval: watched ? 2000 : 15000 })
  return { jobs, busy: jobs.some((job) => !ended(job.state)) }
}

/** JobsButton opens the list of jobs and shows when one is running. */
export function JobsButton() {
  const [opened, { open, close }] = useDisclosure(false)
  const { busy } = useJobs(opened)
  return (
    <>
      <Tooltip label={t('shell.jobs')}>
        <Indicator disabled={!busy} processing size={8} offset={6}>
          <ActionIcon variant="subtle" color="gray" size={34} onClick={open} aria-label={busy ? t('shell.jobsOneRunning') : t('shell.jobs')}>
            <IconListCheck size={18} stroke={1.7} />
          </ActionIcon>
        </Indicator>
      </Tooltip>
      <JobsDrawer opened={opened} onClose={close} />
    </>
  )
}

/** JobsDrawer is the list of jobs, the newest first. */
export function JobsDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { jobs } = useJobs(opened)
  const datasets = useQuery({ ...datasetsQuery, enabled: opened }).data
  const alignments = useQuery({ ...alignmentsQuery(), enabled: opened }).data
  const about = (job: Job) => {
    const alignment = alignments?.find((one) => one.id === job.subject)
    if (alignment) return <Link to="/alignments/$alignmentId" params={{ alignmentId: alignment.id }} className="strong-link" onClick={onClose}>{alignment.name}</Link>
    const dataset = datasets?.find((one) => one.id === job.subject)
    if (dataset) return <Link to="/datasets/$datasetId" params={{ datasetId: dataset.id }} className="strong-link" onClick={onClose}>{dataset.name}</Link>
    if (job.kind === 'import-boundaries' || !alignments || !datasets) return job.subjectName
    return job.subjectName && t('shell.deletedNamed', { name: job.subjectName })
  }
  return (
    <Drawer opened={opened} onClose={onClose} position="right" title={<Text fw={640} size="lg">{t('shell.jobs')}</Text>} size={400}
      closeButtonProps={{ 'aria-label': t('shell.closeListJobs') }}>
      {jobs.length === 0 && <EmptyState icon={<IconListCheck size={26} />} title={t('shell.noJobsYet')} text={t('shell.jobsListedHere')} />}
      <Stack gap="xs">{jobs.slice(0, 40).map((job) => <JobRow key={job.id} job={job} about={about(job)} />)}</Stack>
    </Drawer>
  )
}

function JobRow({ job, about }: { job: Job; about: React.ReactNode }) {
  useProblemTexts()
  const cancel = useCancelJob()
  const running = !ended(job.state)
  const took = job.started && job.ended ? (Date.parse(job.ended) - Date.parse(job.started)) / 1000 : undefined
  return (
    <div style={{ border: '1px solid var(--bw-line)', borderRadius: 10, padding: '12px 14px' }}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed">{kinds[job.kind] ?? job.kind}</Text>
        <Badge variant="light" color={job.state === 'failed' ? 'red' : running ? 'pine' : 'gray'}>
          {states[job.state]}
        </Badge>
      </Group>
      {about && <Text size="sm" mt={2} style={{ overflowWrap: 'anywhere' }}>{about}</Text>}
      <Text size="xs" c="dimmed" mt={2} className="num">
        {took === undefined ? ago(job.created) : t('shell.took', { ago: ago(job.created), took: seconds(took) })}
      </Text>
      {job.error && <Text size="sm" mt={6} c="var(--bw-bad)">{words(failureOf(job, ''))}</Text>}
      {running && (
        <Stack gap={8} mt={8}>
          <JobProgress job={job} />
          <Group>
            <Button size="compact-xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
              {t('common.cancel')}
            </Button>
          </Group>
        </Stack>
      )}
    </div>
  )
}

/** JobProgress shows how far a job is, with a moving bar when the end is not known. */
export function JobProgress({ job }: { job: Job }) {
  const { done, total, message, phase, said: sentence } = job.progress
  const share = total > 0 ? Math.min(100, (100 * done) / total) : 100
  const now = said(sentence, message ?? '') || (phase && phaseText(phase)) || states[job.state]
  return (
    <div>
      <Progress.Root size="md" radius="xl">
        <Progress.Section value={share} animated={total <= 0} striped={total <= 0} aria-label={now} />
      </Progress.Root>
      <Text size="xs" c="dimmed" mt={6} className="num" aria-live="polite">{now}</Text>
    </div>
  )
}
