import { ActionIcon, Button, Group, Modal, MultiSelect, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { AccountTargetDetail, Column, Legend, Spread } from '../api/types'
import { paths } from '../edit/treeMoves'
import { ProblemNote } from '../ui/ProblemNote'
import classes from './TargetsPanel.module.css'

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
  const numeric = columns.filter((c) => c.type === 'number').sort((a, b) => Number(b.role === 'measure') - Number(a.role === 'measure')).map((c) => c.name)
  const [name, setName] = useState(present?.name ?? 'Revenue target')
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
    <Modal opened onClose={onClose} title={<Text fw={640} size="lg">Spread a number</Text>} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => {
        event.preventDefault()
        if (ready) submit()
      }}>
        <Stack gap="md">
          <Group grow align="flex-start">
            <TextInput label="Target" value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
            <NumberInput label="Total" hideControls thousandSeparator="," decimalScale={2} value={total} onChange={(value) => setTotal(typeof value === 'number' ? value : '')} />
          </Group>
          <MultiSelect label="Over" description="With all areas below; none means every assigned account." searchable clearable limit={80} value={areas} onChange={setAreas}
            data={legend.areas.map((a) => ({ value: String(a.number), label: named.get(a.number) ?? a.name }))} placeholder={areas.length === 0 ? 'The whole tree' : ''} />
          <SegmentedControl fullWidth aria-label="How" value={method} onChange={(value) => setMethod(value as Spread['method'])}
            data={[{ value: 'even', label: 'Evenly' }, { value: 'weight', label: 'By weight' }, { value: 'bucket', label: 'By bucket' }]} />
          {method !== 'even' && <Select label={method === 'weight' ? 'In proportion to' : 'Ranges of'} allowDeselect={false} searchable data={numeric} value={measure} onChange={(value) => setMeasure(value ?? '')} />}
          {method === 'bucket' && <Buckets rows={buckets} onRows={setBuckets} />}
          <Text size="xs" c="dimmed">Values entered by hand stay and count towards the total.</Text>
          {error !== null && error !== undefined && <ProblemNote title="Nothing was spread" error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={busy} disabled={!ready}>Spread</Button>
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
        <Text size="xs" c="dimmed">Below</Text><Text size="xs" c="dimmed">Each account weighs</Text><span />
        {rows.map((row, k) => (
          <div key={k} style={{ display: 'contents' }}>
            {k === rows.length - 1
              ? <Text size="sm">And above</Text>
              : <NumberInput size="xs" aria-label={`Bucket ${k + 1}, below`} hideControls thousandSeparator="," value={row.below} onChange={(value) => change(k, { below: number(value) })} />}
            <NumberInput size="xs" aria-label={`Weight of bucket ${k + 1}`} min={0} hideControls value={row.weight} onChange={(value) => change(k, { weight: number(value) })} />
            {rows.length > 1 && k < rows.length - 1
              ? <ActionIcon variant="subtle" color="gray" aria-label={`Remove bucket ${k + 1}`} onClick={() => onRows(rows.filter((_, at) => at !== k))}><IconTrash size={14} /></ActionIcon>
              : <span />}
          </div>
        ))}
      </div>
      <Button mt={6} size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />}
        onClick={() => onRows([...rows.slice(0, -1), { below: '', weight: 1 }, ...rows.slice(-1)])}>Add a bucket</Button>
    </div>
  )
}
