import { ActionIcon, Button, Group, Select, Skeleton, Stack, Text, Tooltip } from '@mantine/core'
import { IconArrowsExchange, IconArrowsLeftRight, IconDownload } from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { alignmentsQuery, comparisonQuery, movesLink } from '../api/alignments'
import { datasetsQuery, snapshotQuery } from '../api/datasets'
import type { Alignment, Comparison, Snapshot } from '../api/types'
import type { FlowFilter } from '../edit/moves'
import { suggestMeasures } from '../edit/startFields'
import { t } from '../i18n'
import { said } from '../ui/said'
import { CompareFigures } from '../panels/CompareFigures'
import { CompareTable } from '../panels/CompareTable'
import { AlsoCompared } from '../panels/AlsoCompared'
import { FlowDiagram } from '../panels/FlowDiagram'
import { Flows } from '../panels/Flows'
import { measureName } from '../panels/measures'
import { MovedUnits } from '../panels/MovedUnits'
import { SeveralFigures } from '../panels/SeveralFigures'
import { TopBar } from '../panels/TopBar'
import { EmptyState } from '../ui/EmptyState'
import { percent } from '../ui/format'
import { Card, Page, Section } from '../ui/Page'
import { ProblemNote } from '../ui/ProblemNote'
import { CompareMaps } from './CompareMaps'
import classes from './ComparePage.module.css'
import { DeviationChart } from './DeviationChart'
import { useSideAssignment } from './useSideAssignment'

/** ComparePage sets two plans of one dataset side by side. */
export function ComparePage() {
  const search = useSearch({ from: '/compare' })
  const navigate = useNavigate({ from: '/compare' })
  const alignments = useQuery(alignmentsQuery())
  const { left, right } = sides(alignments.data ?? [], search.left, search.right)
  const go = (next: { left?: string | undefined; right?: string | undefined }) =>
    void navigate({ search: Object.fromEntries(Object.entries({ left, right, also: search.also, ...next }).filter(([, v]) => v)), replace: true })
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
  const also = (search.also ?? []).filter((id) => id !== left && id !== right)
  const others = useQueries({ queries: also.map((id) => ({ ...comparisonQuery(left ?? '', id, measures), enabled: ready && snapshot.data !== undefined })) })
  const further = others.flatMap((query) => (query.data ? [query.data] : []))
  const setAlso = (next: string[]) => void navigate({ search: { ...(left ? { left } : {}), ...(right ? { right } : {}), ...(next.length > 0 ? { also: next } : {}) }, replace: true })
  return (
    <>
      <TopBar trail={[t('compare.compare')]} />
      <Page wide title={t('compare.compareAlignments')}
        actions={comparison.data && left && right && (
          <Button variant="default" leftSection={<IconDownload size={16} />} component="a" download href={movesLink(left, right, measures)}>
            {t('compare.movedUnitsAsCsv')}
          </Button>
        )}>
        <Pickers alignments={alignments.data ?? []} left={left} right={right} onGo={go} />
        <AlsoCompared alignments={alignments.data ?? []} left={left} right={right} also={also} onAlso={setAlso} />
        {others.map((query, k) => query.error && <ProblemNote key={also[k]} title={t('compare.theseTwoCannotBe')} error={query.error} />)}
        {alignments.error && <ProblemNote title={t('compare.alignmentsCouldNotBe')} error={alignments.error} onRetry={() => void alignments.refetch()} />}
        {alignments.data && alignments.data.length < 2 && !(left && right) && <TooFew />}
        {left && right && left === right && <Text c="dimmed">{t('compare.chooseTwoDifferentAlignments')}</Text>}
        {comparison.error && <ProblemNote title={t('compare.theseTwoCannotBe')} error={comparison.error} onRetry={() => void comparison.refetch()} />}
        {ready && !comparison.data && !comparison.error && <Stack>{[120, 420, 300].map((h) => <Skeleton key={h} height={h} radius="lg" />)}</Stack>}
        {comparison.data && snapshot.data && <Content key={`${left} ${right}`} comparison={comparison.data} further={further} snapshot={snapshot.data} />}
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
    ...drafts.map((id) => ({ value: id, label: t('compare.draft') })),
  ]
  if (alignments.length < 2) return null
  return (
    <Group mb="xl" gap="sm" align="flex-end" wrap="wrap">
      <Select label={t('compare.leftUsuallyPlanToday')} searchable className={classes.picker} data={data} value={left ?? null} onChange={(id) => id && onGo({ left: id })} />
      <Tooltip label={t('compare.exchangeSides')}>
        <ActionIcon variant="default" size={36} aria-label={t('compare.exchangeSides')} onClick={() => onGo({ left: right, right: left })}><IconArrowsExchange size={17} /></ActionIcon>
      </Tooltip>
      <Select label={t('compare.rightUsuallyNewPlan')} searchable className={classes.picker} data={data} value={right ?? null} onChange={(id) => id && onGo({ right: id })} />
    </Group>
  )
}

