import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { DatasetPage } from './pages/DatasetPage'
import { DatasetsPage } from './pages/DatasetsPage'
import { ImportPage } from './pages/ImportPage'
import { CrashPage, NotFoundPage } from './pages/NotFoundPage'
import { OverlayPage } from './pages/OverlayPage'
import { Root } from './pages/Root'

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Root })

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const whole = (value: unknown): number | undefined => (Number.isInteger(Number(value)) && value !== '' && value !== undefined ? Number(value) : undefined)

const datasets = createRoute({ getParentRoute: () => root, path: '/', component: DatasetsPage })

const importing = createRoute({
  getParentRoute: () => root,
  path: '/import',
  component: ImportPage,
  validateSearch: (search: Record<string, unknown>): { into?: string } => {
    const into = text(search['into'])
    return into ? { into } : {}
  },
})

const boundaries = createRoute({
  getParentRoute: () => root,
  path: '/boundaries',
  component: lazyRouteComponent(() => import('./pages/BoundarySetsPage'), 'BoundarySetsPage'),
})

const dataset = createRoute({ getParentRoute: () => root, path: '/datasets/$datasetId', component: DatasetPage })

/** What of the desk is in the address: the open panel, the draft under review, the level and the measure shown. */
export interface DeskSearch { panel?: string; draft?: string; level?: number; measure?: string; view?: string }

const desk = createRoute({
  getParentRoute: () => root,
  path: '/alignments/$alignmentId',
  component: lazyRouteComponent(() => import('./pages/DeskPage'), 'DeskPage'),
  validateSearch: (search: Record<string, unknown>): DeskSearch => {
    const kept: DeskSearch = {}
    const panel = text(search['panel'])
    const draft = text(search['draft'])
    const level = whole(search['level'])
    const measure = text(search['measure'])
    if (panel) kept.panel = panel
    if (draft) kept.draft = draft
    if (level !== undefined) kept.level = level
    if (measure) kept.measure = measure
    const view = text(search['view'])
    if (view) kept.view = view
    return kept
  },
})

const explore = createRoute({
  getParentRoute: () => root,
  path: '/alignments/$alignmentId/explore',
  component: lazyRouteComponent(() => import('./pages/ExplorePage'), 'ExplorePage'),
  validateSearch: (search: Record<string, unknown>): { view?: 'headcount'; plan?: number } => {
    const plan = whole(search['plan'])
    return { ...(search['view'] === 'headcount' ? { view: 'headcount' as const } : {}), ...(plan === undefined ? {} : { plan }) }
  },
})

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  component: lazyRouteComponent(() => import('./pages/ComparePage'), 'ComparePage'),
  validateSearch: (search: Record<string, unknown>): { left?: string; right?: string } => {
    const left = text(search['left'])
    const right = text(search['right'])
    return { ...(left ? { left } : {}), ...(right ? { right } : {}) }
  },
})

const overlay = createRoute({ getParentRoute: () => root, path: '/overlays/$overlayId', component: OverlayPage })

/** makeRouter ties addresses to pages; the desk and the comparison bring the map and are loaded on demand. */
export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([datasets, importing, boundaries, dataset, desk, explore, compare, overlay]),
    context: { client },
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: CrashPage,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
