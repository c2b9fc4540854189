// The first module of the page. It holds next to nothing, so that the texts, the program, the page of the address and what
// that page shows are asked for side by side. What fails here fails again where it is needed, and is told there.
import { deskAhead } from './deskAhead'
import { fetchCatalogues, readersLanguage } from './i18n/languages'

const needed: Promise<unknown>[] = [fetchCatalogues(readersLanguage()), import('./main')]
const desk = /^\/alignments\/([^/]+)\/?$/.exec(location.pathname)?.[1]
if (desk) needed.push(deskAhead(desk), import('./pages/DeskPage'))
for (const loading of needed) loading.catch(() => undefined)
