import { Alert, Badge, Button, Code, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconFilter, IconMathFunction, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { attributesQuery, useDeleteDefinition, type AttributeList, type Definition } from '../../api/attributes'
import { reads } from '../../edit/formula'
import { t } from '../../i18n'
import type { DatasetTabProps } from '../../pages/datasetTabs'
import { ConfirmModal } from '../../ui/ConfirmModal'
import { EmptyState } from '../../ui/EmptyState'
import { Card, Section } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'
import { DefinitionEditor } from './DefinitionEditor'

/** AttributesTab lists the calculated attributes of a dataset and writes new ones. */
export const AttributesTab = (props: DatasetTabProps) => <Definitions {...props} filter={false} />

/** FiltersTab lists the saved filters of a dataset and makes new ones. */
export const FiltersTab = (props: DatasetTabProps) => <Definitions {...props} filter />

function Definitions({ dataset, snapshot, filter }: DatasetTabProps & { filter: boolean }) {
  const list = useQuery(attributesQuery(dataset.id))
  const [editing, setEditing] = useState<Definition | 'new'>()
  if (list.error) return <ProblemNote title={t('data.attributesFailed')} error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <Skeleton height={240} radius="lg" />
  const shown = list.data.attributes.filter((one) => one.filter === filter)
  const leave = () => setEditing(undefined)
  return (
    <Section title={filter ? t('data.filters') : t('data.attributesTitle')} text={filter ? t('data.filtersText') : t('data.attributesText')}
      actions={editing === undefined && shown.length > 0 && (
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>{filter ? t('data.newFilter') : t('data.newAttribute')}</Button>
      )}>
      <Stack gap="sm">
        {editing === 'new' && <DefinitionEditor snapshot={snapshot} list={list.data} held={undefined} filter={filter} onLeave={leave} />}
        {shown.length === 0 && editing === undefined && (
          <Card>
            <EmptyState icon={filter ? <IconFilter size={28} /> : <IconMathFunction size={28} />} title={filter ? t('data.noFilter') : t('data.noAttribute')}
              text={filter ? t('data.noFilterText') : t('data.noAttributeText')}>
              <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>{filter ? t('data.newFilter') : t('data.newAttribute')}</Button>
            </EmptyState>
          </Card>
        )}
        {shown.map((one) => (editing !== 'new' && editing?.name === one.name
          ? <DefinitionEditor key={one.name} snapshot={snapshot} list={list.data} held={one} filter={filter} onLeave={leave} />
          : <DefinitionRow key={one.name} one={one} list={list.data} onEdit={() => setEditing(one)} />))}
      </Stack>
    </Section>
  )
}

function DefinitionRow({ one, list, onEdit }: { one: Definition; list: AttributeList; onEdit: () => void }) {
  const [asking, setAsking] = useState(false)
  const remove = useDeleteDefinition(one.datasetId)
  const written = list.names.find((name) => name.name === one.name)?.text ?? one.name
  const users = list.attributes.filter((other) => other.name !== one.name && reads(other.text, written)).map((other) => other.name)
  const usedBy = users.join(', ')
  return (
    <Card>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 320px' }}>
          <Group gap={8}>
            <Text fw={600}>{one.name}</Text>
            {!one.filter && one.type && <Badge variant="light" color="gray">{t(`data.type_${one.type as 'text' | 'number' | 'date' | 'boolean'}`)}</Badge>}
            {one.on !== 'units' && <Badge variant="light">{t(`data.on_${one.on as 'boundaries' | 'areas'}`)}</Badge>}
          </Group>
          <Code block mt={6} fz="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', background: 'var(--bw-sunken)' }}>{one.text}</Code>
          {one.note && <Text size="sm" c="dimmed" mt={6}>{one.note}</Text>}
          <Text size="xs" c="dimmed" mt={6}>{users.length > 0 ? t('data.usedBy', { names: usedBy }) : t('data.usedByNone')}</Text>
          {one.problem && <Alert color="red" variant="light" mt={8} p="xs" styles={{ root: { background: 'var(--bw-bad-soft)' } }}><Text size="sm">{one.problem}</Text></Alert>}
        </div>
        <Group gap="xs">
          <Button size="xs" variant="default" aria-label={t('data.editNamed', { name: one.name })} onClick={onEdit}>{t('importing.edit')}</Button>
          <Button size="xs" variant="subtle" color="red" aria-label={t('data.deleteNamed', { name: one.name })} onClick={() => setAsking(true)}>{t('importing.delete')}</Button>
        </Group>
      </Group>
      {asking && (
        <ConfirmModal title={t('data.deleteTitle', { name: one.name })} action={t('importing.delete')} busy={remove.isPending} error={remove.error} onClose={() => setAsking(false)}
          text={users.length > 0 ? t('data.deleteUsed', { names: usedBy }) : one.filter ? t('data.deleteFilterText') : t('data.deleteAttributeText')}
          onConfirm={() => remove.mutate(one.name, { onSuccess: () => done(t('data.deleted'), one.name) })} />
      )}
    </Card>
  )
}
