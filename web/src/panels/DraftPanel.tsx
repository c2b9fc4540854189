import { Button, Checkbox, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { useState } from 'react'
import { useAcceptDraft, useAcceptPart, useKeepDraft, useRejectDraft } from '../api/alignments'
import type { Draft } from '../api/types'
import { useDesk } from '../edit/desk'
import { isEmpty, noPart, said } from '../edit/draftPart'
import { ago, plural } from '../ui/format'
import { NameModal } from '../ui/NameModal'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { done } from '../ui/toast'
import { BeforeAfter } from './BeforeAfter'
import { Certificate } from './Certificate'
import { DraftAreas } from './DraftAreas'
import { DraftNotes } from './DraftNotes'
import { Tight } from './Tight'

interface Props {
  draft: Draft | undefined
  error: unknown
  stale: boolean
  name: string
  onClose: () => void
  onKept: (alignment: string) => void
  onArea: (area: number) => void
}

const decided = { accepted: 'Accepted', rejected: 'Rejected', kept: 'Kept as a scenario', open: '' } as const

/** DraftPanel shows what an optimisation proposes and takes the decision about it. */
export function DraftPanel({ draft, error, stale, name, onClose, onKept, onArea }: Props) {
  const { side, show, moved, ring, ask } = useDesk()
  if (error) return <Panel title="Draft" onClose={onClose}><ProblemNote title="The draft could not be loaded" error={error} /></Panel>
  if (!draft) return <Panel title="Draft" onClose={onClose}><Stack>{[0, 1, 2, 3].map((k) => <Skeleton key={k} height={64} />)}</Stack></Panel>
  const { report } = draft
  const open = draft.state === 'open'
  return (
    <Panel title="Draft" onClose={onClose}
      text={open ? `Made ${ago(draft.created)} in ${report.seconds.toFixed(1)} s` : `${decided[draft.state]} ${ago(draft.decided ?? draft.created)}`}
      footer={open ? <Decide draft={draft} stale={stale} name={name} onClose={onClose} onKept={onKept} /> : undefined}
    >
      <Stack gap="lg">
        <Stack gap={8}>
          <SegmentedControl fullWidth size="xs" aria-label="Plan shown on the map" value={side} onChange={(value) => show(value === 'before' ? 'before' : 'after')}
            data={[{ value: 'before', label: 'Before' }, { value: 'after', label: 'After' }]} />
          <Checkbox size="xs" label="Ring the units that move" checked={moved} onChange={(event) => ring(event.currentTarget.checked)} />
          <Tight report={report} onArea={onArea} />
        </Stack>
        <Button size="xs" variant="light" leftSection={<IconAdjustments size={15} />} onClick={() => ask(true)}>What if…</Button>
        <BeforeAfter before={report.before} after={report.after} tolerances={report.tolerances} />
        <Certificate certificate={report.certificate} checked={report.checked} />
        <DraftNotes report={report} />
        <DraftAreas report={report} choosable={open} onArea={onArea} />
      </Stack>
    </Panel>
  )
}

function Decide({ draft, stale, name, onClose, onKept }: {
  draft: Draft; stale: boolean; name: string; onClose: () => void; onKept: (alignment: string) => void
}) {
  const accept = useAcceptDraft()
  const reject = useRejectDraft()
  const keep = useKeepDraft()
  const [naming, setNaming] = useState(false)
  const { part } = useDesk()
  const error = accept.error ?? reject.error
  return (
    <Stack gap={8}>
      {stale && <Text size="xs" c="var(--bw-over)">The alignment has changed since. Keep the draft as a scenario, or optimise again.</Text>}
      {error && <ProblemNote title="That did not work" error={error} />}
      {!isEmpty(part) && <AcceptPart draft={draft} onClose={onClose} />}
      {isEmpty(part) && (
        <Button fullWidth size="md" disabled={stale} loading={accept.isPending}
          onClick={() => accept.mutate(draft.id, { onSuccess: () => { onClose(); done('Draft accepted', 'It is one step in the history and can be undone.') } })}>
          Accept
        </Button>
      )}
      <Group grow gap={8}>
        <Button variant="default" onClick={() => setNaming(true)}>Keep as scenario</Button>
        <Button variant="default" loading={reject.isPending}
          onClick={() => reject.mutate(draft.id, { onSuccess: () => { onClose(); done('Draft rejected', 'The alignment stays as it is.') } })}>
          Reject
        </Button>
      </Group>
      {naming && (
        <NameModal title="Keep the draft as a scenario" name={`${name}, optimised`} action="Keep" busy={keep.isPending} error={keep.error}
          onClose={() => setNaming(false)}
          onName={(chosen) => keep.mutate({ id: draft.id, name: chosen }, { onSuccess: (made) => { done('Scenario kept', made.name); onKept(made.id) } })} />
      )}
    </Stack>
  )
}

/** AcceptPart accepts the areas and moves that were chosen; the rest of the draft is dropped. */
function AcceptPart({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const { part, choose } = useDesk()
  const accept = useAcceptPart()
  const [lock, setLock] = useState(false)
  const run = () => accept.mutate({ id: draft.id, ...part, lock }, {
    onSuccess: (merged) => {
      if (!merged.stored) return
      choose(noPart)
      onClose()
      done('Accepted in part', 'The rest of the draft was left out. It is one step in the history and can be undone.')
    },
  })
  return (
    <Stack gap={8}>
      {accept.error && <ProblemNote title="That did not work" error={accept.error} />}
      {accept.data && !accept.data.stored && (
        <Text size="xs" c="var(--bw-over)">{plural(accept.data.open, 'conflict')} with what others did meanwhile. Choose fewer areas, or optimise again.</Text>
      )}
      <Button fullWidth size="md" loading={accept.isPending} onClick={run}>Accept {said(part)}</Button>
      <Group justify="space-between">
        <Checkbox size="xs" label="Lock what moves" checked={lock} onChange={(event) => setLock(event.currentTarget.checked)} />
        <Button size="compact-xs" variant="subtle" onClick={() => choose(noPart)}>Choose all again</Button>
      </Group>
    </Stack>
  )
}
