import { Badge, Button, Group, Text, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useDecide, useReply, type Thread } from '../api/comments'
import type { Legend } from '../api/types'
import { t } from '../i18n'
import { ago, date } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import classes from './CommentsPanel.module.css'

const colours: Record<string, string> = { open: '#c2570c', resolved: '#7a7a72', accepted: '#2c8769', rejected: '#b3261e' }

interface Props { thread: Thread; legend: Legend; alignmentId: string; lit: boolean; onShow: () => void }

/** CommentThread is one comment or challenge with its replies and what can be decided about it. */
export function CommentThread({ thread, legend, alignmentId, lit, onShow }: Props) {
  const [text, setText] = useState<string>()
  const reply = useReply(alignmentId)
  const decide = useDecide(alignmentId)
  const at = useRef<HTMLElement>(null)
  useEffect(() => {
    if (lit) at.current?.scrollIntoView({ block: 'nearest' })
  }, [lit])
  const open = thread.state === 'open'
  const choices = !open ? (thread.state === 'accepted' ? [] : (['reopen'] as const)) : thread.kind === 'challenge' ? (['accept', 'reject'] as const) : (['resolve'] as const)
  return (
    <article ref={at} className={lit ? `${classes.thread} ${classes.lit}` : classes.thread} aria-label={`${thread.kind}: ${thread.messages[0]?.text ?? ''}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <Text size="sm" fw={560}>{aboutText(thread, legend)}</Text>
        <Badge size="sm" variant="default" leftSection={<span className={classes.dot} style={{ background: colours[thread.state] }} />} style={{ flex: 'none' }}>{thread.state}</Badge>
      </Group>
      {thread.messages.map((message) => (
        <div key={message.id} className={classes.message}>
          <Text size="sm" className={classes.text ?? ''}>{message.text}</Text>
          <Text size="xs" c="dimmed" title={date(message.at)}>{message.by.name}, {ago(message.at)}</Text>
        </div>
      ))}
      {thread.decision?.reason && <Text size="sm" mt={6}>{thread.decision.by.name}: {thread.decision.reason}</Text>}
      {text !== undefined && (
        <Textarea mt={8} autosize minRows={2} data-autofocus autoFocus aria-label={t('comments.yourReply')} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      )}
      <Group gap={6} mt={8}>
        {choices.map((decision) => (
          <Button key={decision} size="compact-sm" variant={decision === 'accept' ? 'filled' : 'default'} loading={decide.isPending}
            onClick={() => decide.mutate({ id: thread.id, decision })}>{labels[decision]}</Button>
        ))}
        {text === undefined ? <Button size="compact-sm" variant="subtle" onClick={() => setText('')}>{t('comments.reply')}</Button> : (
          <Button size="compact-sm" disabled={text.trim() === ''} loading={reply.isPending}
            onClick={() => reply.mutate({ id: thread.id, text }, { onSuccess: () => setText(undefined) })}>{t('comments.sendReply')}</Button>
        )}
        {(thread.about.area !== undefined || thread.about.place || thread.about.unit) && <Button size="compact-sm" variant="subtle" onClick={onShow}>{t('comments.showOnMap')}</Button>}
      </Group>
      {decide.error && <ProblemNote title={t('comments.nothingWasDecided')} error={decide.error} />}
      {reply.error && <ProblemNote title={t('comments.replyWasNotSent')} error={reply.error} />}
    </article>
  )
}

const labels = { get resolve() { return t('comments.resolve') }, get reopen() { return t('comments.openAgain') }, accept: 'Accept and move', get reject() { return t('comments.reject') } } as const

/** aboutText says what a thread is about. */
export function aboutText(thread: Thread, legend: Legend): string {
  const name = (number: number | undefined) => legend.areas.find((area) => area.number === number)?.name ?? t('common.unassigned')
  if (thread.kind === 'challenge') return t('comments.unit', { unit: thread.about.unit ?? '', from: name(thread.from), wants: name(thread.wants) })
  if (thread.about.area) return name(thread.about.area)
  if (thread.about.unit) return t('comments.unit2', { unit: thread.about.unit })
  if (thread.about.place) return t('comments.place', { lat: thread.about.place.lat.toFixed(3), lon: thread.about.place.lon.toFixed(3) })
  return t('comments.wholePlan')
}
