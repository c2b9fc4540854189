import { Modal, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { usePlanEvent } from '../api/planning'
import type { MidYearEvent } from '../api/types'
import type { DialogProps } from './AreaDialogs'
import { Frame } from './Frame'
import { OptimiseRun } from './OptimiseRun'

type Kind = MidYearEvent['kind']

const says: Record<Kind, string> = {
  leave: 'The territory is given up; those beside it take its units.',
  join: 'A new territory beside this one takes what balance needs.',
  merge: 'This territory is merged into another, which takes its units.',
  split: 'A new territory takes about half of this one.',
  product: 'New territories take the units a new product is for; nobody else moves.',
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
      <Modal opened onClose={onClose} title={<Text fw={620}>Mid-year change</Text>} closeButtonProps={{ 'aria-label': 'Close' }}>
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
    ...(area.leaf ? [{ value: 'leave' as const, label: 'A rep leaves' }] : []),
    { value: 'join', label: 'A rep joins' },
    ...(area.leaf ? [{ value: 'merge' as const, label: 'Two territories merge' }, { value: 'split' as const, label: 'The territory splits' }] : []),
    { value: 'product', label: 'A new product' },
  ]
  return (
    <Frame title="Mid-year change" action="Propose a plan" ready={ready} onClose={onClose}
      busy={plan.isPending} error={plan.error} onSubmit={() => plan.mutate(events[kind], { onSuccess: (job) => setJobId(job.id) })}>
      <Stack gap="sm">
        <Select label={`What happens at ${area.name}`} allowDeselect={false} data={kinds} value={kind} description={says[kind]}
          onChange={(value) => setKind((value ?? kind) as Kind)} data-autofocus />
        {kind === 'merge' && (
          <Select label="Into" searchable data={legend.areas.filter((a) => a.leaf && a.number !== area.number).map((a) => ({ value: String(a.number), label: a.name }))} value={into} onChange={setInto} />
        )}
        {needsName && <TextInput label={kind === 'product' ? 'Product' : 'Name of the new territory'} value={name} onChange={(event) => setName(event.currentTarget.value)} />}
        {(kind === 'join' || kind === 'split') && <TextInput label="Who gets it" value={owner} onChange={(event) => setOwner(event.currentTarget.value)} />}
        {kind === 'product' && (
          <>
            <TextInput label="Which units it is for" value={filter} placeholder={'Industry == "Energy"'} onChange={(event) => setFilter(event.currentTarget.value)}
              description="A condition over the columns, as in filters and rules." />
            <NumberInput label="New territories" min={1} max={1000} allowDecimal={false} value={count} onChange={(value) => setCount(typeof value === 'number' ? value : 1)} />
          </>
        )}
        <Text size="xs" c="dimmed">The plan with the fewest moves becomes a draft that shows the disruption. Nothing changes until you accept it, as one change.</Text>
      </Stack>
    </Frame>
  )
}
