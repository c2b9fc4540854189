import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useDeleteDataset, useRenameDataset } from '../api/datasets'
import type { Dataset } from '../api/types'
import { t } from '../i18n'
import { ConfirmModal } from '../ui/ConfirmModal'
import { NameModal } from '../ui/NameModal'
import { done } from '../ui/toast'
import { modalsText } from './texts'

/** DatasetMenu renames or deletes a dataset. */
export function DatasetMenu({ dataset }: { dataset: Dataset }) {
  const [asking, setAsking] = useState<'rename' | 'delete'>()
  const rename = useRenameDataset()
  const remove = useDeleteDataset()
  const navigate = useNavigate()
  const close = () => setAsking(undefined)
  const gone = () => {
    done(t('datasets.datasetTrashed'), dataset.name)
    void navigate({ to: '/' })
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('datasets.moreForDataset')}><IconDots size={18} /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setAsking('rename')}>{t('datasets.rename')}</Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setAsking('delete')}>{t('datasets.delete')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'rename' && (
        <NameModal title={t('datasets.renameDataset')} name={dataset.name} action={t('datasets.rename')} busy={rename.isPending} error={rename.error}
          onClose={close} onName={(name) => rename.mutate({ id: dataset.id, name }, { onSuccess: close })} />
      )}
      {asking === 'delete' && (
        <ConfirmModal title={t('datasets.deleteTitle', { name: dataset.name })} text={modalsText.deleteDataset} action={t('datasets.delete')} busy={remove.isPending}
          error={remove.error} onClose={close} onConfirm={() => remove.mutate(dataset.id, { onSuccess: gone })} />
      )}
    </>
  )
}
