import { Alert, SegmentedControl, Skeleton, Stack, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { explorationsQuery } from '../api/explorations'
import { middling, newest } from '../edit/explore'
import { t } from '../i18n'
import { ExploreForm } from '../panels/ExploreForm'
import { Term } from '../panels/help/Term'
import { HeadcountPanel } from '../panels/HeadcountPanel'
import { ParetoPanel } from '../panels/ParetoPanel'
import { TopBar } from '../panels/TopBar'
import { ProblemNote } from '../ui/ProblemNote'
import { ExploreMap } from './ExploreMap'
import classes from './ExplorePage.module.css'
import { useDeskData } from './useDeskData'
import { useSupplementMeasures } from './useSupplementMeasures'

/** ExplorePage shows many plans at once: a Pareto set to choose a plan from, or a curve to choose a number of territories. */
export function ExplorePage() {
  const { alignmentId } = useParams({ from: '/alignments/$alignmentId/explore' })
  const search = useSearch({ from: '/alignments/$alignmentId/explore' })
  const navigate = useNavigate({ from: '/alignments/$alignmentId/explore' })
  const client = useQueryClient()
  const data = useDeskData(alignmentId, undefined)
  const explorations = useQuery(explorationsQuery(alignmentId))
  const [hovered, setHovered] = useState<number>()
  const further = useSupplementMeasures(data.alignment.data)
  const view = search.view ?? 'pareto'
  const exploration = newest(explorations.data ?? [], view)
  const plan = search.plan ?? (exploration && view === 'pareto' ? middling(exploration.plans) : undefined)
  const name = data.alignment.data?.name ?? t('explore.alignment')
  const error = data.alignment.error ?? data.legend.error ?? explorations.error
  const look = (next: { view?: 'pareto' | 'headcount' | undefined; plan?: number | undefined }) => {
    const all = { view, ...next }
    void navigate({ search: { ...(all.view === 'headcount' ? { view: all.view } : {}), ...(next.plan === undefined ? {} : { plan: next.plan }) }, replace: true })
  }
  const stale = exploration && data.alignment.data && exploration.baseVersion !== data.alignment.data.version

  return (
    <>
      <TopBar trail={[<Link key="a" to="/alignments/$alignmentId" params={{ alignmentId }} search={{}}>{name}</Link>, t('explore.explore')]} />
      <main id="content" className={classes.page} tabIndex={-1}>
        <section className={classes.side} aria-label={t('explore.explorePlans')}>
          <Stack gap="lg">
            <Title order={1} size="h2">{t('explore.explore')} <Term word={view === 'headcount' ? 'headcountCurve' : 'paretoSet'} /></Title>
            <SegmentedControl aria-label={t('explore.whatExplore')} value={view} data={[{ value: 'pareto', label: t('explore.plans') }, { value: 'headcount', label: t('explore.numberTerritories') }]}
              onChange={(next) => { setHovered(undefined); look({ view: next === 'headcount' ? 'headcount' : 'pareto' }) }} />
            {error && <ProblemNote title={t('explore.alignmentCouldNotBe')} error={error} />}
            {(!data.legend.data || !data.snapshot.data || explorations.isPending) && !error && <Skeleton height={260} radius="lg" />}
            {data.legend.data && data.snapshot.data && explorations.data && (
              <>
                <ExploreForm key={view} alignmentId={alignmentId} kind={view} snapshot={data.snapshot.data} legend={data.legend.data} further={further} again={exploration !== undefined}
                  onDone={() => {
                    void client.invalidateQueries({ queryKey: ['explorations'] })
                    look({})
                  }} />
                {stale && <Alert color="gray" variant="light" title={t('explore.alignmentHasChangedSince')}>{t('explore.thesePlansStartFrom', { baseVersion: exploration.baseVersion })}</Alert>}
                {exploration && view === 'pareto' && (
                  <ParetoPanel exploration={exploration} name={name} hovered={hovered} chosen={plan} onHover={setHovered} onChoose={(next) => look({ plan: next })}
                    onDraft={(draft) => void navigate({ to: '/alignments/$alignmentId', params: { alignmentId }, search: { draft } })}
                    onKept={(kept) => void navigate({ to: '/alignments/$alignmentId', params: { alignmentId: kept }, search: {} })} />
                )}
                {exploration && view === 'headcount' && (
                  <HeadcountPanel exploration={exploration} alignmentId={alignmentId} present={data.legend.data.figures.territories} chosen={plan} hovered={hovered}
                    onHover={setHovered} onChoose={(next) => look({ plan: next })}
                    onDraft={(draft) => void navigate({ to: '/alignments/$alignmentId', params: { alignmentId }, search: { draft } })} />
                )}
              </>
            )}
          </Stack>
        </section>
        <div className={classes.map}>
          <ExploreMap data={data} exploration={view === 'pareto' ? exploration : undefined} plan={hovered ?? plan} />
        </div>
      </main>
    </>
  )
}
