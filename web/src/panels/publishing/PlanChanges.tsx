import { Badge, Button, Checkbox, Group, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDownload, IconSearch } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { changesLink, entriesQuery, planPage, type OrgPlan, type PlanEntry, type PlanField, type PlanFilter } from '../../api/publishing'
import { t } from '../../i18n'
import { Card } from '../../ui/Page'
import classes from './PlanChanges.module.css'

const actions = ['create', 'update', 'delete'] as const
const results = ['pending', 'done', 'failed', 'blocked'] as const
const rowHeight = 64

/** PlanChanges is the plan as a readable diff: every write with old and new values; only visible rows are read. */
export function PlanChanges({ plan, stamp }: { plan: OrgPlan; stamp: string }) {
  const [filter, setFilter] = useState<PlanFilter>({})
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text, 250)
  const wanted: PlanFilter = { ...filter, ...(search.trim() ? { search: search.trim() } : {}) }
  const set = (change: { [K in keyof PlanFilter]: PlanFilter[K] | undefined }) =>
    setFilter((held) => Object.fromEntries(Object.entries({ ...held, ...change }).filter(([, v]) => v !== undefined)) as PlanFilter)
  return (
    <Card flush>
      <div className={classes.bar}>
        <TextInput size="xs" w={240} leftSection={<IconSearch size={14} />} aria-label={t('publishing.search')} placeholder={t('publishing.search')} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Select size="xs" w={220} clearable aria-label={t('publishing.allObjects')} placeholder={t('publishing.allObjects')} data={plan.counts.map((one) => one.object)} value={filter.object ?? null} onChange={(object) => set({ object: object ?? undefined })} />
        <Select size="xs" w={130} clearable aria-label={t('publishing.allActions')} placeholder={t('publishing.allActions')} value={filter.action ?? null}
          data={actions.map((value) => ({ value, label: t(`publishing.action_${value}`) }))} onChange={(action) => set({ action: actions.find((one) => one === action) })} />
        {plan.state !== 'ready' && (
          <Select size="xs" w={170} clearable aria-label={t('publishing.allStates')} placeholder={t('publishing.allStates')} value={filter.state ?? null}
            data={results.map((value) => ({ value, label: t(`publishing.result_${value}`) }))} onChange={(state) => set({ state: results.find((one) => one === state) })} />
        )}
        {plan.conflicts > 0 && <Checkbox size="xs" label={t('publishing.onlyConflicts')} checked={filter.conflicts ?? false} onChange={(event) => set({ conflicts: event.currentTarget.checked || undefined })} />}
        <Button size="xs" variant="default" component="a" download href={changesLink(plan.id, wanted)} leftSection={<IconDownload size={14} />}>{t('publishing.download')}</Button>
      </div>
      <Rows key={JSON.stringify(wanted)} id={plan.id} filter={wanted} stamp={stamp} />
    </Card>
  )
}

function Rows({ id, filter, stamp }: { id: string; filter: PlanFilter; stamp: string }) {
  const holder = useRef<HTMLDivElement>(null)
  const [total, setTotal] = useState(planPage)
  // The virtualiser keeps its own state and must not be memoised around.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: total, getScrollElement: () => holder.current, estimateSize: () => rowHeight, overscan: 6 })
  const items = virtual.getVirtualItems()
  const first = Math.floor((items[0]?.index ?? 0) / planPage)
  const last = Math.floor((items.at(-1)?.index ?? 0) / planPage)
  const pages = Array.from({ length: last - first + 1 }, (_, k) => first + k)
  const read = useQueries({ queries: pages.map((page) => entriesQuery(id, filter, page, stamp)) })
  const known = read.find((one) => one.data)?.data?.total
  if (known !== undefined && known !== total) setTotal(known)
  const entry = (index: number): PlanEntry | undefined => read[Math.floor(index / planPage) - first]?.data?.operations[index % planPage]
  return (
    <>
      <Text size="xs" c="dimmed" px="md" py={6} className="num" aria-live="polite">{known === undefined ? t('common.loading') : t('publishing.found', { count: known })}</Text>
      <div ref={holder} className={classes.scroll} tabIndex={0} role="region" aria-label={t('publishing.changes')}>
        {known === 0 && <Text size="sm" c="dimmed" p="md">{t('publishing.noneFound')}</Text>}
        <div role="list" aria-label={t('publishing.changes')} style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const one = entry(item.index)
            const before = entry(item.index - 1)
            return (
              <div key={item.index} data-index={item.index} ref={virtual.measureElement} role="listitem" className={classes.row} style={{ transform: `translateY(${item.start}px)` }}>
                {one && (!before || before.object !== one.object || item.index === 0) && <div className={classes.group}>{one.object}</div>}
                {one ? <Row entry={one} /> : <div style={{ height: rowHeight }} />}
              </div>
            )
          })}
        </div>
      </div>
    </>
  )
}

const colours = { create: 'pine', update: 'gray', delete: 'red' } as const

/** Row is one write; fields that stay as they are are left out. */
export function Row({ entry }: { entry: Omit<PlanEntry, 'result'> & { result?: PlanEntry['result'] } }) {
  const state = entry.result?.state
  const changed = entry.fields.filter((field) => entry.action !== 'update' || field.ref || shown(field.old) !== shown(field.new))
  return (
    <div className={classes.entry}>
      <Badge size="sm" variant="light" color={colours[entry.action]} className={classes.action}>{t(`publishing.action_${entry.action}`)}</Badge>
      <div className={classes.body}>
        <Group gap={8}>
          <Text size="sm" fw={600}>{entry.label}</Text>
          {entry.matchedBy === 'name' && <Text size="xs" c="var(--bw-over)">{t('publishing.byName')}</Text>}
          {state && state !== 'pending' && <Text size="xs" c={state === 'done' ? 'var(--bw-accent)' : 'var(--bw-bad)'}>{t(`publishing.result_${state}`)}</Text>}
        </Group>
        <div className={classes.fields}>{changed.map((field) => <Value key={field.name} field={field} action={entry.action} />)}</div>
        {entry.conflict && <Text size="xs" c="var(--bw-over)" mt={2}>{entry.conflict}</Text>}
        {entry.result?.message && <Text size="xs" c="var(--bw-bad)" mt={2}>{[entry.result.code, entry.result.message].filter(Boolean).join(': ')}</Text>}
      </div>
    </div>
  )
}

const shown = (value: unknown): string => (value === null || value === undefined || value === false ? '' : String(value))
const clipped = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text)

function Value({ field, action }: { field: PlanField; action: PlanEntry['action'] }) {
  const before = shown(field.old)
  const after = field.ref ? t('publishing.newRecord') : shown(field.new)
  return (
    <span className={classes.field}>
      <span className={classes.name}>{field.name}</span>
      {action !== 'create' && <del>{clipped(before) || t('publishing.empty')}</del>}
      {action === 'update' && <span aria-hidden>→</span>}
      {action !== 'delete' && <ins>{clipped(after) || t('publishing.empty')}</ins>}
    </span>
  )
}
