// Measures the desk in a headless browser and writes the marks into docs/benchmarks.md and docs/benchmarks-browser.json.
//   node e2e/speed.mjs [all | open million boundaries …] [--write] [--runs 5]
// BAILIWICK_BIN names the binary, SPEED_DATA a folder in which the synthetic data are kept between runs. Run it alone: it measures time.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { flags, found } from './browser.mjs'
import { startServer } from './server.mjs'
import { inPage } from './speedPage.mjs'
import { writeMarks } from './speedReport.mjs'
import { traced } from './speedTrace.mjs'

const binary = resolve(process.env.BAILIWICK_BIN ?? '../bin/bailiwick')
const kept = resolve(process.env.SPEED_DATA ?? join(tmpdir(), 'bailiwick-speed'))
const words = process.argv.slice(2)
const runs = Number(words[words.indexOf('--runs') + 1]) || 5
const parts = words.filter((word) => !word.startsWith('--') && !/^\d+$/.test(word))
const wants = (part) => parts.length === 0 || parts.includes('all') || parts.includes(part)

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const marks = []
const load = loadavg()[0]

/** mark keeps a figure with its target; several values become their median. */
function mark(name, unit, values, most, note = '') {
  const value = median(values)
  marks.push({ name, unit, value, values, most, note })
  const spread = values.length > 1 ? ` (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}, ${values.length} runs)` : ''
  console.log(`${most === undefined || value <= most ? 'ok  ' : 'MISS'} ${name}: ${value.toFixed(value < 10 ? 2 : 0)} ${unit}${spread}${most === undefined ? '' : `, target ≤ ${most.toFixed(most < 10 ? 2 : 0)} ${unit}`}`)
}

/** dataOf makes or finds a data folder with n synthetic accounts and two plans, and copies it: what is measured changes plans. */
async function dataOf(n, areas) {
  const folder = join(kept, `data-${n}`)
  if (!existsSync(folder)) {
    await mkdir(kept, { recursive: true })
    console.log(`making ${n.toLocaleString('en')} accounts …`)
    execFileSync(binary, ['demo', '--units', String(n), '--owners', String(areas), '--no-serve', '--data', folder, '--out', join(kept, `out-${n}`)], { stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const copy = await mkdtemp(join(tmpdir(), 'bailiwick-speed-'))
  await cp(folder, copy, { recursive: true })
  return copy
}

async function browse(base, steps) {
  const browser = await chromium.launch({ executablePath: found(), args: [...flags, '--js-flags=--expose-gc', '--enable-precise-memory-info'] })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: base })
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  page.on('pageerror', (error) => { throw error })
  await page.addInitScript(inPage)
  try {
    return await steps(page, browser)
  } finally {
    await browser.close()
  }
}

const alignments = async (base) => (await (await fetch(`${base}/api/v1/alignments`)).json()).alignments
const called = (list, name) => list.find((a) => a.name === name)

/** first opens an address in a fresh browser and tells when the coloured units stood on the screen. */
const opening = (base, path) => browse(base, async (page) => {
  await page.goto(path, { waitUntil: 'commit' })
  return page.evaluate(() => globalThis.speed.firstPaint())
})

const settled = (page) => page.evaluate(() => globalThis.speed.settled())

/** renderer is the resident memory of the page's own process and of the one that stands in for the GPU, in MB. */
async function memory(browser, page) {
  const session = await browser.newBrowserCDPSession()
  await page.evaluate(() => globalThis.gc?.())
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const resident = (pid) => {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000
    } catch {
      return 0
    }
  }
  const of = (type) => Math.max(0, ...processInfo.filter((p) => p.type === type).map((p) => resident(p.id)))
  return { page: of('renderer'), gpu: of('GPU') }
}

async function quarterMillion() {
  const server = await startServer(binary, await dataOf(250_000, 200))
  try {
    const list = await alignments(server.base)
    const path = `/alignments/${called(list, 'Present plan').id}`
    const other = called(list, 'Balanced plan')
    if (wants('first')) await firstLoad(server.base)
    if (wants('open')) {
      const times = []
      for (let k = 0; k < runs; k++) times.push(await opening(server.base, path))
      mark('250,000 units: address entered to coloured units on the screen', 'ms', times, 3000)
    }
    if (wants('recolour')) await recolouring(server.base, path, other)
    if (wants('lasso')) await lassoing(server.base, path)
    if (wants('move')) await moving(server.base, path)
    if (wants('whatif')) await whatIf(server.base, path, other)
  } finally {
    await server.stop()
  }
}

