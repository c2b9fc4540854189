import { Badge, Button, Skeleton, Stack, Text } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp, IconFlag, IconPencil, IconSparkles } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { draftsQuery, historyQuery } from '../api/alignments'
import { namesQuery } from '../api/planning'
import type { Alignment, HistoryEntry, Legend } from '../api/types'
import { t } from '../i18n'
import { ago, date, dayOf, units } from '../ui/format'
import { said } from '../ui/said'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { Branches } from './Branches'
import classes from './HistoryPanel.module.css'
import { VersionMenu } from './VersionMenu'

const icons: Record<string, typeof IconPencil> = {
  create: IconFlag, edit: IconPencil, optimize: IconSparkles, undo: IconArrowBackUp, redo: IconArrowForwardUp,
}

interface Props { alignment: Alignment; legend: Legend; onDraft: (draft: string) => void; onOpen: (alignment: string) => void }

/** HistoryPanel lists every change with who, when and why, and the drafts that wait. */
export function HistoryPanel({ alignment, legend, onDraft, onOpen }: Props) {
  const { id, version } = alignment
  const names = useQuery(namesQuery(id))
  const history = useInfiniteQuery(historyQuery(id, version))
  const days = byDay(history.data?.pages.flat() ?? [])
  const drafts = useQuery(draftsQuery(id))
  const open = drafts.data?.filter((draft) => draft.state === 'open') ?? []
  return (
    <Panel title={t('history.history')} text={t('history.everyChangeKeptUndo')}>
      {history.error && <ProblemNote title={t('history.historyCouldNotBe')} error={history.error} onRetry={() => void history.refetch()} />}
      {history.isPending && <Stack>{[0, 1, 2, 3].map((k) => <Skeleton key={k} height={44} />)}</Stack>}
      {open.length > 0 && (
        <div className={classes.drafts}>
          <Text size="xs" fw={600} mb={4}>{t('history.draftsDecideOn')}</Text>
          {open.map((draft) => (
            <button key={draft.id} type="button" className={classes.draft} onClick={() => onDraft(draft.id)}>
              <IconSparkles size={15} />
              <span>{t('history.draftTerritories', { created: ago(draft.created), count: draft.report.territories })}</span>
            </button>
          ))}
        </div>
      )}
      <Branches alignment={alignment} onOpen={onOpen} />
      {days.map(({ day, entries }) => (
        <section key={day} className={classes.day} aria-label={day}>
          <Text component="h3" size="xs" fw={600} c="dimmed" className={classes.date}>{day}</Text>
          <ol className={classes.list}>
            {entries.map((entry) => (
              <Entry key={entry.version} entry={entry} names={(names.data ?? []).filter((n) => n.version === entry.version).map((n) => n.name)}
                menu={<VersionMenu id={id} version={version} at={entry.version} reason={said(entry.said, entry.reason)} legend={legend} onOpen={onOpen} />} />
            ))}
          </ol>
        </section>
      ))}
      {history.hasNextPage && (
        <Button fullWidth variant="default" size="xs" mt="xs" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>{t('history.showOlder')}</Button>
      )}
    </Panel>
  )
}

/** byDay groups changes, the newest first, by the day on which they were made. */
function byDay(entries: readonly HistoryEntry[]): { day: string; entries: HistoryEntry[] }[] {
  const days: { day: string; entries: HistoryEntry[] }[] = []
  for (const entry of entries) {
    const day = dayOf(entry.at)
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return days
}

function Entry({ entry, names, menu }: { entry: HistoryEntry; names: string[]; menu: React.ReactNode }) {
  const Icon = icons[entry.kind] ?? IconPencil
  const effect = [
    entry.unitsMoved > 0 ? t('history.moved', { unitsMoved: units(entry.unitsMoved) }) : '',
    entry.areasChanged > 0 ? t('history.areasChanged', { count: entry.areasChanged }) : '',
  ].filter(Boolean).join(', ')
  return (
    <li className={classes.entry}>
      <span className={classes.icon}><Icon size={15} stroke={1.8} /></span>
      <div style={{ flex: 1, minWidth: 0 }}>
        {names.map((name) => <Badge key={name} size="sm" variant="light" leftSection={<IconFlag size={11} />}>{name}</Badge>)}
        <Text size="sm" fw={520}>{said(entry.said, entry.reason) || entry.kind}</Text>
        <Text size="xs" c="dimmed" className="num" title={date(entry.at)}>
          {t('history.version', { version: entry.version, name: entry.actor.name, at: ago(entry.at) })}
        </Text>
        {effect && <Text size="xs" c="dimmed" className="num">{effect}</Text>}
      </div>
      {menu}
    </li>
  )
}
