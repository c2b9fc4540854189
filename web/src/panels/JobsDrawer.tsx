import { ActionIcon, Badge, Button, Drawer, Group, Indicator, Progress, Stack, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconListCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { ended, jobsQuery, useCancelJob } from '../api/jobs'
import type { Job, JobState } from '../api/types'
import { EmptyState } from '../ui/EmptyState'
import { ago, seconds } from '../ui/format'

const kinds: Record<string, string> = { import: 'Import', optimize: 'Optimisation', pareto: 'Pareto set', headcount: 'Headcount curve', publish: 'Publication' }
const states: Record<JobState, string> = {
  queued: 'Waiting', running: 'Running', succeeded: 'Done', failed: 'Failed', cancelled: 'Cancelled',
}

/** JobsButton opens the list of jobs and shows when one is running. */
export function JobsButton() {
  const [opened, { open, close }] = useDisclosure(false)
  const { data: jobs = [] } = useQuery({ ...jobsQuery(), refetchInterval: opened ? 2000 : 15000 })
  const busy = jobs.some((job) => !ended(job.state))
  return (
    <>
      <Tooltip label="Jobs">
        <Indicator disabled={!busy} processing size={8} offset={6}>
          <ActionIcon variant="subtle" color="gray" size={34} onClick={open} aria-label={busy ? 'Jobs, one is running' : 'Jobs'}>
            <IconListCheck size={18} stroke={1.7} />
          </ActionIcon>
        </Indicator>
      </Tooltip>
      <Drawer opened={opened} onClose={close} position="right" title={<Text fw={640} size="lg">Jobs</Text>} size={400}
        closeButtonProps={{ 'aria-label': 'Close the list of jobs' }}>
        {jobs.length === 0 && (
          <EmptyState icon={<IconListCheck size={26} />} title="No jobs yet"
            text="Imports, optimisations and publications run as jobs and are listed here." />
        )}
        <Stack gap="xs">{jobs.slice(0, 40).map((job) => <JobRow key={job.id} job={job} />)}</Stack>
      </Drawer>
    </>
  )
}

function JobRow({ job }: { job: Job }) {
  const cancel = useCancelJob()
  const running = !ended(job.state)
  const took = job.started && job.ended ? (Date.parse(job.ended) - Date.parse(job.started)) / 1000 : undefined
  return (
    <div style={{ border: '1px solid var(--bw-line)', borderRadius: 10, padding: '12px 14px' }}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={580} size="sm">{kinds[job.kind] ?? job.kind}</Text>
        <Badge variant="light" color={job.state === 'failed' ? 'red' : running ? 'pine' : 'gray'} tt="none">
          {states[job.state]}
        </Badge>
      </Group>
      <Text size="xs" c="dimmed" className="num">
        {ago(job.created)}{took === undefined ? '' : `, took ${seconds(took)}`}
      </Text>
      {job.error && <Text size="sm" mt={6} c="var(--bw-bad)">{job.error.message}</Text>}
      {running && (
        <Stack gap={8} mt={8}>
          <JobProgress job={job} />
          <Group>
            <Button size="compact-xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(job.id)}>
              Cancel
            </Button>
          </Group>
        </Stack>
      )}
    </div>
  )
}

/** JobProgress shows how far a job is, with a moving bar when the end is not known. */
export function JobProgress({ job }: { job: Job }) {
  const { done, total, message, phase } = job.progress
  const share = total > 0 ? Math.min(100, (100 * done) / total) : 100
  const said = message || phase || states[job.state]
  return (
    <div>
      <Progress.Root size="md" radius="xl">
        <Progress.Section value={share} animated={total <= 0} striped={total <= 0} aria-label={said} />
      </Progress.Root>
      <Text size="xs" c="dimmed" mt={6} className="num" aria-live="polite">{said}</Text>
    </div>
  )
}