async function firstLoad(base) {
  const bytes = await browse(base, async (page) => {
    let sum = 0
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    session.on('Network.loadingFinished', ({ encodedDataLength }) => { sum += encodedDataLength })
    await page.goto('/', { waitUntil: 'networkidle' })
    // The network can be idle before the page has begun to ask for its last files.
    await page.waitForTimeout(2000)
    return sum
  })
  mark('first load, everything the first page fetches, compressed', 'kB', [bytes / 1000], 600)
}

async function recolouring(base, path, other) {
  const { base: empty, recolour, main } = await browse(base, async (page) => {
    await page.goto(path)
    await settled(page)
    return page.evaluate(([id, times]) => globalThis.speed.recolour(id, times), [other.id, runs + 2])
  })
  mark('frame of the empty base map, the yardstick', 'ms', empty)
  mark('250,000 units: recoloured and drawn', 'ms', recolour, 3 * median(empty), '3 × the empty base map in the same run')
  mark('250,000 units: main thread while recolouring', 'ms', main, 30)
}

async function lassoing(base, path) {
  const times = await browse(base, async (page) => {
    await page.goto(path)
    await settled(page)
    // A territory that is open is where the selection would go: the effect is shown without another click.
    await page.getByRole('treeitem').nth(4).click()
    await page.getByRole('button', { name: 'Show all units' }).click()
    await settled(page)
    await page.getByRole('button', { name: 'Select by lasso' }).click()
    const map = await page.getByTestId('selection-overlay').boundingBox()
    const out = []
    for (let k = 0; k < runs + 1; k++) {
      const at = (x, y) => [map.x + x * map.width, map.y + y * map.height]
      const ring = Array.from({ length: 40 }, (_, i) => at(0.5 + 0.36 * Math.cos(i / 6.4), 0.5 + 0.3 * Math.sin(i / 6.4)))
      await page.mouse.move(...ring[0])
      await page.mouse.down()
      for (const point of ring) await page.mouse.move(...point)
      await page.evaluate(() => globalThis.speed.armLasso())
      await page.mouse.up()
      out.push(await page.evaluate(() => globalThis.speed.lassoed()))
      await page.waitForTimeout(400)
      await page.keyboard.press('Escape')
    }
    return out.slice(1)
  })
  mark('250,000 units: lasso let go to shown effect', 'ms', times, 200)
}

async function moving(base, path) {
  const moves = await browse(base, async (page, browser) => {
    await page.goto(path)
    await settled(page)
    await page.getByRole('treeitem').nth(4).click()
    await page.getByRole('button', { name: 'Show all units' }).click()
    await page.getByRole('button', { name: 'Select by lasso' }).click()
    const map = await page.getByTestId('selection-overlay').boundingBox()
    const out = []
    await settled(page)
    for (let k = 0; k < runs; k++) {
      const at = (x, y) => [map.x + (x - 0.06 * k) * map.width, map.y + y * map.height]
      await page.mouse.move(...at(0.7, 0.4))
      await page.mouse.down()
      for (const [x, y] of [[0.85, 0.4], [0.85, 0.6], [0.7, 0.6]]) await page.mouse.move(...at(x, y), { steps: 4 })
      await page.mouse.up()
      await page.getByTestId('effect').waitFor()
      await settled(page)
      out.push(await traced(browser, page, async () => {
        await page.getByRole('button', { name: 'Move', exact: true }).click()
        await page.getByTestId('selection').waitFor({ state: 'hidden' })
        await settled(page)
      }))
    }
    return out
  })
  const longest = (of) => moves.map((tasks) => Math.max(...tasks.map((task) => task[of])))
  mark('250,000 units: longest task of the main thread after a move, until the map is settled', 'ms of processor', longest('processor'), 30)
  mark('250,000 units: the same on the clock, with its waiting for a processor', 'ms', longest('wall'))
}

