import { Button, Checkbox, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { IconAdjustments, IconArrowsLeftRight, IconListCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAcceptDraft, useAcceptPart, useKeepDraft, useRejectDraft } from '../api/alignments'
import type { Draft } from '../api/types'
import { useDeskPart } from '../edit/desk'
import { isEmpty, noPart, said } from '../edit/draftPart'
import { t } from '../i18n'
import { ago, seconds } from '../ui/format'
import { NameModal } from '../ui/NameModal'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { done } from '../ui/toast'
import { BeforeAfter } from './BeforeAfter'
import { Certificate } from './Certificate'
import { DraftAreas } from './DraftAreas'
import { DraftNotes } from './DraftNotes'
import { TravelNotes } from './places/TravelNotes'
import { Tight } from './Tight'

interface Props {
  draft: Draft | undefined
  error: unknown
  stale: boolean
  name: string
  onClose: () => void
  onKept: (alignment: string) => void
  onArea: (area: number) => void
  /** Opens the choice among single moves; absent where they cannot be chosen. */
  onMoves?: (() => void) | undefined
}

const decided = { accepted: 'optimise.acceptedAgo', rejected: 'optimise.rejectedAgo', kept: 'optimise.keptAgo' } as const

/** DraftPanel shows what an optimisation proposes and takes the decision about it. */
export function DraftPanel({ draft, error, stale, name, onClose, onKept, onArea, onMoves }: Props) {
  const { side, show, moved, ring, ask } = useDeskPart('side', 'show', 'moved', 'ring', 'ask')
  if (error) return <Panel title={t('optimise.draft')} onClose={onClose}><ProblemNote title={t('optimise.draftCouldNotBe')} error={error} /></Panel>
  if (!draft) return <Panel title={t('optimise.draft')} onClose={onClose}><Stack>{[0, 1, 2, 3].map((k) => <Skeleton key={k} height={64} />)}</Stack></Panel>
  const { report } = draft
  const open = draft.state === 'open'
  const noWhatIf = draft.params.travel === 'time' ? 'optimise.whatIfNotByTime' : draft.params.by === 'boundary' ? 'optimise.whatIfNotByBoundary' : undefined
  return (
    <Panel title={t('optimise.draft')} onClose={onClose}
      text={draft.state === 'open' ? t('optimise.madeIn', { ago: ago(draft.created), seconds: seconds(report.seconds) }) : t(decided[draft.state], { ago: ago(draft.decided ?? draft.created) })}
      footer={open ? <Decide draft={draft} stale={stale} name={name} onClose={onClose} onKept={onKept} /> : undefined}
    >
      <Stack gap="lg">
        <Stack gap={8}>
          <SegmentedControl fullWidth size="xs" aria-label={t('optimise.planShownOnMap')} value={side} onChange={(value) => show(value === 'before' ? 'before' : 'after')}
            data={[{ value: 'before', label: t('optimise.before') }, { value: 'after', label: t('optimise.after') }]} />
          <Checkbox size="xs" label={t('optimise.ringUnitsMove')} checked={moved} onChange={(event) => ring(event.currentTarget.checked)} />
          <Tight report={report} onArea={onArea} />
        </Stack>
        {noWhatIf === undefined
          ? <Button size="xs" variant="light" leftSection={<IconAdjustments size={15} />} onClick={() => ask(true)}>{t('optimise.whatIf')}</Button>
          : <Text size="xs" c="dimmed">{t(noWhatIf)}</Text>}
        <Stack gap={6}>
          <BeforeAfter before={report.before} after={report.after} tolerances={report.tolerances} />
          {open && (
            <Button size="compact-sm" variant="subtle" leftSection={<IconArrowsLeftRight size={15} />} style={{ alignSelf: 'flex-start' }}
              renderRoot={(props) => <Link to="/compare" search={{ left: draft.alignmentId, right: `draft:${draft.id}` }} {...props} />}>{t('optimise.compareInDetail')}</Button>
          )}
        </Stack>
        <Certificate certificate={report.certificate} checked={report.checked} />
        {report.travelTimes && <TravelNotes times={report.travelTimes} />}
        <DraftNotes report={report} />
        {open && onMoves && (report.after.movedUnits > 0 || draft.params.by === 'boundary') && (
          <Button size="xs" variant="light" leftSection={<IconListCheck size={15} />} onClick={onMoves}>{t('optimise.chooseMoves')}</Button>
        )}
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
  const { part } = useDeskPart('part')
  const error = accept.error ?? reject.error
  return (
    <Stack gap={8}>
      {stale && <Text size="xs" c="var(--bw-over)">{t('optimise.alignmentHasChangedSince')}</Text>}
      {error && <ProblemNote title={t('common.didNotWork')} error={error} />}
      {!isEmpty(part) && <AcceptPart draft={draft} onClose={onClose} />}
      {isEmpty(part) && (
        <Button fullWidth size="md" disabled={stale} loading={accept.isPending}
          onClick={() => accept.mutate(draft.id, { onSuccess: () => { onClose(); done(t('optimise.draftAccepted'), t('optimise.oneStepHistoryCan')) } })}>
          {t('optimise.accept')}
        </Button>
      )}
      <Group grow gap={8}>
        <Button variant="default" onClick={() => setNaming(true)}>{t('optimise.keepAsScenario')}</Button>
        <Button variant="default" loading={reject.isPending}
          onClick={() => reject.mutate(draft.id, { onSuccess: () => { onClose(); done(t('optimise.draftRejected'), t('optimise.alignmentStaysAs')) } })}>
          {t('optimise.reject')}
        </Button>
      </Group>
      {naming && (
        <NameModal title={t('optimise.keepDraftAsScenario')} name={t('optimise.optimisedName', { name })} action={t('optimise.keep')} busy={keep.isPending} error={keep.error}
          onClose={() => setNaming(false)}
          onName={(chosen) => keep.mutate({ id: draft.id, name: chosen }, { onSuccess: (made) => { done(t('optimise.scenarioKept'), made.name); onKept(made.id) } })} />
      )}
    </Stack>
  )
}

/** AcceptPart accepts the areas and moves that were chosen; the rest of the draft is dropped. */
function AcceptPart({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const { part, choose } = useDeskPart('part', 'choose')
  const accept = useAcceptPart()
  const [lock, setLock] = useState(false)
  const run = () => accept.mutate({ id: draft.id, by: draft.params.by === 'boundary' ? 'boundary' : 'unit', ...part, lock }, {
    onSuccess: (merged) => {
      if (!merged.stored) return
      choose(noPart)
      onClose()
      done(t('optimise.acceptedPart'), t('optimise.restDraftWasLeft'))
    },
  })
  return (
    <Stack gap={8}>
      {accept.error && <ProblemNote title={t('common.didNotWork')} error={accept.error} />}
      {accept.data && !accept.data.stored && (
        <Text size="xs" c="var(--bw-over)">{t('optimise.conflictsWithWhatOthers', { count: accept.data.open })}</Text>
      )}
      <Button fullWidth size="md" loading={accept.isPending} onClick={run}>{t('optimise.accept2', { part: said(part) })}</Button>
      <Group justify="space-between">
        <Checkbox size="xs" label={t('optimise.lockWhatMoves')} checked={lock} onChange={(event) => setLock(event.currentTarget.checked)} />
        <Button size="compact-xs" variant="subtle" onClick={() => choose(noPart)}>{t('optimise.chooseAllAgain')}</Button>
      </Group>
    </Stack>
  )
}
