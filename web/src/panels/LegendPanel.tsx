import { ActionIcon, Menu, SegmentedControl, Select, Skeleton, Stack, Text, TextInput, Tooltip, UnstyledButton } from '@mantine/core'
import { IconArrowsSort, IconCheck, IconDownload, IconLayoutSidebarLeftCollapse, IconSearch, IconTable } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Legend } from '../api/types'
import type { ColourBook } from '../columns/colourBook'
import { byColumn, read, toCSV, type LegendColumn } from '../edit/legendColumns'
import { rows, type Order } from '../edit/tree'
import { t } from '../i18n'
import { compact } from '../ui/format'
import { Panel } from '../ui/Panel'
import { saveText } from '../ui/save'
import { AreaRows } from './AreaRows'
import classes from './LegendPanel.module.css'
import { LegendColumnsMenu } from './LegendColumnsMenu'
import { columnLabel } from './legendLabels'
import { LegendTable, type Sorted } from './LegendTable'
import { measureName } from './measures'

interface Props {
  title: string
  legend: Legend | undefined
  book: ColourBook
  measure: number
  onMeasure: (measure: number) => void
  level: number
  onLevel: (level: number) => void
  tolerance: number
  selected: number
  onHover: (area: number) => void
  onSelect: (area: number) => void
  footer?: React.ReactNode
  /** Buttons in the head, and a line above the tree. */
  actions?: React.ReactNode
  notice?: React.ReactNode
  drag?: React.ComponentProps<typeof AreaRows>['drag']
  /** The legend as a table in place of the tree, with its columns; without it there is only the tree. */
  table?: { columns: readonly LegendColumn[]; others: readonly string[]; onColumns: (columns: LegendColumn[]) => void }
  wide?: boolean
  onWide?: (wide: boolean) => void
}

const orders: Record<Order, string> = {
  get tree() { return t('areas.orderTree') }, get name() { return t('common.name') }, get sum() { return t('areas.sumLargestFirst') }, get deviation() { return t('areas.deviationHighestFirst') }, get worst() { return t('areas.farthestFromTargetFirst') },
}

