import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { ImportMode } from './edit/importFlow'
import { fetchDesk } from './pages/ahead'
import { DatasetPage } from './pages/DatasetPage'
import { DatasetsPage } from './pages/DatasetsPage'
import { ImportPage } from './pages/ImportPage'
import { CrashPage, NotFoundPage } from './pages/NotFoundPage'
import { OverlayPage } from './pages/OverlayPage'
import { Root } from './pages/Root'

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Root })

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const whole = (value: unknown): number | undefined => (Number.isInteger(Number(value)) && value !== '' && value !== undefined ? Number(value) : undefined)

const list = (value: unknown): string[] | undefined => (Array.isArray(value) ? value.filter((one) => typeof one === 'string').slice(0, 100) : undefined)

const datasets = createRoute({ getParentRoute: () => root, path: '/', component: DatasetsPage })

/** What of an import is in the address: the dataset imported into again, how, and where the records come from. */
export interface ImportSearch { into?: string; mode?: ImportMode; source?: string; connection?: string }
const modes: readonly ImportMode[] = ['refresh', 'add', 'correct']

const importing = createRoute({
  getParentRoute: () => root,
  path: '/import',
  component: ImportPage,
  validateSearch: (search: Record<string, unknown>): ImportSearch => {
    const into = text(search['into'])
    const source = text(search['source'])
    const mode = modes.find((one) => one === search['mode'])
    const connection = text(search['connection'])
    return { ...(into ? { into } : {}), ...(mode ? { mode } : {}), ...(source ? { source } : {}), ...(connection ? { connection } : {}) }
  },
})

const boundaries = createRoute({
  getParentRoute: () => root,
  path: '/boundaries',
  component: lazyRouteComponent(() => import('./pages/BoundarySetsPage'), 'BoundarySetsPage'),
})

/** How the sign-in went from which the browser comes back: the connection's id, or what was wrong. */
interface CameBack { signedIn?: string; problem?: string }

const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  component: lazyRouteComponent(() => import('./pages/ConnectionsPage'), 'ConnectionsPage'),
  validateSearch: (search: Record<string, unknown>): CameBack => {
    const signedIn = text(search['signedIn'])
    const problem = text(search['problem'])
    return { ...(signedIn ? { signedIn } : {}), ...(problem ? { problem } : {}) }
  },
})

const newConnection = createRoute({
  getParentRoute: () => root,
  path: '/connections/new',
  component: lazyRouteComponent(() => import('./pages/NewConnectionPage'), 'NewConnectionPage'),
})

const connection = createRoute({
  getParentRoute: () => root,
  path: '/connections/$connectionId',
  component: lazyRouteComponent(() => import('./pages/ConnectionPage'), 'ConnectionPage'),
})

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./pages/WebhooksPage'), 'WebhooksPage'),
})

const dataset = createRoute({
  getParentRoute: () => root,
  path: '/datasets/$datasetId',
  component: DatasetPage,
  validateSearch: (search: Record<string, unknown>): { tab?: string } => {
    const tab = text(search['tab'])
    return tab ? { tab } : {}
  },
})

/**
 * What of the desk is in the address: the open panel, the draft under review, the level and the measure shown; in a
 * link to a view also where the map looks, the open area, the legend's columns, the map's layers and what colours boundaries.
 */
export interface DeskSearch { panel?: string; draft?: string; level?: number; measure?: string; view?: string; at?: string; area?: number; columns?: string[]; layers?: string[]; shade?: string; filter?: string }

const desk = createRoute({
  getParentRoute: () => root,
  path: '/alignments/$alignmentId',
  component: lazyRouteComponent(() => import('./pages/DeskPage'), 'DeskPage'),
  loader: ({ context, params }) => {
    void fetchDesk(context.client, params.alignmentId)
  },
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
    const at = text(search['at'])
    const area = whole(search['area'])
    const columns = list(search['columns'])
    const layers = list(search['layers'])
    const shade = text(search['shade'])
    if (at) kept.at = at
    if (area !== undefined) kept.area = area
    if (columns) kept.columns = columns
    if (layers) kept.layers = layers
    if (shade) kept.shade = shade
    const filter = text(search['filter'])
    if (filter) kept.filter = filter
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

const publishing = createRoute({
  getParentRoute: () => root,
  path: '/alignments/$alignmentId/publish',
  component: lazyRouteComponent(() => import('./pages/PublishPage'), 'PublishPage'),
})

const plan = createRoute({
  getParentRoute: () => root,
  path: '/alignments/$alignmentId/publish/$planId',
  component: lazyRouteComponent(() => import('./pages/PlanPage'), 'PlanPage'),
})

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  component: lazyRouteComponent(() => import('./pages/ComparePage'), 'ComparePage'),
  validateSearch: (search: Record<string, unknown>): { left?: string; right?: string; also?: string[] } => {
    const left = text(search['left'])
    const right = text(search['right'])
    const also = list(search['also'])?.slice(0, 2)
    return { ...(left ? { left } : {}), ...(right ? { right } : {}), ...(also?.length ? { also } : {}) }
  },
})

const overlay = createRoute({ getParentRoute: () => root, path: '/overlays/$overlayId', component: OverlayPage })

/** makeRouter ties addresses to pages; the desk and the comparison bring the map and are loaded on demand. */
export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([datasets, importing, boundaries, connections, newConnection, connection, webhooks, publishing, plan, dataset, desk, explore, compare, overlay]),
    context: { client },
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: CrashPage,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
