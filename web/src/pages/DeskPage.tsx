import { Button, Loader, Text } from '@mantine/core'
import { IconArrowsLeftRight, IconChartDots } from '@tabler/icons-react'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { suggestMeasures } from '../edit/startFields'
import { useDesk } from '../edit/desk'
import { noPart } from '../edit/draftPart'
import { DeskActions } from '../panels/DeskActions'
import { DeskRail, deskPanels, type DeskPanel } from '../panels/DeskRail'
import { TopBar } from '../panels/TopBar'
import { ProblemNote } from '../ui/ProblemNote'
import type { DeskSearch } from '../router'
import { DeskMap } from './DeskMap'
import classes from './DeskPage.module.css'
import { DeskSide } from './DeskSide'
import { DeskTable } from './DeskTable'
import { ViewSwitch } from '../panels/ViewSwitch'
import { useDeskData, usePlanColumns } from './useDeskData'
import { useDeskCommands } from './useDeskCommands'
import { useDeskKeys } from './useDeskKeys'
import { useMapHandle } from './useMapHandle'

/** Without a tolerance of its own, a plan is called balanced within this. */
export const usualTolerance = 0.05

/** DeskPage is where a plan is looked at, optimised and changed: panels beside a map. */
export function DeskPage() {
  const { alignmentId } = useParams({ from: '/alignments/$alignmentId' })
  const search = useSearch({ from: '/alignments/$alignmentId' })
  const navigate = useNavigate({ from: '/alignments/$alignmentId' })
  const data = useDeskData(alignmentId, search.draft)
  const { columns, error: columnsError } = usePlanColumns(data.snapshot.data?.id)
  const handle = useMapHandle(alignmentId)
  const { clear, ask } = useDesk()
  useEffect(() => clear, [alignmentId, clear])
  const { choose } = useDesk()
  useEffect(() => choose(noPart), [search.draft, choose])

  const look = (change: Partial<DeskSearch>) =>
    void navigate({ search: (held: DeskSearch) => Object.fromEntries(Object.entries({ ...held, ...change }).filter(([, v]) => v !== undefined)) as DeskSearch, replace: true })
  const panel = search.panel === 'none' ? undefined : (deskPanels.find((p) => p === search.panel) ?? 'territories')
  const openPanel = (next: DeskPanel | undefined) => { ask(false); look({ panel: next ?? 'none', draft: undefined }) }
  useDeskKeys(openPanel)
  useDeskCommands(data.legend.data, handle, openPanel)

  const wanted = search.measure ?? suggestMeasures(data.snapshot.data?.columns ?? [])[0] ?? ''
  const measure = Math.max(0, data.measures.indexOf(wanted))
  const deepest = (data.legend.data?.levels.length ?? 1) - 1
  const level = Math.min(search.level ?? deepest, deepest)
  // A dataset without positions has no map to show; a draft is reviewed on the map.
  const hasMap = data.snapshot.data?.columns.some((column) => column.role === 'latitude') ?? true
  const asTable = !search.draft && (search.view === 'table' || !hasMap)
  const error = data.alignment.error ?? data.snapshot.error ?? data.legend.error ?? data.assignment.error ?? columnsError
  const name = data.alignment.data?.name ?? 'Alignment'
  const tolerance = data.draft.data?.report.tolerances[0] ?? usualTolerance

  return (
    <>
      <TopBar
        trail={[
          data.dataset.data
            ? <Link key="d" to="/datasets/$datasetId" params={{ datasetId: data.dataset.data.id }}>{data.dataset.data.name}</Link>
            : 'Dataset',
          <span key="a" className={classes.name} title={name}>{name}</span>,
        ]}
        actions={data.alignment.data && (
          <>
            <Button visibleFrom="md" size="xs" variant="default" leftSection={<IconChartDots size={14} />}
              renderRoot={(props) => <Link to="/alignments/$alignmentId/explore" params={{ alignmentId }} search={{}} {...props} />}>Explore</Button>
            <Button visibleFrom="md" size="xs" variant="default" leftSection={<IconArrowsLeftRight size={14} />}
              renderRoot={(props) => <Link to="/compare" search={{ right: alignmentId }} {...props} />}>Compare</Button>
            <DeskActions id={alignmentId} version={data.alignment.data.version} />
          </>
        )}
      />
      <main id="content" className={classes.desk} tabIndex={-1}>
        <h1 className="visually-hidden">{name}</h1>
        <DeskRail open={search.draft ? 'optimise' : panel} onOpen={openPanel} />
        {(panel !== undefined || search.draft !== undefined) && (
          <aside className={classes.side}>
            <DeskSide data={data} panel={panel ?? 'territories'} draftId={search.draft} measure={measure} level={level} tolerance={tolerance}
              handle={handle} onLook={look}
              onKept={(kept) => void navigate({ to: '/alignments/$alignmentId', params: { alignmentId: kept }, search: {} })} />
          </aside>
        )}
        <div className={classes.map}>
          {error
            ? <div className={classes.problem}><ProblemNote title="The alignment could not be opened" error={error} onRetry={() => window.location.reload()} /></div>
            : asTable ? <DeskTable data={data} handle={handle} measure={measure} tolerance={tolerance} />
            : <DeskMap data={data} columns={columns} handle={handle} measure={measure} level={level} tolerance={tolerance} draftId={search.draft} />}
          {!error && !search.draft && hasMap && <ViewSwitch table={asTable} onChange={(table) => look({ view: table ? 'table' : undefined })} />}
          {!error && ((!columns && !asTable) || !data.legend.data || !data.assignment.data) && (
            <div className={classes.loading} role="status"><Loader size="sm" /><Text size="sm">Loading the plan…</Text></div>
          )}
        </div>
      </main>
    </>
  )
}