/** LegendPanel is the tree of areas with what each amounts to, against its target. */
export function LegendPanel(props: Props) {
  const { legend, measure } = props
  const [search, setSearch] = useState('')
  const [order, setOrder] = useState<Order>('tree')
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(new Set())
  const { table, wide = false } = props
  const [sorted, setSorted] = useState<Sorted>()
  const shown = useMemo(
    () => (legend ? rows(legend.areas, { search, order, measure, collapsed, compare: wide && sorted ? sorter(sorted, legend) : undefined }) : []),
    [legend, search, order, measure, collapsed, wide, sorted],
  )
  const sort = (key: string) => setSorted(sorted?.key !== key ? { key, descending: key !== 'name' } : sorted.descending === (key !== 'name') ? { key, descending: !sorted.descending } : undefined)
  const save = () => legend && table && saveText(`${props.title}.csv`, toCSV(shown.map((row) => row.area), table.columns.map((column) => ({ column, label: columnLabel(column) })), legend, t('look.area')))
  const fold = (area: number) => {
    const next = new Set(collapsed)
    if (!next.delete(area)) next.add(area)
    setCollapsed(next)
  }
  const territories = legend?.areas.filter((area) => area.leaf).length ?? 0
  const name = measureName(legend?.measures[measure])
  return (
    <Panel fill title={props.title} footer={props.footer} actions={(
      <>
        {wide && table && (
          <>
            <Tooltip label={t('look.export')}><ActionIcon variant="subtle" color="gray" aria-label={t('look.export')} onClick={save}><IconDownload size={17} /></ActionIcon></Tooltip>
            <LegendColumnsMenu columns={table.columns} measures={legend?.measures.filter((name) => !table.others.includes(name)) ?? []} others={table.others} onChange={table.onColumns} />
          </>
        )}
        {table && props.onWide && (
          <Tooltip label={wide ? t('look.narrow') : t('look.wide')}>
            <ActionIcon variant="subtle" color="gray" aria-pressed={wide} aria-label={t('look.wide')} onClick={() => props.onWide?.(!wide)}>
              {wide ? <IconLayoutSidebarLeftCollapse size={17} /> : <IconTable size={17} />}
            </ActionIcon>
          </Tooltip>
        )}
        {props.actions}
      </>
    )}
      text={legend && t('areas.territoriesTotal', { count: territories, name, sums: compact(legend.total.sums[measure]) })}>
      {props.notice}
      <Stack gap={8} className={classes.tools}>
        <div className={classes.line}>
          <TextInput size="xs" flex={1} value={search} onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder={t('areas.searchAreas')} aria-label={t('areas.searchAreasOwners')} leftSection={<IconSearch size={14} />} />
          <Select size="xs" w={132} aria-label={t('areas.measureShown')} allowDeselect={false} value={String(measure)}
            data={(legend?.measures ?? ['']).map((m, k) => ({ value: String(k), label: measureName(m) }))}
            onChange={(value) => props.onMeasure(Number(value ?? 0))} />
          {!wide && <OrderMenu order={order} onOrder={setOrder} />}
        </div>
        {legend && legend.levels.length > 1 && (
          <SegmentedControl size="xs" fullWidth aria-label={t('areas.levelShownOnMap')} value={String(props.level)}
            data={legend.levels.map((level, k) => ({ value: String(k), label: level }))} onChange={(value) => props.onLevel(Number(value))} />
        )}
      </Stack>
      {!legend && <Stack p="md" gap="xs">{Array.from({ length: 9 }, (_, k) => <Skeleton key={k} height={34} radius="sm" />)}</Stack>}
      {legend && wide && table && (
        <LegendTable legend={legend} rows={shown} columns={table.columns} book={props.book} tolerance={props.tolerance} selected={props.selected} collapsed={collapsed}
          sorted={sorted} empty={t('look.nothing', { search })} onSort={sort} onFold={fold} onHover={props.onHover} onSelect={props.onSelect} />
      )}
      {legend && !(wide && table) && (
        <AreaRows rows={shown} measure={measure} counting={legend.measures[measure] === ''} book={props.book} level={props.level} collapsed={collapsed} tolerance={props.tolerance}
          selected={props.selected} onFold={fold} onHover={props.onHover} onSelect={props.onSelect} {...(props.drag ? { drag: props.drag } : {})}
          empty={legend.areas.length === 0 ? t('areas.noAreasYetOptimisation') : t('areas.noAreaMatches', { search })} />
      )}
      {legend && legend.unassigned.units > 0 && (
        <div className={classes.unassigned}>
          <span className={classes.hollow} aria-hidden />
          <Text size="sm" flex={1}>{t('common.unassigned')}</Text>
          <Text size="sm" className="num">{t('common.units', { count: legend.unassigned.units })}</Text>
        </div>
      )}
    </Panel>
  )
}

/** sorter orders siblings by a column of the table. */
function sorter({ key, descending }: Sorted, legend: Legend) {
  const column = read(key)
  if (column) return byColumn(column, descending, legend)
  const names = new Intl.Collator(undefined, { numeric: true })
  return (a: { name: string }, b: { name: string }) => (descending ? -1 : 1) * names.compare(a.name, b.name)
}

function OrderMenu({ order, onOrder }: { order: Order; onOrder: (order: Order) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className={classes.order} aria-label={t('areas.order', { orders: orders[order] })}><IconArrowsSort size={15} /></UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('areas.orderWithinEachArea')}</Menu.Label>
        {(Object.keys(orders) as Order[]).map((key) => (
          <Menu.Item key={key} onClick={() => onOrder(key)} rightSection={key === order ? <IconCheck size={14} /> : null}>
            {orders[key]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
