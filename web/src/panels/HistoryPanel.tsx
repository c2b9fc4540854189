import { Skeleton, Stack, Text } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp, IconFlag, IconPencil, IconSparkles } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { draftsQuery, historyQuery } from '../api/alignments'
import type { HistoryEntry } from '../api/types'
import { ago, date, plural, units } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import classes from './HistoryPanel.module.css'

const icons: Record<string, typeof IconPencil> = {
  create: IconFlag, edit: IconPencil, optimize: IconSparkles, undo: IconArrowBackUp, redo: IconArrowForwardUp,
}

/** HistoryPanel lists every change with who, when and why, and the drafts that wait. */
export function HistoryPanel({ id, version, onDraft }: { id: string; version: number; onDraft: (draft: string) => void }) {
  const history = useQuery(historyQuery(id, version))
  const drafts = useQuery(draftsQuery(id))
  const open = drafts.data?.filter((draft) => draft.state === 'open') ?? []
  return (
    <Panel title="History" text="Every change is kept. Undo and redo work across sessions.">
      {history.error && <ProblemNote title="The history could not be loaded" error={history.error} onRetry={() => void history.refetch()} />}
      {history.isPending && <Stack>{[0, 1, 2, 3].map((k) => <Skeleton key={k} height={44} />)}</Stack>}
      {open.length > 0 && (
        <div className={classes.drafts}>
          <Text size="xs" fw={600} mb={4}>Drafts to decide on</Text>
          {open.map((draft) => (
            <button key={draft.id} type="button" className={classes.draft} onClick={() => onDraft(draft.id)}>
              <IconSparkles size={15} />
              <span>Draft of {ago(draft.created)}, {plural(draft.report.territories, 'territory', 'territories')}</span>
            </button>
          ))}
        </div>
      )}
      <ol className={classes.list}>{(history.data ?? []).map((entry) => <Entry key={entry.version} entry={entry} />)}</ol>
    </Panel>
  )
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const Icon = icons[entry.kind] ?? IconPencil
  const effect = [
    entry.unitsMoved > 0 ? `${units(entry.unitsMoved)} moved` : '',
    entry.areasChanged > 0 ? `${plural(entry.areasChanged, 'area')} changed` : '',
  ].filter(Boolean).join(', ')
  return (
    <li className={classes.entry}>
      <span className={classes.icon}><Icon size={15} stroke={1.8} /></span>
      <div>
        <Text size="sm" fw={520}>{entry.reason || entry.kind}</Text>
        <Text size="xs" c="dimmed" className="num" title={date(entry.at)}>
          Version {entry.version}, {entry.actor.name}, {ago(entry.at)}
        </Text>
        {effect && <Text size="xs" c="dimmed" className="num">{effect}</Text>}
      </div>
    </li>
  )
}
