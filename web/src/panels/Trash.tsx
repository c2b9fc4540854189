import { Button, Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { trashQuery, useDeleteForGood, useRestoreDataset } from '../api/trash'
import { t } from '../i18n'
import { ConfirmModal } from '../ui/ConfirmModal'
import { ago } from '../ui/format'
import { Card } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { done } from '../ui/toast'
import { modalsText } from './texts'
import classes from './Trash.module.css'

/** Trash lists the deleted datasets, to take one back or delete it for good; nothing shows while it is empty. */
export function Trash() {
  const trash = useQuery(trashQuery)
  const restore = useRestoreDataset()
  const remove = useDeleteForGood()
  const [asked, setAsked] = useState<{ id: string; name: string }>()
  const list = trash.data ?? []
  if (list.length === 0) return null
  return (
    <section aria-label={t('datasets.trash')} style={{ marginTop: 36 }}>
      <Title order={2} size="h4" mb={8}>{t('datasets.trash')}</Title>
      {restore.error && <ProblemNote title={t('datasets.notRestored')} error={restore.error} />}
      <Card flush>
        {list.map((dataset) => (
          <div key={dataset.id} className={classes.row}>
            <div className={classes.name}>
              <Text size="sm" fw={560}>{dataset.name}</Text>
              {dataset.trashed && <Text size="xs" c="dimmed">{t('datasets.deletedAgo', { ago: ago(dataset.trashed) })}</Text>}
            </div>
            <Group gap={8} wrap="nowrap">
              <Button size="compact-sm" variant="default" loading={restore.isPending} aria-label={t('datasets.restoreNamed', { name: dataset.name })}
                onClick={() => restore.mutate(dataset.id, { onSuccess: () => done(t('datasets.restored'), dataset.name) })}>{t('datasets.restore')}</Button>
              <Button size="compact-sm" variant="subtle" color="red" aria-label={t('datasets.deleteForGoodNamed', { name: dataset.name })} onClick={() => setAsked(dataset)}>{t('datasets.deleteForGood')}</Button>
            </Group>
          </div>
        ))}
      </Card>
      {asked && (
        <ConfirmModal title={t('datasets.deleteForGoodTitle', { name: asked.name })} text={modalsText.deleteForGood} action={t('datasets.deleteForGood')} busy={remove.isPending} error={remove.error}
          onClose={() => setAsked(undefined)} onConfirm={() => remove.mutate(asked.id, { onSuccess: () => setAsked(undefined) })} />
      )}
    </section>
  )
}