function TooFew() {
  return (
    <Card>
      <EmptyState icon={<IconArrowsLeftRight size={28} />} title={t('compare.twoAlignmentsNeeded')}
        text={t('compare.makeSecondOneCopy')}>
        <Button renderRoot={(props) => <Link to="/" {...props} />}>{t('compare.toTheDatasets')}</Button>
      </EmptyState>
    </Card>
  )
}

function Content({ comparison, further, snapshot }: { comparison: Comparison; further: readonly Comparison[]; snapshot: Snapshot }) {
  const [measure, setMeasure] = useState(0)
  const [flow, setFlow] = useState<FlowFilter>({})
  const list = useRef<HTMLDivElement>(null)
  const left = useSideAssignment(comparison.left)
  const right = useSideAssignment(comparison.right)
  const { moves } = comparison
  const look = ({ from, to }: FlowFilter) => {
    setFlow({ from, to })
    list.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  }
  return (
    <>
      <CompareFigures comparison={comparison} />
      {further.length > 0 && (
        <Section title={t('versus.allFigures', { name: said(comparison.left.said, comparison.left.name) })} text={t('versus.allFiguresText', { name: said(comparison.left.said, comparison.left.name) })}>
          <SeveralFigures comparisons={[comparison, ...further]} />
        </Section>
      )}
      <Section title={t('compare.onMap')} text={t('compare.mapsMoveTogetherArea')}>
        <CompareMaps comparison={comparison} further={further} snapshotId={snapshot.id} />
      </Section>
      <Section title={t('compare.howFarFromTarget')}
        actions={<Select size="xs" w={180} aria-label={t('compare.measure')} allowDeselect={false} value={String(measure)} onChange={(value) => setMeasure(Number(value ?? 0))}
          data={comparison.measures.map((name, k) => ({ value: String(k), label: measureName(name) }))} />}>
        <Card><DeviationChart comparison={comparison} measure={measure} /></Card>
      </Section>
      <Section title={t('compare.areaByArea')}>
        <CompareTable comparison={comparison} measure={measure} />
      </Section>
      <Section title={t('compare.unitsMove')} text={moves.units === 0
        ? t('compare.noUnitHasAnother')
        : t('compare.unitsHaveAnother', { count: moves.units, share: percent(moves.share), flows: moves.flows.length })}>
        <FlowDiagram comparison={comparison} onFlow={look} />
        <Flows comparison={comparison} measure={measure} onFlow={look} />
      </Section>
      {moves.units > 0 && (
        <div ref={list}>
          <Section title={t('versus.movedList')} text={t('versus.movedListText')}>
            {left && right ? <MovedUnits comparison={comparison} snapshot={snapshot} left={left} right={right} flow={flow} onFlow={setFlow} /> : <Skeleton height={420} radius="lg" />}
          </Section>
        </div>
      )}
    </>
  )
}
