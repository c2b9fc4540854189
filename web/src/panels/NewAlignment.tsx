import { Button, FileInput, Group, Modal, MultiSelect, Radio, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { alignmentsQuery, useCreateAlignment } from '../api/alignments'
import { samplesQuery } from '../api/planning'
import type { Snapshot, StartFrom } from '../api/types'
import { fieldChoices, suggestFields } from '../edit/startFields'
import { t } from '../i18n'
import { ModelStart } from './orgimport/ModelStart'
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
    <Modal opened={opened} onClose={onClose} size="lg" title={<Text fw={640} size="lg">{t('datasets.newAlignment')}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Form snapshot={snapshot} onClose={onClose} />
    </Modal>
  )
}

function Form({ snapshot, onClose }: { snapshot: Snapshot; onClose: () => void }) {
  const suggested = suggestFields(snapshot.columns)
  const { data: others = [] } = useQuery(alignmentsQuery(snapshot.datasetId))
  const [kind, setKind] = useState<StartFrom['kind'] | 'model'>(suggested.length > 0 ? 'fields' : 'empty')
  const [name, setName] = useState(suggested.length > 0 ? t('datasets.presentPlanBy', { field: suggested[suggested.length - 1] ?? '' }) : t('datasets.firstPlan'))
  const [fields, setFields] = useState(suggested)
  const [levels, setLevels] = useState([t('datasets.territory')])
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
  const { start, ready: chosen } = kind === 'model' ? { start: starts.empty.start, ready: false } : starts[kind]
  const ready = name.trim() !== '' && chosen
  const go = (alignmentId: string) => {
    onClose()
    void navigate({ to: '/alignments/$alignmentId', params: { alignmentId } })
  }

  const submit = () =>
    create.mutate({ datasetId: snapshot.datasetId, name: name.trim(), start }, {
      onSuccess: (made) => {
        done(t('datasets.alignmentCreated'), made.name)
        go(made.id)
      },
    })

  return (
    <form onSubmit={(event) => {
      event.preventDefault()
      if (ready) submit()
    }}>
      <Stack gap="lg">
        <TextInput label={t('common.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <Radio.Group label={t('datasets.startFrom')} value={kind} onChange={(value) => setKind(value as typeof kind)}>
          <Stack gap="xs" mt={6}>
            <Radio value="fields" label={t('datasets.fromFields')} description={t('datasets.fromFieldsText')} />
            <Radio value="empty" label={t('datasets.fromNothing')} description={t('datasets.fromNothingText')} />
            <Radio value="sample" label={t('datasets.fromSample')} description={t('datasets.fromSampleText')} />
            <Radio value="tree" label={t('datasets.fromFile')} description={t('datasets.fromFileText')} />
            <Radio value="model" label={t('orgImport.modelStart')} description={t('orgImport.modelText')} />
            <Radio value="copy" label={t('datasets.fromOther')} description={t('datasets.fromOtherText')} disabled={others.length === 0} />
          </Stack>
        </Radio.Group>
        {kind === 'fields' && (
          <MultiSelect label={t('datasets.fields')} data={fieldChoices(snapshot.columns)} value={fields}
            onChange={setFields} searchable placeholder={fields.length === 0 ? t('datasets.chooseField') : ''}
            description={t('datasets.fieldsText')} />
        )}
        {kind === 'empty' && (
          <TagsInput label={t('datasets.levelsOfTree')} value={levels} onChange={setLevels}
            description={t('datasets.levelsOfTreeText')} />
        )}
        {kind === 'sample' && (
          <Select label={t('datasets.sample')} allowDeselect={false} data={samples.map((s) => ({ value: s.id, label: s.name }))} value={sample}
            onChange={(value) => setSample(value ?? sample)} description={samples.find((s) => s.id === sample)?.description} />
        )}
        {kind === 'tree' && (
          <FileInput label={t('datasets.csvFile')} accept=".csv,text/csv" placeholder={t('common.chooseFile')}
            onChange={(file) => void (file ? file.text().then(setTree) : setTree(''))} description={t('datasets.csvFileText')} />
        )}
        {kind === 'copy' && (
          <Select label={t('datasets.copyFrom')} data={others.map((a) => ({ value: a.id, label: a.name }))} value={from} onChange={setFrom} />
        )}
        {create.error && <ProblemNote title={t('datasets.alignmentNotCreated')} error={create.error} />}
        {kind === 'model' ? <ModelStart datasetId={snapshot.datasetId} name={name} onClose={onClose} onOpen={go} /> : (
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" disabled={!ready} loading={create.isPending}>{t('datasets.create')}</Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
