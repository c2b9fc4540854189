import { Modal, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { usePlanEvent } from '../api/planning'
import type { MidYearEvent } from '../api/types'
import { t } from '../i18n'
import type { DialogProps } from './AreaDialogs'
import { Frame } from './Frame'
import { OptimiseRun } from './OptimiseRun'

type Kind = MidYearEvent['kind']

const says: Record<Kind, string> = {
  get leave() { return t('areas.territoryGivenUpThose') },
  get join() { return t('areas.newTerritoryBesideOne') },
  get merge() { return t('areas.territoryMergedIntoAnother') },
  get split() { return t('areas.newTerritoryTakesAbout') },
  get product() { return t('areas.newTerritoriesTakeUnits') },
}

/** EventDialog plans a mid-year change: the plan with the fewest moves becomes a draft, which shows the disruption and is accepted as one change. */
export function EventDialog({ legend, area, actions, onClose }: DialogProps) {
  const [kind, setKind] = useState<Kind>(area.leaf ? 'leave' : 'join')
  const [name, setName] = useState('')
  const [owner, setOwner] = useState('')
  const [into, setInto] = useState<string | null>(null)
  const [filter, setFilter] = useState('')
  const [count, setCount] = useState(1)
  const [jobId, setJobId] = useState<string>()
  const plan = usePlanEvent(actions.alignmentId)
  if (jobId) {
    return (
      <Modal opened onClose={onClose} title={<Text fw={620}>{t('areas.midYearChange2')}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
        <OptimiseRun jobId={jobId} onBack={() => setJobId(undefined)} onDraft={(draft) => {
          onClose()
          actions.onDraft(draft)
        }} />
      </Modal>
    )
  }
  const above = area.leaf ? area.parent : area.number
  const parents = above > 0 ? { areas: [above] } : {}
  const events: Record<Kind, MidYearEvent> = {
    leave: { kind, areas: [area.number] },
    join: { kind, ...parents, name: name.trim(), owner: owner.trim() },
    merge: { kind, areas: [area.number], into: Number(into) },
    split: { kind, areas: [area.number], name: name.trim(), owner: owner.trim() },
    product: { kind, ...parents, name: name.trim(), filter, count },
  }
  const needsName = kind === 'join' || kind === 'split' || kind === 'product'
  const ready = (!needsName || name.trim() !== '') && (kind !== 'merge' || into !== null) && (kind !== 'product' || filter.trim() !== '')
  const kinds: { value: Kind; label: string }[] = [
    ...(area.leaf ? [{ value: 'leave' as const, label: t('areas.repLeaves') }] : []),
    { value: 'join', label: t('areas.repJoins') },
    ...(area.leaf ? [{ value: 'merge' as const, label: t('areas.twoTerritoriesMerge') }, { value: 'split' as const, label: t('areas.territorySplits') }] : []),
    { value: 'product', label: t('areas.newProduct') },
  ]
  return (
    <Frame title={t('areas.midYearChange2')} action={t('areas.proposePlan')} ready={ready} onClose={onClose}
      busy={plan.isPending} error={plan.error} onSubmit={() => plan.mutate(events[kind], { onSuccess: (job) => setJobId(job.id) })}>
      <Stack gap="sm">
        <Select label={t('areas.whatHappensAt', { name: area.name })} allowDeselect={false} data={kinds} value={kind} description={says[kind]}
          onChange={(value) => setKind((value ?? kind) as Kind)} data-autofocus />
        {kind === 'merge' && (
          <Select label={t('areas.into')} searchable data={legend.areas.filter((a) => a.leaf && a.number !== area.number).map((a) => ({ value: String(a.number), label: a.name }))} value={into} onChange={setInto} />
        )}
        {needsName && <TextInput label={kind === 'product' ? t('areas.product') : t('areas.nameNewTerritory')} value={name} onChange={(event) => setName(event.currentTarget.value)} />}
        {(kind === 'join' || kind === 'split') && <TextInput label={t('areas.whoGets')} value={owner} onChange={(event) => setOwner(event.currentTarget.value)} />}
        {kind === 'product' && (
          <>
            <TextInput label={t('areas.whichUnitsFor')} value={filter} placeholder={t('areas.exampleCondition')} onChange={(event) => setFilter(event.currentTarget.value)}
              description={t('areas.conditionOverColumnsAs')} />
            <NumberInput label={t('areas.newTerritories')} min={1} max={1000} allowDecimal={false} value={count} onChange={(value) => setCount(typeof value === 'number' ? value : 1)} />
          </>
        )}
        <Text size="xs" c="dimmed">{t('areas.planWithFewestMoves')}</Text>
      </Stack>
    </Frame>
  )
}
