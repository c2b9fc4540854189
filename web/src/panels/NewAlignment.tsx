import { Button, FileInput, Group, Modal, MultiSelect, Radio, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { alignmentsQuery, useCreateAlignment } from '../api/alignments'
import { samplesQuery } from '../api/planning'
import type { Snapshot, StartFrom } from '../api/types'
import { fieldChoices, suggestFields } from '../edit/startFields'
import { ProblemNote } from '../ui/ProblemNote'
import { done } from '../ui/toast'

interface Props {
  snapshot: Snapshot
  opened: boolean
  onClose: () => void
}

/** NewAlignment makes an alignment from fields of the data, a sample, a file, another one, or from nothing. */
export function NewAlignment({ snapshot, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={<Text fw={640} size="lg">New alignment</Text>} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Form snapshot={snapshot} onClose={onClose} />
    </Modal>
  )
}

function Form({ snapshot, onClose }: { snapshot: Snapshot; onClose: () => void }) {
  const suggested = suggestFields(snapshot.columns)
  const { data: others = [] } = useQuery(alignmentsQuery(snapshot.datasetId))
  const [kind, setKind] = useState<StartFrom['kind']>(suggested.length > 0 ? 'fields' : 'empty')
  const [name, setName] = useState(suggested.length > 0 ? `Present plan by ${suggested[suggested.length - 1] ?? ''}` : 'First plan')
  const [fields, setFields] = useState(suggested)
  const [levels, setLevels] = useState(['Territory'])
  const [from, setFrom] = useState<string | null>(null)
  const { data: samples = [] } = useQuery(samplesQuery)
  const [sample, setSample] = useState('regions')
  const [tree, setTree] = useState('')
  const create = useCreateAlignment()
  const navigate = useNavigate()

  const starts: { [K in StartFrom['kind']]: { start: StartFrom; ready: boolean } } = {
    fields: { start: { kind: 'fields', fields }, ready: fields.length > 0 },
    copy: { start: { kind: 'copy', from: from ?? '' }, ready: from !== null },
    sample: { start: { kind: 'sample', sample }, ready: samples.length > 0 },
    tree: { start: { kind: 'tree', tree }, ready: tree !== '' },
    empty: { start: { kind: 'empty', levels }, ready: levels.length > 0 },
  }
  const { start } = starts[kind]
  const ready = name.trim() !== '' && starts[kind].ready

  const submit = () =>
    create.mutate({ datasetId: snapshot.datasetId, name: name.trim(), start }, {
      onSuccess: (made) => {
        done('Alignment created', made.name)
        onClose()
        void navigate({ to: '/alignments/$alignmentId', params: { alignmentId: made.id } })
      },
    })

  return (
    <form onSubmit={(event) => {
      event.preventDefault()
      if (ready) submit()
    }}>
      <Stack gap="lg">
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <Radio.Group label="Start from" value={kind} onChange={(value) => setKind(value as StartFrom['kind'])}>
          <Stack gap="xs" mt={6}>
            <Radio value="fields" label="Fields of the data" description="One area per value: the plan as your records hold it today." />
            <Radio value="empty" label="Nothing" description="All units unassigned; draw areas by hand or let an optimisation make them." />
            <Radio value="sample" label="A sample model" description="A ready-made tree to fill or to learn from." />
            <Radio value="tree" label="A file of areas" description="CSV with area, parent and any property, as an alignment's tree is exported." />
            <Radio value="copy" label="Another alignment" description="A scenario to change without touching the first." disabled={others.length === 0} />
          </Stack>
        </Radio.Group>
        {kind === 'fields' && (
          <MultiSelect label="Fields, one per level, top level first" data={fieldChoices(snapshot.columns)} value={fields}
            onChange={setFields} searchable placeholder={fields.length === 0 ? 'Choose a field' : ''}
            description="The last field makes the territories. Units without a value stay unassigned." />
        )}
        {kind === 'empty' && (
          <TagsInput label="Levels of the tree, top first" value={levels} onChange={setLevels}
            description="The last level is the one of territories." />
        )}
        {kind === 'sample' && (
          <Select label="Sample" allowDeselect={false} data={samples.map((s) => ({ value: s.id, label: s.name }))} value={sample}
            onChange={(value) => setSample(value ?? sample)} description={samples.find((s) => s.id === sample)?.description} />
        )}
        {kind === 'tree' && (
          <FileInput label="CSV file" accept=".csv,text/csv" placeholder="Choose a file"
            onChange={(file) => void (file ? file.text().then(setTree) : setTree(''))} description="Rows that fail are listed; nothing is created then." />
        )}
        {kind === 'copy' && (
          <Select label="Copy from" data={others.map((a) => ({ value: a.id, label: a.name }))} value={from} onChange={setFrom} />
        )}
        {create.error && <ProblemNote title="The alignment was not created" error={create.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" disabled={!ready} loading={create.isPending}>Create</Button>
        </Group>
      </Stack>
    </form>
  )
}
