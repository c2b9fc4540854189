import { ActionIcon, Button, Group, Select, Skeleton, Stack, Text, Tooltip } from '@mantine/core'
import { IconArrowsExchange, IconArrowsLeftRight, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { alignmentsQuery, comparisonQuery, movesLink } from '../api/alignments'
import { datasetsQuery, snapshotQuery } from '../api/datasets'
import type { Alignment, Comparison } from '../api/types'
import { suggestMeasures } from '../edit/startFields'
import { CompareFigures } from '../panels/CompareFigures'
import { CompareTable } from '../panels/CompareTable'
import { Flows } from '../panels/Flows'
import { measureName } from '../panels/measures'
import { TopBar } from '../panels/TopBar'
import { EmptyState } from '../ui/EmptyState'
import { count, percent, plural } from '../ui/format'
import { Card, Page, Section } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { CompareMaps } from './CompareMaps'
import classes from './ComparePage.module.css'
import { DeviationChart } from './DeviationChart'

/** ComparePage sets two plans of one dataset side by side. */
export function ComparePage() {
  const search = useSearch({ from: '/compare' })
  const navigate = useNavigate({ from: '/compare' })
  const alignments = useQuery(alignmentsQuery())
  const { left, right } = sides(alignments.data ?? [], search.left, search.right)
  const go = (next: { left?: string | undefined; right?: string | undefined }) =>
    void navigate({ search: Object.fromEntries(Object.entries({ left, right, ...next }).filter(([, v]) => v)), replace: true })
  const any = alignments.data?.find((a) => a.id === right) ?? alignments.data?.find((a) => a.id === left)
  const snapshot = useQuery({ ...snapshotQuery(any?.snapshotId ?? ''), enabled: any !== undefined })
  const measures = useMemo(() => {
    const columns = snapshot.data?.columns ?? []
    const proposed = suggestMeasures(columns)
    const others = columns.filter((c) => c.role === 'measure' && c.type === 'number' && !proposed.includes(c.name)).map((c) => c.name)
    return [...proposed, ...others, '']
  }, [snapshot.data])
  const ready = left !== undefined && right !== undefined && left !== right
  const comparison = useQuery({ ...comparisonQuery(left ?? '', right ?? '', measures), enabled: ready && snapshot.data !== undefined })
  return (
    <>
      <TopBar trail={['Compare']} />
      <Page wide title="Compare alignments"
        actions={comparison.data && left && right && (
          <Button variant="default" leftSection={<IconDownload size={16} />} component="a" download href={movesLink(left, right, measures)}>
            Moved units as CSV
          </Button>
        )}>
        <Pickers alignments={alignments.data ?? []} left={left} right={right} onGo={go} />
        {alignments.error && <ProblemNote title="The alignments could not be loaded" error={alignments.error} onRetry={() => void alignments.refetch()} />}
        {alignments.data && alignments.data.length < 2 && <TooFew />}
        {left && right && left === right && <Text c="dimmed">Choose two different alignments.</Text>}
        {comparison.error && <ProblemNote title="These two cannot be compared" error={comparison.error} onRetry={() => void comparison.refetch()} />}
        {ready && !comparison.data && !comparison.error && <Stack>{[120, 420, 300].map((h) => <Skeleton key={h} height={h} radius="lg" />)}</Stack>}
        {comparison.data && any && <Content key={`${left} ${right}`} comparison={comparison.data} snapshotId={any.snapshotId} />}
      </Page>
    </>
  )
}

/** sides completes what the address leaves open: the oldest other alignment of the same dataset is the left one. */
function sides(all: readonly Alignment[], left: string | undefined, right: string | undefined) {
  const known = all.find((a) => a.id === (right ?? left))
  const related = [...all].filter((a) => !known || a.datasetId === known.datasetId).sort((a, b) => a.created.localeCompare(b.created))
  const rightOne = right ?? related.filter((a) => a.id !== left).at(-1)?.id
  const leftOne = left ?? related.find((a) => a.id !== rightOne)?.id
  return { left: leftOne, right: rightOne }
}

interface PickerProps {
  alignments: readonly Alignment[]
  left: string | undefined
  right: string | undefined
  onGo: (next: { left?: string | undefined; right?: string | undefined }) => void
}

function Pickers({ alignments, left, right, onGo }: PickerProps) {
  const datasets = useQuery(datasetsQuery)
  const dataset = alignments.find((a) => a.id === (right ?? left))?.datasetId
  const drafts = [left, right].filter((id): id is string => id?.startsWith('draft:') ?? false)
  const several = new Set(alignments.map((a) => a.datasetId)).size > 1
  const label = (a: Alignment) => (several ? `${a.name} (${datasets.data?.find((d) => d.id === a.datasetId)?.name ?? ''})` : a.name)
  const data = [
    ...alignments.filter((a) => !dataset || a.datasetId === dataset || several).map((a) => ({ value: a.id, label: label(a) })),
    ...drafts.map((id) => ({ value: id, label: 'Draft' })),
  ]
  if (alignments.length < 2) return null
  return (
    <Group mb="xl" gap="sm" align="flex-end" wrap="wrap">
      <Select label="Left, usually the plan of today" searchable className={classes.picker} data={data} value={left ?? null} onChange={(id) => id && onGo({ left: id })} />
      <Tooltip label="Exchange the sides">
        <ActionIcon variant="default" size={36} aria-label="Exchange the sides" onClick={() => onGo({ left: right, right: left })}><IconArrowsExchange size={17} /></ActionIcon>
      </Tooltip>
      <Select label="Right, usually the new plan" searchable className={classes.picker} data={data} value={right ?? null} onChange={(id) => id && onGo({ right: id })} />
    </Group>
  )
}

function TooFew() {
  return (
    <Card>
      <EmptyState icon={<IconArrowsLeftRight size={28} />} title="Two alignments are needed"
        text="Make a second one: copy an alignment, or optimise one and keep the draft as a scenario.">
        <Button renderRoot={(props) => <Link to="/" {...props} />}>To the datasets</Button>
      </EmptyState>
    </Card>
  )
}

function Content({ comparison, snapshotId }: { comparison: Comparison; snapshotId: string }) {
  const [measure, setMeasure] = useState(0)
  const { moves } = comparison
  return (
    <>
      <CompareFigures comparison={comparison} />
      <Section title="On the map" text="The maps move together; an area has the same colour on both.">
        <CompareMaps comparison={comparison} snapshotId={snapshotId} />
      </Section>
      <Section title="How far from target"
        actions={<Select size="xs" w={180} aria-label="Measure" allowDeselect={false} value={String(measure)} onChange={(value) => setMeasure(Number(value ?? 0))}
          data={comparison.measures.map((name, k) => ({ value: String(k), label: measureName(name) }))} />}>
        <Card><DeviationChart comparison={comparison} measure={measure} /></Card>
      </Section>
      <Section title="Area by area">
        <CompareTable comparison={comparison} measure={measure} />
      </Section>
      <Section title="Units that move" text={moves.units === 0
        ? 'No unit has another territory on the right.'
        : `${plural(moves.units, 'unit')} (${percent(moves.share)}) have another territory on the right${moves.flows.length > 0 ? `, in ${count(moves.flows.length)} flows` : ''}.`}>
        <Flows comparison={comparison} measure={measure} />
      </Section>
    </>
  )
}
