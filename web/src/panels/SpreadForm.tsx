import { ActionIcon, Button, Group, Modal, MultiSelect, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { AccountTargetDetail, Column, Legend, Spread } from '../api/types'
import { columnName, shownColumn } from '../edit/columnNames'
import { paths } from '../edit/treeMoves'
import { t } from '../i18n'
import { ProblemNote } from '../ui/ProblemNote'
import classes from './TargetsPanel.module.css'
import { marks } from '../ui/format'

interface Props {
  legend: Legend
  columns: readonly Column[]
  present: AccountTargetDetail | undefined
  busy: boolean
  error: unknown
  onSpread: (name: string, spread: Spread) => void
  onClose: () => void
}

interface BucketRow { below: number | ''; weight: number | '' }

/** SpreadForm says how much is spread, over what, and by what. */
export function SpreadForm({ legend, columns, present, busy, error, onSpread, onClose }: Props) {
  const numeric = columns.filter((c) => c.type === 'number' && c.role !== 'latitude' && c.role !== 'longitude' && shownColumn(c)).sort((a, b) => Number(b.role === 'measure') - Number(a.role === 'measure')).map((c) => c.name)
  const [name, setName] = useState(present?.name ?? t('targets.revenueTarget'))
  const [total, setTotal] = useState<number | ''>(present ? present.spread.total : '')
  const [method, setMethod] = useState<Spread['method']>(present?.spread.method ?? 'even')
  const [measure, setMeasure] = useState(present?.spread.measure || numeric[0] || '')
  const [areas, setAreas] = useState((present?.spread.areas ?? []).map(String))
  const [buckets, setBuckets] = useState<BucketRow[]>((present?.spread.buckets ?? [{ below: 100_000, weight: 1 }, { weight: 3 }]).map((b) => ({ below: b.below ?? '', weight: b.weight })))
  const named = paths(legend)
  const complete = method !== 'bucket' || buckets.every((b, k) => b.weight !== '' && (k === buckets.length - 1 || b.below !== ''))
  const ready = name.trim() !== '' && total !== '' && complete && (method === 'even' || measure !== '')
  const submit = () => {
    if (total === '') return
    onSpread(name.trim(), {
      total, method, ...(method === 'even' ? {} : { measure }), ...(areas.length > 0 ? { areas: areas.map(Number) } : {}),
      ...(method === 'bucket' ? { buckets: buckets.map((b, k) => ({ ...(k < buckets.length - 1 && b.below !== '' ? { below: b.below } : {}), weight: b.weight === '' ? 0 : b.weight })) } : {}),
    })
  }
  return (
    <Modal opened onClose={onClose} title={<Text fw={640} size="lg">{t('targets.spreadNumber')}</Text>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={(event) => {
        event.preventDefault()
        if (ready) submit()
      }}>
        <Stack gap="md">
          <Group grow align="flex-start">
            <TextInput label={t('targets.target')} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
            <NumberInput label={t('targets.total')} hideControls thousandSeparator={marks().group} decimalScale={2} value={total} onChange={(value) => setTotal(typeof value === 'number' ? value : '')} />
          </Group>
          <MultiSelect label={t('targets.over')} description={t('targets.withAllAreasBelow')} searchable clearable limit={80} value={areas} onChange={setAreas}
            data={legend.areas.map((a) => ({ value: String(a.number), label: named.get(a.number) ?? a.name }))} placeholder={areas.length === 0 ? t('targets.wholeTree') : ''} />
          <SegmentedControl fullWidth aria-label={t('targets.how')} value={method} onChange={(value) => setMethod(value as Spread['method'])}
            data={[{ value: 'even', label: t('targets.evenly') }, { value: 'weight', label: t('targets.byWeight') }, { value: 'bucket', label: t('targets.byBucket') }]} />
          {method !== 'even' && <Select label={method === 'weight' ? t('targets.inProportionTo') : t('targets.rangesOf')} allowDeselect={false} searchable data={numeric.map((one) => ({ value: one, label: columnName(one) }))} value={measure} onChange={(value) => setMeasure(value ?? '')} />}
          {method === 'bucket' && <Buckets rows={buckets} onRows={setBuckets} />}
          <Text size="xs" c="dimmed">{t('targets.valuesEnteredByHand')}</Text>
          {error !== null && error !== undefined && <ProblemNote title={t('targets.nothingWasSpread')} error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={busy} disabled={!ready}>{t('targets.spread')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Buckets({ rows, onRows }: { rows: BucketRow[]; onRows: (rows: BucketRow[]) => void }) {
  const change = (at: number, row: Partial<BucketRow>) => onRows(rows.map((held, k) => (k === at ? { ...held, ...row } : held)))
  const number = (value: string | number): number | '' => (typeof value === 'number' ? value : '')
  return (
    <div>
      <div className={classes.buckets}>
        <Text size="xs" c="dimmed">{t('targets.below')}</Text><Text size="xs" c="dimmed">{t('targets.eachAccountWeighs')}</Text><span />
        {rows.map((row, k) => (
          <div key={k} style={{ display: 'contents' }}>
            {k === rows.length - 1
              ? <Text size="sm">{t('targets.andAbove')}</Text>
              : <NumberInput size="xs" aria-label={t('targets.bucketBelow', { k: k + 1 })} hideControls thousandSeparator={marks().group} value={row.below} onChange={(value) => change(k, { below: number(value) })} />}
            <NumberInput size="xs" aria-label={t('targets.weightBucket', { k: k + 1 })} min={0} hideControls value={row.weight} onChange={(value) => change(k, { weight: number(value) })} />
            {rows.length > 1 && k < rows.length - 1
              ? <ActionIcon variant="subtle" color="gray" aria-label={t('targets.removeBucket', { k: k + 1 })} onClick={() => onRows(rows.filter((_, at) => at !== k))}><IconTrash size={14} /></ActionIcon>
              : <span />}
          </div>
        ))}
      </div>
      <Button mt={6} size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />}
        onClick={() => onRows([...rows.slice(0, -1), { below: '', weight: 1 }, ...rows.slice(-1)])}>{t('targets.addBucket')}</Button>
    </div>
  )
}