async function whatIf(base, path, other) {
  const measure = 'AnnualRevenue'
  const ask = async (tolerance) => {
    const start = performance.now()
    const answer = await fetch(`${base}/api/v1/alignments/${other.id}/what-if`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ request: { measures: [{ column: measure, tolerance }] } }),
    })
    if (!answer.ok) throw new Error(await answer.text())
    await answer.json()
    return performance.now() - start
  }
  await ask(0.05)
  const times = []
  for (let k = 0; k < runs; k++) times.push(await ask(0.05 - 0.002 * (k + 1)))
  mark('250,000 units: what-if asked to answered, warm', 'ms', times, 1000)
}

async function boundarySets() {
  const data = await dataOf(250_000, 200)
  importAreas(data)
  const server = await startServer(binary, data)
  try {
    const shown = await areaSet(server.base)
    mark(`${areas.toLocaleString('en')} boundaries: first tile of a program just started`, 'ms', [await tile(server.base, shown, 4)], 50)
    const deep = []
    for (let zoom = 5; zoom <= 12; zoom++) deep.push(await tile(server.base, shown, zoom))
    mark(`${areas.toLocaleString('en')} boundaries: tiles of zooms 5 to 12 right after it, the slowest`, 'ms', [Math.max(...deep)])
    mark(`${areas.toLocaleString('en')} boundaries: any other tile of these zooms`, 'ms', await others(server.base, shown), 50)
    const list = await alignments(server.base)
    const seen = await browse(server.base, async (page, browser) => {
      await page.goto(`/alignments/${called(list, 'Present plan').id}`)
      await settled(page)
      await page.evaluate(() => globalThis.speed.bare())
      const empty = await travelling(browser, page)
      const times = await page.evaluate(([it, n]) => globalThis.speed.boundaries(it, n), [shown, runs])
      await settled(page)
      // The first round asks for tiles, the second has most of them.
      return { times, empty, first: await travelling(browser, page), again: await travelling(browser, page) }
    })
    const n = areas.toLocaleString('en')
    mark(`${n} boundaries: asked for to drawn`, 'ms', seen.times, 2000)
    mark(`${n} boundaries: main thread for each frame of panning and zooming, tiles new`, 'ms of processor', [seen.first.each], 16)
    mark(`${n} boundaries: main thread for each frame of panning and zooming, tiles there`, 'ms of processor', [seen.again.each], 16)
    mark(`${n} boundaries: longest task of the main thread while panning and zooming`, 'ms of processor', [seen.first.longest], 50)
    mark('empty base map: from frame to frame while panning and zooming, the yardstick', 'ms', seen.empty.gaps)
    mark(`${n} boundaries: from frame to frame while panning and zooming`, 'ms', seen.again.gaps, 3 * median(seen.empty.gaps), '3 × the empty base map in the same run')
  } finally {
    await server.stop()
  }
}

/** tile asks for the tile in the middle of the set, or some columns beside it, and tells how long it took. */
async function tile(base, { set, box: [west, south, east, north] }, zoom, beside = 0) {
  const tiles = 2 ** zoom
  const x = Math.floor(((west + east) / 2 + 180) / 360 * tiles) + beside
  const y = Math.floor((0.5 - Math.asinh(Math.tan((south + north) / 2 * Math.PI / 180)) / (2 * Math.PI)) * tiles)
  const start = performance.now()
  const answer = await fetch(`${base}/api/v1/boundary-sets/${set}/tiles/${zoom}/${x}/${y}`)
  if (!answer.ok) throw new Error(await answer.text())
  await answer.arrayBuffer()
  return performance.now() - start
}

/** others asks for tiles nobody has asked for. */
async function others(base, shown) {
  const times = []
  for (let zoom = 5; zoom <= 12; zoom++) {
    for (const beside of [1, -1]) times.push(await tile(base, shown, zoom, beside))
  }
  return times
}

