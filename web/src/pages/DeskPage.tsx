import { Button, Loader, Menu, Text } from '@mantine/core'
import { IconArrowsLeftRight, IconChartDots, IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { suggestMeasures } from '../edit/startFields'
import { useDesk, useDeskPart } from '../edit/desk'
import { firstTime, useHelp } from '../edit/help'
import { noPart } from '../edit/draftPart'
import { t } from '../i18n'
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
import { useDeskData } from './useDeskData'
import { usePlanColumns } from './usePlanColumns'
import { useDeskCommands } from './useDeskCommands'
import { useDeskView } from './useDeskView'
import { useDeskKeys } from './useDeskKeys'
import { useLate } from './useLate'
import { useMapHandle } from './useMapHandle'

/** Without a tolerance of its own, a plan is called balanced within this. */
export const usualTolerance = 0.05

/** How long the panels of a desk just opened wait for the map to have colours, in milliseconds. */
const panelPatience = 2000

/** DeskPage is where a plan is looked at, optimised and changed: panels beside a map. */
export function DeskPage() {
  const { alignmentId } = useParams({ from: '/alignments/$alignmentId' })
  const search = useSearch({ from: '/alignments/$alignmentId' })
  const navigate = useNavigate({ from: '/alignments/$alignmentId' })
  const data = useDeskData(alignmentId, search.draft)
  const { columns, error: columnsError } = usePlanColumns(data.snapshot.data?.id)
  const handle = useMapHandle(alignmentId)
  const { clear, ask, choose, wide } = useDeskPart('clear', 'ask', 'choose', 'wide')
  const holds = useDesk((state) => state.selection.length > 0)
  const [tall, setTall] = useState(false)
  useEffect(() => clear, [alignmentId, clear])
  useEffect(() => choose(noPart), [search.draft, choose])

  const look = useCallback((change: Partial<DeskSearch>) =>
    void navigate({ search: (held: DeskSearch) => Object.fromEntries(Object.entries({ ...held, ...change }).filter(([, v]) => v !== undefined)) as DeskSearch, replace: true }), [navigate])
  const filter = (condition: string) => look({ filter: condition || undefined })
  const panel = search.panel === 'none' ? undefined : (deskPanels.find((p) => p === search.panel) ?? 'territories')
  const openPanel = useCallback((next: DeskPanel | undefined) => {
    ask(false)
    look({ panel: next ?? 'none', draft: undefined })
  }, [ask, look])
  useDeskKeys(openPanel)
  useDeskCommands(data.legend.data, handle, openPanel)

  const view = useDeskView(alignmentId, search, data.measures, look)
  const wanted = (view.measure === 'units' ? '' : view.measure) ?? suggestMeasures(data.snapshot.data?.columns ?? [])[0] ?? ''
  const measure = Math.max(0, data.measures.indexOf(wanted))
  const deepest = (data.legend.data?.levels.length ?? 1) - 1
  const level = Math.min(view.level ?? deepest, deepest)
  // A dataset without positions has no map to show; a draft is reviewed on the map.
  const hasMap = data.snapshot.data?.columns.some((column) => column.role === 'latitude') ?? true
  const asTable = !search.draft && (search.view === 'table' || !hasMap)
  const late = useLate(panelPatience)
  const error = data.alignment.error ?? data.snapshot.error ?? data.legend.error ?? data.assignment.error ?? columnsError
  const show = useHelp((state) => state.show)
  const ready = data.legend.data !== undefined
  useEffect(() => {
    if (ready && firstTime()) show('tour')
  }, [ready, show])
  const name = data.alignment.data?.name ?? t('desk.alignment')
  const tolerance = data.draft.data?.report.tolerances[0] ?? usualTolerance

  return (
    <>
      <TopBar
        trail={[
          data.dataset.data
            ? <Link key="d" to="/datasets/$datasetId" params={{ datasetId: data.dataset.data.id }}>{data.dataset.data.name}</Link>
            : t('desk.dataset'),
          name,
        ]}
        wide={(
          <>
            <Button size="xs" variant="default" leftSection={<IconChartDots size={14} />}
              renderRoot={(props) => <Link to="/alignments/$alignmentId/explore" params={{ alignmentId }} search={{}} {...props} />}>{t('desk.explore')}</Button>
            <Button size="xs" variant="default" leftSection={<IconArrowsLeftRight size={14} />}
              data-tour="compare" renderRoot={(props) => <Link to="/compare" search={{ right: alignmentId }} {...props} />}>{t('desk.compare')}</Button>
          </>
        )}
        actions={data.alignment.data && <DeskActions id={alignmentId} version={data.alignment.data.version} />}
        menu={(
          <>
            <Menu.Item leftSection={<IconChartDots size={16} />}
              renderRoot={(props) => <Link to="/alignments/$alignmentId/explore" params={{ alignmentId }} search={{}} {...props} />}>{t('desk.explore')}</Menu.Item>
            <Menu.Item leftSection={<IconArrowsLeftRight size={16} />} renderRoot={(props) => <Link to="/compare" search={{ right: alignmentId }} {...props} />}>{t('desk.compare')}</Menu.Item>
          </>
        )}
      />
      <main id="content" className={classes.desk} data-desk tabIndex={-1}>
        <h1 className="visually-hidden">{name}</h1>
        <DeskRail open={search.draft ? 'optimise' : panel} onOpen={openPanel} />
        {(panel !== undefined || search.draft !== undefined) && (
          <aside className={classes.side} data-tour="side" data-wide={wide && panel === 'territories' && !search.draft} data-tall={tall}
            data-aside={panel === 'territories' && !search.draft && holds}>
            <button type="button" className={classes.grab} aria-expanded={tall} aria-label={t('desk.tallPanel')} onClick={() => setTall(!tall)}>
              {tall ? <IconChevronDown size={16} aria-hidden /> : <IconChevronUp size={16} aria-hidden />}
            </button>
            <DeskSide data={data} panel={panel ?? 'territories'} draftId={search.draft} measure={measure} level={level} tolerance={tolerance}
              handle={handle} onLook={look} view={view} begun={asTable || handle.coloured > 0 || late}
              onKept={(kept) => void navigate({ to: '/alignments/$alignmentId', params: { alignmentId: kept }, search: {} })} />
          </aside>
        )}
        <div className={classes.map}>
          {error
            ? <div className={classes.problem}><ProblemNote title={t('desk.alignmentCouldNotBe')} error={error} onRetry={() => window.location.reload()} /></div>
            : asTable ? <DeskTable data={data} handle={handle} tolerance={tolerance} onFilter={filter} />
            : <DeskMap data={data} columns={columns} handle={handle} measure={measure} level={level} tolerance={tolerance} draftId={search.draft} view={view} search={search} onFilter={filter} />}
          {!error && !search.draft && hasMap && <ViewSwitch table={asTable} onChange={(table) => look({ view: table ? 'table' : undefined })} />}
          {!error && ((!columns && !asTable) || !data.legend.data || !data.assignment.data) && (
            <div className={classes.loading} role="status"><Loader size="sm" /><Text size="sm">{t('desk.loadingPlan')}</Text></div>
          )}
        </div>
      </main>
    </>
  )
}
