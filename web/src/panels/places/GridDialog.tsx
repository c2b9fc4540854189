import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { boundarySetsQuery } from '../../api/boundaries'
import { datasetsQuery } from '../../api/datasets'
import { useMakeGrid, type Grid } from '../../api/places'
import type { Job } from '../../api/types'
import { t } from '../../i18n'
import { ProblemNote } from '../../ui/ProblemNote'

/** About how wide cells are, by level. */
const widths: [number, string][] = [
  [4, '500 km'], [5, '250 km'], [6, '130 km'], [7, '65 km'], [8, '32 km'], [9, '16 km'], [10, '8 km'], [11, '4 km'], [12, '2 km'], [13, '1 km'], [14, '500 m'],
]

type Over = 'units' | 'extent' | 'set'

/** GridDialog asks for grid cells over units or boundaries. */
export function GridDialog({ onJob, onClose }: { onJob: (job: Job, name: string) => void; onClose: () => void }) {
  const datasets = useQuery(datasetsQuery)
  const sets = useQuery(boundarySetsQuery)
  const make = useMakeGrid()
  const [over, setOver] = useState<Over>('units')
  const [dataset, setDataset] = useState<string | null>(null)
  const [set, setSet] = useState<string | null>(null)
  const [codes, setCodes] = useState('')
  const [level, setLevel] = useState('8')
  const [name, setName] = useState<string>()
  const called = name ?? t('places.gridName', { level })
  const place = over === 'set'
    ? set ? { set, codes: codes.split(',').map((code) => code.trim()).filter(Boolean) } : undefined
    : dataset ? { dataset, ...(over === 'extent' ? { extent: true } : {}) } : undefined
  const start = () => {
    if (!place) return
    const body: Grid = { name: called.trim(), level: Number(level), ...place }
    make.mutate(body, { onSuccess: (job) => onJob(job, called) })
  }
  return (
    <Modal opened onClose={onClose} title={<Text fw={620}>{t('places.gridCells')}</Text>} closeButtonProps={{ 'aria-label': t('places.cancel') }}>
      <Stack>
        <Text size="sm" c="dimmed">{t('places.gridText')}</Text>
        <SegmentedControl aria-label={t('places.gridOver')} size="xs" fullWidth value={over} onChange={(value) => setOver(value === 'extent' ? 'extent' : value === 'set' ? 'set' : 'units')}
          data={[{ value: 'units', label: t('places.gridUnits') }, { value: 'extent', label: t('places.gridExtent') }, { value: 'set', label: t('places.gridSet') }]} />
        {over === 'set' ? (
          <>
            <Select label={t('places.gridSet')} searchable value={set} onChange={setSet} data={(sets.data ?? []).map((s) => ({ value: s.id, label: `${s.name}${s.edition ? `, ${s.edition}` : ''}` }))} />
            <TextInput label={t('places.gridCodes')} value={codes} onChange={(event) => setCodes(event.currentTarget.value)} />
          </>
        ) : (
          <Select label={t('places.gridDataset')} searchable value={dataset} onChange={setDataset} data={(datasets.data ?? []).map((d) => ({ value: d.id, label: d.name }))} />
        )}
        <Select label={t('places.gridLevel')} allowDeselect={false} value={level} onChange={(value) => value && setLevel(value)}
          data={widths.map(([l, width]) => ({ value: String(l), label: t('places.gridLevelOption', { level: String(l), width }) }))} />
        <TextInput label={t('places.name')} value={called} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
        {make.error && <ProblemNote title={t('places.gridFailed')} error={make.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t('places.cancel')}</Button>
          <Button disabled={!place || called.trim() === ''} loading={make.isPending} onClick={start}>{t('places.gridMake')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
