import { ActionIcon, Alert, Anchor, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { problemsLink, supplementsQuery, useAddSupplement, useDeleteSupplement, type Supplement, type SupplementFor, type SupplementOn } from '../../api/places'
import { t } from '../../i18n'
import { FileDrop } from '../../ui/FileDrop'
import { count } from '../../ui/format'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'

interface Props {
  title: string
  /** What rows may describe, and for whom; the first is proposed. */
  on: readonly SupplementOn[]
  of: readonly { label: string; value: SupplementFor }[]
  onClose: () => void
}

/** SupplementsDialog joins attributes from files onto boundaries, areas or units, and lists those there are. */
export function SupplementsDialog({ title, on, of, onClose }: Props) {
  const [what, setWhat] = useState<SupplementOn>(on[0] ?? 'boundaries')
  const [whom, setWhom] = useState(0)
  const [key, setKey] = useState('')
  const add = useAddSupplement()
  const chosen = of[what === 'units' ? 0 : whom]?.value ?? {}
  const begin = (file: File) =>
    add.mutate({ file, on: what, ...chosen, ...(key.trim() ? { key: key.trim() } : {}) }, { onSuccess: (made) => done(t('places.joined'), made.columns.map((c) => c.name).join(', ')) })
  return (
    <Modal opened onClose={onClose} size="lg" title={<Text fw={620}>{title}</Text>} closeButtonProps={{ 'aria-label': t('places.cancel') }}>
      <Stack>
        <Text size="sm" c="dimmed">{t('places.attributesText')}</Text>
        {on.length > 1 && (
          <SegmentedControl size="xs" fullWidth aria-label={t('places.describes')} value={what} onChange={(value) => setWhat(on.find((one) => one === value) ?? what)}
            data={on.map((one) => ({ value: one, label: t(`places.on_${one}`) }))} />
        )}
        {of.length > 1 && what !== 'units' && (
          <SegmentedControl size="xs" fullWidth aria-label={t('places.forWhom')} value={String(whom)} onChange={(value) => setWhom(Number(value))}
            data={of.map((one, k) => ({ value: String(k), label: one.label }))} />
        )}
        <TextInput label={t('places.key')} placeholder={t('places.keyFound')} value={key} onChange={(event) => setKey(event.currentTarget.value)} />
        <FileDrop compact accept=".csv,.tsv,.txt,.gz,.xlsx,.parquet" onFile={begin} title={add.isPending ? t('places.joining') : t('places.addFile')} hint={what === 'boundaries' ? t('places.measureHint') : ''} />
        {add.error && <ProblemNote title={t('places.joinFailed')} error={add.error} />}
        {add.data && <Joined supplement={add.data} />}
        {of.map(({ value }) => <Held key={JSON.stringify(value)} of={value} />)}
      </Stack>
    </Modal>
  )
}

function Joined({ supplement }: { supplement: Supplement }) {
  return (
    <Alert variant="light" color="gray" role="status" styles={{ root: { background: 'var(--bw-sunken)' } }}>
      <Counts supplement={supplement} />
    </Alert>
  )
}

function Counts({ supplement: s }: { supplement: Supplement }) {
  return (
    <Text size="sm" className="num">
      {t('places.joinedCounts', { matched: count(s.matched), rows: count(s.rows), unmatched: count(s.unmatched), duplicates: count(s.duplicates), missing: count(s.missing) })}
      {s.unmatched + s.duplicates > 0 && <> <Anchor size="sm" underline="always" c="inherit" href={problemsLink(s.id)} download>{t('places.problems')}</Anchor></>}
    </Text>
  )
}

function Held({ of }: { of: SupplementFor }) {
  const held = useQuery(supplementsQuery(of))
  const remove = useDeleteSupplement()
  return (
    <>
      {held.data?.map((s) => (
        <Group key={s.id} justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Text size="sm" fw={560}>{s.columns.map((c) => c.name).join(', ')}</Text>
            <Text size="xs" c="dimmed">{s.name}, {t(`places.on_${s.on}`)}</Text>
            <Counts supplement={s} />
          </div>
          <ActionIcon variant="subtle" color="red" aria-label={t('places.remove', { name: s.name })} loading={remove.isPending} onClick={() => remove.mutate(s.id)}><IconTrash size={16} /></ActionIcon>
        </Group>
      ))}
    </>
  )
}
