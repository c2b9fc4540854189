import { Button, Group, Text } from '@mantine/core'
import { IconGitBranch, IconGitMerge } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { alignmentsQuery } from '../api/alignments'
import { useMerge } from '../api/planning'
import type { Alignment, MergeAnswer } from '../api/types'
import { t } from '../i18n'
import { done, failed } from '../ui/toast'
import { ChoiceDialog } from './ChoiceDialog'
import classes from './HistoryPanel.module.css'

/** Branches lists what began as a version of this alignment and can be merged back into it. */
export function Branches({ alignment, onOpen }: { alignment: Alignment; onOpen: (alignment: string) => void }) {
  const all = useQuery(alignmentsQuery(alignment.datasetId)).data ?? []
  const branches = all.filter((a) => a.origin?.alignmentId === alignment.id)
  const base = all.find((a) => a.id === alignment.origin?.alignmentId)
  if (branches.length === 0 && !base) return null
  return (
    <div className={classes.drafts}>
      {base && (
        <Group gap={6} wrap="nowrap">
          <IconGitBranch size={15} aria-hidden />
          <Text size="sm" flex={1} truncate>{t('history.branchVersion', { name: base.name, version: alignment.origin?.version ?? 0 })}</Text>
          <Button size="compact-xs" variant="subtle" onClick={() => onOpen(base.id)}>{t('history.open')}</Button>
        </Group>
      )}
      {branches.map((branch) => <Branch key={branch.id} alignment={alignment} branch={branch} onOpen={onOpen} />)}
    </div>
  )
}

function Branch({ alignment, branch, onOpen }: { alignment: Alignment; branch: Alignment; onOpen: (alignment: string) => void }) {
  const [conflicts, setConflicts] = useState<MergeAnswer>()
  const merge = useMerge(alignment.id)
  const run = (choices?: Record<string, 'ours' | 'theirs'>) =>
    merge.mutate({ branch: branch.id, expectedVersion: alignment.version, ...(choices ? { choices } : {}) }, {
      onSuccess: (answer) => {
        setConflicts(answer.stored ? undefined : answer)
        if (answer.stored) done(t('history.branchMerged'), t('history.partNow', { name: branch.name, name2: alignment.name }))
      },
      onError: (error) => failed(t('history.branchWasNotMerged'), error),
    })
  return (
    <Group gap={6} wrap="nowrap">
      <IconGitBranch size={15} aria-hidden />
      <Text size="sm" flex={1} truncate title={branch.name}>{branch.name}</Text>
      <Button size="compact-xs" variant="subtle" onClick={() => onOpen(branch.id)}>{t('history.open')}</Button>
      <Button size="compact-xs" variant="default" leftSection={<IconGitMerge size={13} />} loading={merge.isPending} onClick={() => run()}>{t('history.merge')}</Button>
      {conflicts && (
        <ChoiceDialog title={t('history.merge2', { name: branch.name })} answer={conflicts} busy={merge.isPending} ours={t('history.asIn', { name: alignment.name })} theirs={t('history.asIn', { name: branch.name })}
          onChoose={run} onClose={() => setConflicts(undefined)} />
      )}
    </Group>
  )
}
