import { ActionIcon, Button, FileButton, Group, Select, Skeleton, Stack, Table, Text, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconDownload, IconTargetArrow, IconTrash, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { targetLink, targetQuery, targetsQuery, useEnterAmount, useImportTarget, useRemoveTarget, useSpread } from '../api/planning'
import type { AccountTargetDetail, Legend, Snapshot } from '../api/types'
import { compact, count, plural, units } from '../ui/format'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { done, failed } from '../ui/toast'
import { EnterAmount } from './EnterAmount'
import { SpreadForm } from './SpreadForm'
import classes from './TargetsPanel.module.css'

interface Props { id: string; version: number; legend: Legend; snapshot: Snapshot; selection: readonly number[]; onArea: (area: number) => void }

/** TargetsPanel spreads a number planned top-down over accounts and shows what it means for every area. */
export function TargetsPanel({ id, version, legend, snapshot, selection, onArea }: Props) {
  const list = useQuery(targetsQuery(id, version))
  const [chosen, setChosen] = useState<string>()
  const [spreading, setSpreading] = useState(false)
  const name = chosen ?? list.data?.[0]?.name
  const detail = useQuery({ ...targetQuery(id, version, name ?? ''), enabled: name !== undefined && (list.data?.some((t) => t.name === name) ?? false) })
  const spread = useSpread(id)
  const form = spreading && (
    <SpreadForm legend={legend} columns={snapshot.columns} present={detail.data} busy={spread.isPending} error={spread.error} onClose={() => setSpreading(false)}
      onSpread={(target, wanted) => spread.mutate({ name: target, expectedVersion: version, spread: wanted }, {
        onSuccess: () => {
          setChosen(target)
          setSpreading(false)
          done('Spread', `${target} is spread over the accounts.`)
        },
      })} />
  )
  return (
    <Panel title="Account targets" text="A number planned top-down, spread over accounts and added up per area."
      footer={<Button fullWidth leftSection={<IconTargetArrow size={16} />} onClick={() => setSpreading(true)}>Spread a number</Button>}>
      {list.error && <ProblemNote title="The targets could not be loaded" error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={36} />}
      {list.data?.length === 0 && <Text size="sm" c="dimmed">No targets yet. Spread next year's number over your accounts: evenly, by a measure, or by size bucket. Values you enter by hand stay.</Text>}
      {list.data && list.data.length > 0 && (
        <Group gap={6} wrap="nowrap" align="flex-end">
          <Select flex={1} size="xs" label="Target" allowDeselect={false} data={list.data.map((t) => t.name)} value={name ?? null} onChange={(value) => setChosen(value ?? undefined)} />
          {name !== undefined && <Tools id={id} version={version} name={name} onRemoved={() => setChosen(undefined)} />}
        </Group>
      )}
      {detail.data && name !== undefined && (
        <>
          <Totals detail={detail.data} />
          {selection.length > 0 && <Enter id={id} version={version} name={name} selection={selection} />}
          <Areas detail={detail.data} legend={legend} onArea={onArea} />
        </>
      )}
      {form}
    </Panel>
  )
}

function Tools({ id, version, name, onRemoved }: { id: string; version: number; name: string; onRemoved: () => void }) {
  const remove = useRemoveTarget(id)
  const load = useImportTarget(id)
  const take = (file: File | null) => {
    if (!file) return
    void file.text().then((text) => load.mutate({ name, version, text }, {
      onSuccess: (answer) => done('Amounts entered', answer.problems.length > 0 ? `${plural(answer.problems.length, 'row')} failed, the first: ${answer.problems[0]?.where ?? ''}: ${answer.problems[0]?.what ?? ''}` : undefined),
      onError: (error) => failed('The file was not taken', error),
    }))
  }
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label="Download as CSV">
        <ActionIcon variant="subtle" color="gray" component="a" href={targetLink(id, name)} download aria-label="Download the amounts"><IconDownload size={16} /></ActionIcon>
      </Tooltip>
      <FileButton accept=".csv,text/csv" onChange={take}>
        {(props) => <Tooltip label="Enter amounts from CSV: id, amount"><ActionIcon {...props} variant="subtle" color="gray" aria-label="Enter amounts from a file" loading={load.isPending}><IconUpload size={16} /></ActionIcon></Tooltip>}
      </FileButton>
      <Tooltip label="Remove; undo brings it back">
        <ActionIcon variant="subtle" color="gray" aria-label="Remove the target" loading={remove.isPending}
          onClick={() => remove.mutate({ name, expectedVersion: version }, { onSuccess: onRemoved, onError: (error) => failed('The target was not removed', error) })}><IconTrash size={16} /></ActionIcon>
      </Tooltip>
    </Group>
  )
}

function Totals({ detail }: { detail: AccountTargetDetail }) {
  const troubled = detail.areas.filter((a) => a.problems.length > 0).length
  return (
    <Stack gap={2} mt="sm">
      <Text fw={640} size="lg" className="num">{compact(detail.total)}</Text>
      <Text size="xs" c="dimmed" className="num">over {units(detail.units)}, {count(detail.entered)} entered by hand</Text>
      <Text size="xs" c={troubled > 0 ? 'var(--bw-bad)' : 'dimmed'}>{troubled > 0 ? `${plural(troubled, 'area')} cannot carry ${troubled === 1 ? 'its' : 'their'} number` : 'Every quota and capacity holds.'}</Text>
    </Stack>
  )
}

function Enter({ id, version, name, selection }: { id: string; version: number; name: string; selection: readonly number[] }) {
  const enter = useEnterAmount(id)
  const send = (amount?: number) => enter.mutate({ name, expectedVersion: version, units: { units: [...selection] }, ...(amount === undefined ? {} : { amount }) }, {
    onSuccess: () => done(amount === undefined ? 'Released' : 'Entered', `${units(selection.length)}`),
    onError: (error) => failed('Nothing was entered', error),
  })
  return <EnterAmount selected={selection.length} busy={enter.isPending} onEnter={send} onRelease={() => send()} />
}

function Areas({ detail, legend, onArea }: { detail: AccountTargetDetail; legend: Legend; onArea: (area: number) => void }) {
  return (
    <Table mt="md" className={classes.table} aria-label="The target per area">
      <Table.Thead><Table.Tr><Table.Th>Area</Table.Th><Table.Th ta="right">Amount</Table.Th><Table.Th ta="right">Quota</Table.Th><Table.Th ta="right">Capacity</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {detail.areas.map((row, k) => {
          const area = legend.areas[k]
          return (
            <Table.Tr key={row.area}>
              <Table.Td style={{ paddingLeft: 4 + (area?.level ?? 0) * 12 }}>
                {area ? <button type="button" className={classes.area} onClick={() => onArea(area.number)}>{area.name}</button> : 'Unassigned'}
                {row.problems.map((problem) => <Text key={problem} size="xs" c="var(--bw-bad)" className={classes.problem}><IconAlertTriangle size={12} aria-hidden /> {problem}</Text>)}
              </Table.Td>
              <Table.Td ta="right" className="num">{compact(row.amount)}</Table.Td>
              <Table.Td ta="right" className="num">{row.quota === undefined ? '' : compact(row.quota)}</Table.Td>
              <Table.Td ta="right" className="num">{row.capacity === undefined ? '' : compact(row.capacity)}</Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}
