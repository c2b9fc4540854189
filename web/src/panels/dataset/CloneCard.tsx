import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { alignmentsQuery } from '../../api/alignments'
import { useCloneDataset } from '../../api/datasets'
import type { Dataset } from '../../api/types'
import { t } from '../../i18n'
import { Card } from '../../ui/Page'
import { ProblemNote } from '../../ui/ProblemNote'
import { done } from '../../ui/toast'

/** CloneCard makes a copy of a dataset that goes its own way, with the alignments that are ticked. */
export function CloneCard({ dataset }: { dataset: Dataset }) {
  const [name, setName] = useState(() => t('data.copyOf', { name: dataset.name }))
  const [chosen, setChosen] = useState<string[]>([])
  const alignments = useQuery(alignmentsQuery(dataset.id))
  const clone = useCloneDataset()
  const navigate = useNavigate()
  const bare = name.trim()
  const start = () => clone.mutate({ id: dataset.id, name: bare, alignments: chosen }, {
    onSuccess: (copy) => {
      done(t('data.cloned'), copy.name)
      void navigate({ to: '/datasets/$datasetId', params: { datasetId: copy.id }, search: {} })
    },
  })
  return (
    <Card>
      <form onSubmit={(event) => {
        event.preventDefault()
        if (bare) start()
      }}>
        <Stack>
          {(alignments.data?.length ?? 0) > 0 && (
            <Checkbox.Group label={t('data.cloneWith')} value={chosen} onChange={setChosen}>
              <Stack gap={8} mt={8}>
                {alignments.data?.map((a) => <Checkbox key={a.id} value={a.id} label={a.name} />)}
              </Stack>
            </Checkbox.Group>
          )}
          <Group align="flex-end">
            <TextInput label={t('data.cloneName')} value={name} maxLength={200} flex="1 1 240px" maw={460} onChange={(event) => setName(event.currentTarget.value)}
              error={bare === '' ? t('datasets.nameMissing') : undefined} />
            <Button type="submit" variant="default" loading={clone.isPending} disabled={bare === ''}>{t('data.cloneAction')}</Button>
          </Group>
          {clone.error && <ProblemNote title={t('data.cloneFailed')} error={clone.error} />}
        </Stack>
      </form>
    </Card>
  )
}
