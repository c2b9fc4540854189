import { SegmentedControl, Skeleton, Text } from '@mantine/core'
import { IconMessage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { commentsQuery, type Thread } from '../api/comments'
import type { Legend, Snapshot } from '../api/types'
import { t } from '../i18n'
import { EmptyState } from '../ui/EmptyState'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { CommentForm } from './CommentForm'
import { CommentThread } from './CommentThread'

interface Props {
  alignmentId: string
  snapshot: Snapshot
  legend: Legend
  /** The area whose card is open, 0 for none. */
  area: number
  selection: readonly number[]
  /** The thread that a mark on the map points at. */
  lit: string | undefined
  /** Waits for a click on the map; undefined while there is no map. */
  pick: ((place: (at: { lon: number; lat: number }) => void) => () => void) | undefined
  /** Shows on the map what a thread is about. */
  onShow: (thread: Thread) => void
}

/** CommentsPanel lists what people said about the plan, and takes new comments and challenges. */
export function CommentsPanel({ alignmentId, snapshot, legend, area, selection, lit, pick, onShow }: Props) {
  const [shown, setShown] = useState('open')
  const comments = useQuery(commentsQuery(alignmentId))
  const open = comments.data?.filter((thread) => thread.state === 'open') ?? []
  const list = shown === 'open' ? open : (comments.data ?? [])
  return (
    <Panel title={t('comments.comments')} text={t('comments.notesChallengesStayWith')}>
      <CommentForm key={selection.length === 1 ? selection[0] : -1} alignmentId={alignmentId} snapshot={snapshot} legend={legend} area={area} selection={selection} pick={pick} />
      <SegmentedControl fullWidth size="xs" mt="md" mb="xs" aria-label={t('comments.whichComments')} value={shown} onChange={setShown}
        data={[{ value: 'open', label: t('comments.open', { length: open.length }) }, { value: 'all', label: t('comments.all', { length: comments.data?.length ?? 0 }) }]} />
      {comments.error && <ProblemNote title={t('comments.commentsCouldNotBe')} error={comments.error} onRetry={() => void comments.refetch()} />}
      {comments.isPending && <Skeleton height={80} />}
      {comments.data && list.length === 0 && (comments.data.length === 0
        ? <EmptyState icon={<IconMessage size={24} />} title={t('comments.noCommentsYet')} text={t('comments.writeOneAboveAbout')} />
        : <Text size="sm" c="dimmed">{t('comments.everythingDealtWith')}</Text>)}
      {list.map((thread) => (
        <CommentThread key={thread.id} thread={thread} legend={legend} alignmentId={alignmentId} lit={thread.id === lit} onShow={() => onShow(thread)} />
      ))}
    </Panel>
  )
}
