import { ActionIcon, Button, FileButton, Group, Select, Skeleton, Stack, Table, Text, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconDownload, IconTargetArrow, IconTrash, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { targetLink, targetQuery, targetsQuery, useEnterAmount, useImportTarget, useRemoveTarget, useSpread } from '../api/planning'
import type { AccountTargetDetail, Legend, Snapshot } from '../api/types'
import { t } from '../i18n'
import { useProblemTexts } from '../i18n/useProblemTexts'
import { compact, count, units } from '../ui/format'
import { EmptyState } from '../ui/EmptyState'
import { Panel } from '../ui/Panel'
import { ProblemNote } from '../ui/ProblemNote'
import { said } from '../ui/said'
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
          done(t('targets.spread'), t('targets.spreadOverAccounts', { target }))
        },
      })} />
  )
  return (
    <Panel title={t('targets.accountTargets')} text={t('targets.numberPlannedTopDown')}
      footer={<Button fullWidth leftSection={<IconTargetArrow size={16} />} onClick={() => setSpreading(true)}>{t('targets.spreadNumber')}</Button>}>
      {list.error && <ProblemNote title={t('targets.targetsCouldNotBe')} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={36} />}
      {list.data?.length === 0 && <EmptyState icon={<IconTargetArrow size={24} />} title={t('targets.noTargetsYet')} text={t('targets.noTargetsYetSpread')} />}
      {list.data && list.data.length > 0 && (
        <Group gap={6} wrap="nowrap" align="flex-end">
          <Select flex={1} size="xs" label={t('targets.target')} allowDeselect={false} data={list.data.map((t) => t.name)} value={name ?? null} onChange={(value) => setChosen(value ?? undefined)} />
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
      onSuccess: (answer) => done(t('targets.amountsEntered'), answer.problems.length > 0 ? t('targets.rowsFailedFirst', { count: answer.problems.length, where: said(answer.problems[0]?.place, answer.problems[0]?.where ?? ''), what: said(answer.problems[0]?.said, answer.problems[0]?.what ?? '') }) : undefined),
      onError: (error) => failed(t('targets.fileWasNotTaken'), error),
    }))
  }
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label={t('targets.downloadAsCsv')}>
        <ActionIcon variant="subtle" color="gray" component="a" href={targetLink(id, name)} download aria-label={t('targets.downloadAmounts')}><IconDownload size={16} /></ActionIcon>
      </Tooltip>
      <FileButton accept=".csv,text/csv" onChange={take}>
        {(props) => <Tooltip label={t('targets.enterAmountsFromCsv')}><ActionIcon {...props} variant="subtle" color="gray" aria-label={t('targets.enterAmountsFromFile')} loading={load.isPending}><IconUpload size={16} /></ActionIcon></Tooltip>}
      </FileButton>
      <Tooltip label={t('targets.removeUndoBringsBack')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('targets.removeTarget')} loading={remove.isPending}
          onClick={() => remove.mutate({ name, expectedVersion: version }, { onSuccess: onRemoved, onError: (error) => failed(t('targets.targetWasNotRemoved'), error) })}><IconTrash size={16} /></ActionIcon>
      </Tooltip>
    </Group>
  )
}

function Totals({ detail }: { detail: AccountTargetDetail }) {
  const troubled = detail.areas.filter((a) => a.problems.length > 0).length
  return (
    <Stack gap={2} mt="sm">
      <Text fw={640} size="lg" className="num">{compact(detail.total)}</Text>
      <Text size="xs" c="dimmed" className="num">{t('targets.overEnteredByHand', { units: units(detail.units), entered: count(detail.entered) })}</Text>
      <Text size="xs" c={troubled > 0 ? 'var(--bw-bad)' : 'dimmed'}>{troubled > 0 ? t('targets.areasCannotCarry', { count: troubled }) : t('targets.everyQuotaCapacityHolds')}</Text>
    </Stack>
  )
}

function Enter({ id, version, name, selection }: { id: string; version: number; name: string; selection: readonly number[] }) {
  const enter = useEnterAmount(id)
  const send = (amount?: number) => enter.mutate({ name, expectedVersion: version, units: { units: [...selection] }, ...(amount === undefined ? {} : { amount }) }, {
    onSuccess: () => done(amount === undefined ? t('targets.released') : t('targets.entered'), `${units(selection.length)}`),
    onError: (error) => failed(t('targets.nothingWasEntered'), error),
  })
  return <EnterAmount selected={selection.length} busy={enter.isPending} onEnter={send} onRelease={() => send()} />
}

function Areas({ detail, legend, onArea }: { detail: AccountTargetDetail; legend: Legend; onArea: (area: number) => void }) {
  useProblemTexts()
  return (
    <Table mt="md" className={classes.table} aria-label={t('targets.targetPerArea')}>
      <Table.Thead><Table.Tr><Table.Th>{t('targets.area')}</Table.Th><Table.Th ta="right">{t('targets.amount')}</Table.Th><Table.Th ta="right">{t('targets.quota')}</Table.Th><Table.Th ta="right">{t('targets.capacity')}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {detail.areas.map((row, k) => {
          const area = legend.areas[k]
          return (
            <Table.Tr key={row.area}>
              <Table.Td style={{ paddingLeft: 4 + (area?.level ?? 0) * 12 }}>
                {area ? <button type="button" className={classes.area} onClick={() => onArea(area.number)}>{area.name}</button> : t('common.unassigned')}
                {row.problems.map((problem, at) => <Text key={problem} size="xs" c="var(--bw-bad)" className={classes.problem}><IconAlertTriangle size={12} aria-hidden /> {said(row.said[at], problem)}</Text>)}
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
