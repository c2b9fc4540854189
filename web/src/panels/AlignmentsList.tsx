import { ActionIcon, Button, Checkbox, Group, Menu, Skeleton, Text } from '@mantine/core'
import { modalsText } from './texts'
import { IconArrowsLeftRight, IconDots, IconMap2, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { alignmentsQuery, useDeleteAlignment, useRenameAlignment } from '../api/alignments'
import type { Alignment } from '../api/types'
import { t } from '../i18n'
import { ConfirmModal } from '../ui/ConfirmModal'
import { EmptyState } from '../ui/EmptyState'
import { ago, count } from '../ui/format'
import { NameModal } from '../ui/NameModal'
import { Card } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { Scroll } from '../ui/Scroll'
import table from '../ui/table.module.css'
import { done } from '../ui/toast'

/** AlignmentsList lists a dataset's alignments; two that are ticked can be compared. */
export function AlignmentsList({ datasetId, onCreate }: { datasetId: string; onCreate: () => void }) {
  const alignments = useQuery(alignmentsQuery(datasetId))
  const [picked, setPicked] = useState<string[]>([])
  if (alignments.isPending) return <Skeleton height={140} radius="lg" />
  if (alignments.error) {
    return <ProblemNote title={t('datasets.alignmentsFailed')} error={alignments.error} onRetry={() => void alignments.refetch()} />
  }
  if (alignments.data.length === 0) {
    return (
      <Card>
        <EmptyState icon={<IconMap2 size={28} />} title={t('datasets.noAlignment')}
          text={t('datasets.noAlignmentText')}>
          <Button leftSection={<IconPlus size={16} />} onClick={onCreate}>{t('datasets.newAlignment')}</Button>
        </EmptyState>
      </Card>
    )
  }
  const toggle = (id: string) => setPicked((held) => (held.includes(id) ? held.filter((x) => x !== id) : [...held.slice(-1), id]))
  const [left, right] = alignments.data.length === 2 && picked.length === 0 ? alignments.data.map((a) => a.id).reverse() : picked
  return (
    <Card flush>
      <Scroll label={t('datasets.alignments')}>
        <table className={table.table}>
          <thead>
            <tr>
              <th style={{ width: 40 }}><span className="visually-hidden">{t('datasets.compare')}</span></th>
              <th>{t('common.name')}</th><th>{t('datasets.levels')}</th><th className={table.right}>{t('datasets.territories')}</th><th className={table.right}>{t('datasets.unassignedUnits')}</th>
              <th className={table.right}>{t('datasets.version')}</th><th>{t('datasets.changed')}</th><th><span className="visually-hidden">{t('datasets.actions')}</span></th>
            </tr>
          </thead>
          <tbody>
            {alignments.data.map((a) => <Row key={a.id} alignment={a} picked={picked.includes(a.id)} onPick={() => toggle(a.id)} />)}
          </tbody>
        </table>
      </Scroll>
      {alignments.data.length > 1 && (
        <Group p="md" justify="space-between" style={{ borderTop: '1px solid var(--bw-line)' }}>
          <Text size="sm" c="dimmed">{t('datasets.tickTwo')}</Text>
          <Button variant="default" size="xs" leftSection={<IconArrowsLeftRight size={14} />} disabled={!left || !right}
            renderRoot={(props) => <Link to="/compare" search={{ ...(left ? { left } : {}), ...(right ? { right } : {}) }} {...props} />}>
            {t('datasets.compare')}
          </Button>
        </Group>
      )}
    </Card>
  )
}

function Row({ alignment, picked, onPick }: { alignment: Alignment; picked: boolean; onPick: () => void }) {
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'rename' | 'delete'>()
  const rename = useRenameAlignment()
  const remove = useDeleteAlignment()
  const close = () => setAsking(undefined)
  return (
    <tr data-link onClick={() => void navigate({ to: '/alignments/$alignmentId', params: { alignmentId: alignment.id } })}>
      <td onClick={(event) => event.stopPropagation()}>
        <Checkbox size="xs" checked={picked} onChange={onPick} aria-label={t('datasets.compareNamed', { name: alignment.name })} />
      </td>
      <td className={table.name}>
        <Link to="/alignments/$alignmentId" params={{ alignmentId: alignment.id }} className="strong-link" onClick={(e) => e.stopPropagation()}>
          {alignment.name}
        </Link>
      </td>
      <td><Text size="sm" c="dimmed" truncate maw={220}>{alignment.levels.join(' › ')}</Text></td>
      <td className={`${table.right} num`}>{count(alignment.territories)}</td>
      <td className={`${table.right} num`}>{alignment.unassigned === 0 ? '–' : count(alignment.unassigned)}</td>
      <td className={`${table.right} num`}>{count(alignment.version)}</td>
      <td><Text size="sm" c="dimmed">{ago(alignment.updated)}</Text></td>
      <td onClick={(event) => event.stopPropagation()} className={table.right}>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('datasets.moreFor', { name: alignment.name })}><IconDots size={16} /></ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setAsking('rename')}>{t('datasets.rename')}</Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setAsking('delete')}>{t('datasets.delete')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {asking === 'rename' && (
          <NameModal title={t('datasets.renameAlignment')} name={alignment.name} action={t('datasets.rename')} busy={rename.isPending} error={rename.error}
            onClose={close} onName={(name) => rename.mutate({ id: alignment.id, name }, { onSuccess: close })} />
        )}
        {asking === 'delete' && (
          <ConfirmModal title={t('datasets.deleteTitle', { name: alignment.name })} text={modalsText.deleteAlignment} action={t('datasets.delete')} busy={remove.isPending}
            error={remove.error} onClose={close}
            onConfirm={() => remove.mutate(alignment.id, { onSuccess: () => { close(); done(t('datasets.alignmentDeleted'), alignment.name) } })} />
        )}
      </td>
    </tr>
  )
}