/** travelling drags the map about and turns the wheel in and out, and tells what that cost the main thread and the gaps between frames. */
async function travelling(browser, page) {
  const map = await page.getByTestId('map').boundingBox()
  const at = (x, y) => [map.x + x * map.width, map.y + y * map.height]
  const drag = async () => {
    await page.mouse.move(...at(0.6, 0.5))
    await page.mouse.down()
    for (let i = 0; i <= 60; i++) {
      await page.mouse.move(...at(0.6 - 0.2 * Math.sin(i / 9.55), 0.5 + 0.1 * Math.sin(i / 4.77)))
      await page.waitForTimeout(16)
    }
    await page.mouse.up()
  }
  await page.evaluate(() => globalThis.speed.watchFrames())
  const tasks = await traced(browser, page, async () => {
    await drag()
    for (const turn of [-240, 240]) {
      for (let i = 0; i < 12; i++) {
        await page.mouse.wheel(0, turn)
        await page.waitForTimeout(60)
      }
      await page.waitForTimeout(400)
      if (turn < 0) await drag()
    }
  })
  const times = await page.evaluate(() => globalThis.speed.unwatchFrames())
  await settled(page)
  const processor = tasks.reduce((sum, task) => sum + task.processor, 0)
  return {
    gaps: times.slice(1).map((time, k) => time - times[k]),
    each: processor / times.length,
    longest: Math.max(...tasks.map((task) => task.processor)),
  }
}

/** How many boundaries are measured. */
const areas = 33_000

const areaSetName = 'Speed areas'

/** importAreas puts a set of synthetic postal areas with ragged borders over the country into a data folder that has none. */
function importAreas(data) {
  const held = JSON.parse(execFileSync(binary, ['boundaries', 'list', '--json', '--data', data]))
  if (held.boundarySets.some((set) => set.name === areaSetName)) return
  const shapes = join(kept, `areas-${areas}.geojson.gz`)
  if (!existsSync(shapes)) execFileSync(binary, ['synth', 'boundaries', '-n', String(areas), '--shapes', shapes, '--units', join(kept, 'areas.csv')], { stdio: ['ignore', 'ignore', 'inherit'] })
  execFileSync(binary, ['boundaries', 'import', shapes, '--name', areaSetName, '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** areaSet is what the map wants to know of the set. */
async function areaSet(base) {
  const { boundarySets } = await (await fetch(`${base}/api/v1/boundary-sets`)).json()
  const { id, figures } = boundarySets.find((set) => set.name === areaSetName)
  return { set: id, ...figures }
}

async function million() {
  const server = await startServer(binary, await dataOf(1_000_000, 500))
  try {
    const list = await alignments(server.base)
    const path = `/alignments/${called(list, 'Present plan').id}`
    const seen = await browse(server.base, async (page, browser) => {
      const start = performance.now()
      await page.goto(path, { waitUntil: 'commit' })
      await page.evaluate(() => globalThis.speed.firstPaint())
      const open = performance.now() - start
      await settled(page)
      const first = await memory(browser, page)
      await page.getByRole('button', { name: 'Select by lasso' }).click()
      const map = await page.getByTestId('selection-overlay').boundingBox()
      const at = (x, y) => [map.x + x * map.width, map.y + y * map.height]
      await page.getByRole('treeitem').nth(4).click()
      await page.mouse.move(...at(0.3, 0.3))
      await page.mouse.down()
      for (const [x, y] of [[0.7, 0.3], [0.7, 0.7], [0.3, 0.7]]) await page.mouse.move(...at(x, y), { steps: 5 })
      await page.evaluate(() => globalThis.speed.armLasso())
      await page.mouse.up()
      const lasso = await page.evaluate(() => globalThis.speed.lassoed())
      await page.waitForTimeout(3000)
      return { open, first, lasso, after: await memory(browser, page) }
    })
    mark('1,000,000 units: address entered to coloured units on the screen', 'ms', [seen.open])
    mark('1,000,000 units: lasso let go to shown effect', 'ms', [seen.lasso])
    mark('1,000,000 units: memory of the page after opening', 'MB', [seen.first.page], 1000)
    mark('1,000,000 units: memory of the page after a lasso with its effect', 'MB', [seen.after.page], 1000)
    mark('1,000,000 units: memory of the process that draws in software in place of a GPU', 'MB', [seen.after.gpu])
  } finally {
    await server.stop()
  }
}

if (['first', 'open', 'recolour', 'lasso', 'move', 'whatif'].some(wants)) await quarterMillion()
if (wants('boundaries')) await boundarySets()
if (wants('million')) await million()
if (words.includes('--write')) await writeMarks(marks, load)
