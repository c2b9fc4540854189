import { Menu, SegmentedControl, Select, Skeleton, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconArrowsSort, IconCheck, IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Legend } from '../api/types'
import type { ColourBook } from '../columns/colourBook'
import { rows, type Order } from '../edit/tree'
import { compact, count, plural } from '../ui/format'
import { Panel } from '../ui/Panel'
import { AreaRows } from './AreaRows'
import classes from './LegendPanel.module.css'
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
}

const orders: Record<Order, string> = {
  tree: 'Order of the tree', name: 'Name', sum: 'Sum, largest first', deviation: 'Deviation, highest first', worst: 'Farthest from target first',
}

/** LegendPanel is the tree of areas with what each amounts to, against its target. */
export function LegendPanel(props: Props) {
  const { legend, measure } = props
  const [search, setSearch] = useState('')
  const [order, setOrder] = useState<Order>('tree')
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(new Set())
  const shown = useMemo(
    () => (legend ? rows(legend.areas, { search, order, measure, collapsed }) : []),
    [legend, search, order, measure, collapsed],
  )
  const fold = (area: number) => {
    const next = new Set(collapsed)
    if (!next.delete(area)) next.add(area)
    setCollapsed(next)
  }
  const territories = legend?.areas.filter((area) => area.leaf).length ?? 0
  const name = measureName(legend?.measures[measure])
  return (
    <Panel fill title={props.title} footer={props.footer} actions={props.actions}
      text={legend && `${plural(territories, 'territory', 'territories')}, ${name} ${compact(legend.total.sums[measure])} in total`}>
      {props.notice}
      <Stack gap={8} className={classes.tools}>
        <div className={classes.line}>
          <TextInput size="xs" flex={1} value={search} onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder="Search areas and owners" aria-label="Search areas and owners" leftSection={<IconSearch size={14} />} />
          <Select size="xs" w={132} aria-label="Measure shown" allowDeselect={false} value={String(measure)}
            data={(legend?.measures ?? ['']).map((m, k) => ({ value: String(k), label: measureName(m) }))}
            onChange={(value) => props.onMeasure(Number(value ?? 0))} />
          <OrderMenu order={order} onOrder={setOrder} />
        </div>
        {legend && legend.levels.length > 1 && (
          <SegmentedControl size="xs" fullWidth aria-label="Level shown on the map" value={String(props.level)}
            data={legend.levels.map((level, k) => ({ value: String(k), label: level }))} onChange={(value) => props.onLevel(Number(value))} />
        )}
      </Stack>
      {!legend && <Stack p="md" gap="xs">{Array.from({ length: 9 }, (_, k) => <Skeleton key={k} height={34} radius="sm" />)}</Stack>}
      {legend && (
        <AreaRows rows={shown} measure={measure} measureName={name} book={props.book} level={props.level} collapsed={collapsed} tolerance={props.tolerance}
          selected={props.selected} onFold={fold} onHover={props.onHover} onSelect={props.onSelect} {...(props.drag ? { drag: props.drag } : {})}
          empty={legend.areas.length === 0 ? 'No areas yet. An optimisation can draw the first ones.' : `No area matches “${search}”.`} />
      )}
      {legend && legend.unassigned.units > 0 && (
        <div className={classes.unassigned}>
          <span className={classes.hollow} aria-hidden />
          <Text size="sm" flex={1}>Unassigned</Text>
          <Text size="sm" className="num">{count(legend.unassigned.units)} units</Text>
        </div>
      )}
    </Panel>
  )
}

function OrderMenu({ order, onOrder }: { order: Order; onOrder: (order: Order) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className={classes.order} aria-label={`Order: ${orders[order]}`}><IconArrowsSort size={15} /></UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Order within each area</Menu.Label>
        {(Object.keys(orders) as Order[]).map((key) => (
          <Menu.Item key={key} onClick={() => onOrder(key)} rightSection={key === order ? <IconCheck size={14} /> : null}>
            {orders[key]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
