import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'

const pack = '../../shared/bench/areas/france-west-communes.geojson.gz'
const communes = existsSync(pack)
let alignment
let tiles = 0
const took = []

/** Boundaries: import, choose, assign by clicks, recolour without a new tile, tidy up, choropleth. */
export const boundaries = [
  ['a boundary set is imported on its page with progress and listed', async ({ page, look }) => {
    await page.goto('/boundaries')
    await page.getByText('US counties', { exact: true }).waitFor()
    const file = communes ? pack : { name: 'cells.geojson', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(cells())) }
    await page.getByLabel('File to import').setInputFiles(file)
    await page.getByText(communes ? 'france west communes' : 'cells', { exact: true }).waitFor({ timeout: 60_000 })
    await page.waitForTimeout(400)
    await look('30-boundary-sets')
  }],
  ['an alignment on units in the set is made by API', async ({ page }) => {
    alignment = await page.evaluate(planFrom, units(communes))
  }],
  ['the set is chosen in the panel and taken over from the units', async ({ page, look }) => {
    page.context().on('requestfinished', (request) => {
      if (!/\/tiles\/\d/.test(request.url())) return
      tiles++
      took.push(request.timing().responseEnd - request.timing().requestStart)
    })
    await page.goto(`/alignments/${alignment}?panel=boundaries`)
    await page.getByRole('combobox', { name: 'Boundary set' }).click()
    await page.getByRole('option', { name: communes ? /france west communes/ : /cells/ }).click()
    await page.getByRole('button', { name: 'Use these boundaries' }).click()
    await page.getByRole('table', { name: 'Boundaries per area' }).waitFor({ timeout: 30_000 })
    for (let k = 0; k < 100 && tiles === 0; k++) await page.waitForTimeout(100)
    assert.ok(tiles > 0, 'the map asked for no tiles')
    await settled(page)
    await look('31-boundaries')
  }],
  ['the first tiles came', () => {
    const sorted = [...took].sort((a, b) => a - b)
    console.log(`      first tile ${took[0].toFixed(0)} ms, median of ${took.length} ${sorted[Math.floor(took.length / 2)].toFixed(0)} ms`)
  }],
  ['empty boundaries go to the nearest territory, and recolouring asks for no tile', async ({ page, look }) => {
    await settled(page)
    const before = tiles
    const start = Date.now()
    await page.getByRole('button', { name: 'Fill empty ones' }).click()
    await page.getByText('Gave empty boundaries to the nearest territory').first().waitFor({ timeout: 30_000 })
    await settled(page)
    console.log(`      filled and recoloured in ${Date.now() - start} ms`)
    assert.equal(tiles, before, 'recolouring asked for tiles')
    await look('32-filled')
  }],
  ['a boundary is clicked and assigned; undo takes it back', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Select boundaries by click' }).click()
    const map = await page.getByTestId('map').boundingBox()
    await page.mouse.click(map.x + map.width * 0.5, map.y + map.height * 0.5)
    const card = page.getByRole('region', { name: 'Selected boundaries' })
    await card.waitFor()
    // The boundary is also dragged to a territory: the effect is shown, nothing moves yet.
    const [x, y] = [map.x + map.width * 0.5, map.y + map.height * 0.5]
    await page.mouse.move(x, y)
    await page.mouse.down()
    for (let step = 1; step <= 12; step++) await page.mouse.move(x - step * 25, y)
    await page.mouse.up()
    await card.getByTestId('effect').or(card.getByText('No unit would move.')).waitFor()
    assert.equal(await card.getByText('1 boundary selected').count(), 1, 'dragging lost the selection')
    await card.getByRole('combobox', { name: 'Territories that take the boundaries' }).press('Backspace')
    await card.getByTestId('effect').or(card.getByText('No unit would move.')).waitFor({ state: 'detached' })
    await card.getByRole('combobox', { name: 'Territories that take the boundaries' }).click()
    const held = await card.innerText()
    const other = ['Rep 1', 'Rep 2'].find((name) => !held.includes(name))
    await page.getByRole('option', { name: other }).click()
    await card.getByRole('combobox', { name: 'Territories that take the boundaries' }).press('Escape')
    // What the units in it would do to both sides is shown before anything moves, and into how many parts they fall.
    await card.getByTestId('effect').getByRole('rowheader', { name: other }).waitFor()
    await card.getByTestId('effect').getByRole('columnheader', { name: 'Parts' }).waitFor()
    await look('33-boundary-selected')
    await card.getByRole('button', { name: 'Assign' }).click()
    await page.getByText(/^Assigned 1 boundary to/).first().waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await settled(page)
  }],
  ['split boundaries are resolved by majority', async ({ page }) => {
    const split = page.getByRole('button', { name: 'Resolve split' })
    await split.click()
    await page.getByRole('menuitem', { name: 'To the territory with most units' }).click()
    await page.getByText('Resolved split boundaries by majority').first().waitFor()
    await page.waitForFunction(() => [...document.querySelectorAll('button')].find((b) => b.textContent === 'Resolve split')?.disabled)
  }],
  ['a draft of whole boundaries is accepted but for one of them, which stays', async ({ page, look }) => {
    await page.goto(`/alignments/${alignment}?panel=optimise`)
    const panel = page.getByRole('region', { name: 'Optimise' })
    await panel.getByRole('checkbox', { name: 'Whole boundaries' }).check()
    await panel.getByRole('button', { name: 'Optimise', exact: true }).click()
    await page.getByText('Certificate', { exact: true }).waitFor({ timeout: 120_000 })
    await page.getByRole('button', { name: 'Choose moves…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Choose moves' })
    const list = dialog.getByRole('table', { name: 'Boundaries that are given away, one by one' })
    await list.getByRole('button', { name: 'Units', exact: true }).click()
    const cells = await list.getByRole('row').nth(1).getByRole('cell').allInnerTexts()
    const code = cells[3]
    assert.ok(Number(cells[5]) > 0, `the boundary with most units that move has ${cells[5]}`)
    await dialog.getByTestId('moves-effect').getByRole('row').nth(1).waitFor()
    await dialog.getByRole('checkbox', { name: 'Choose the move in row 1', exact: true }).uncheck()
    await look('35-boundary-moves')
    await dialog.getByRole('textbox', { name: 'Search' }).fill(code)
    await dialog.getByRole('button', { name: /^Use these/ }).click()
    const before = await page.evaluate(holders, alignment)
    await page.getByRole('button', { name: 'Accept all moves but 1', exact: true }).click()
    await page.getByText('Accepted in part', { exact: true }).waitFor()
    const after = await page.evaluate(holders, alignment)
    assert.equal(after[code], before[code], `${code} moved`)
    assert.ok(Object.keys(after).filter((one) => after[one] !== before[one]).length > 0, 'no boundary moved')
    await page.goto(`/alignments/${alignment}?panel=boundaries`)
  }],
  ['a choropleth colours by sums and explains its shades', async ({ page, look }) => {
    await page.getByRole('combobox', { name: 'Colour the map by' }).click()
    await page.getByRole('option', { name: 'Revenue' }).click()
    await page.getByRole('list', { name: 'Shades' }).waitFor()
    await settled(page)
    await look('34-choropleth')
  }],
]

/** holders runs in the page: the area of every boundary by code. */
async function holders(id) {
  const [, ...rows] = (await (await fetch(`/api/v1/alignments/${id}/boundaries.csv`)).text()).trim().split('\n')
  return Object.fromEntries(rows.map((row) => row.split(',')).map(([code, , area]) => [code, area]))
}

const settled = (page) => page.waitForTimeout(1200)

/** cells is a comb of squares with one that crosses itself. */
function cells() {
  const features = []
  for (let k = 0; k < 400; k++) {
    const [x, y] = [-1.5 + (k % 20) * 0.1, 46.5 + Math.floor(k / 20) * 0.07]
    const ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.07], [x, y + 0.07], [x, y]]
    features.push({ type: 'Feature', properties: { code: `C${k}`, name: `Cell ${k}` }, geometry: { type: 'Polygon', coordinates: [ring] } })
  }
  return { type: 'FeatureCollection', features }
}

/** units is a CSV of shops spread over the set, of eight owners in bands that cut through boundaries. */
function units(real) {
  const places = []
  if (real) {
    const lines = readFileSync('../../shared/bench/areas/france-west-communes.csv', 'utf8').trim().split('\n')
    const header = lines[0].split(',')
    const [lon, lat] = [header.findIndex((h) => /^(lon|x)/.test(h)), header.findIndex((h) => /^(lat|y)/.test(h))]
    for (let k = 1; k < lines.length; k += 2) {
      const fields = lines[k].split(',')
      places.push([Number(fields[lon]), Number(fields[lat])])
    }
  } else {
    for (let k = 0; k < 900; k++) places.push([-1.5 + ((k * 7919) % 2000) / 1000, 46.5 + ((k * 104729) % 1400) / 1000])
  }
  const rows = ['Id,Name,Longitude,Latitude,Owner,Revenue']
  places.forEach(([x, y], k) => {
    for (let twin = 0; twin < 2; twin++) {
      const owner = `Rep ${1 + Math.abs(Math.floor((x * 1.3 + y * 0.7 + twin * 0.02) * 2)) % 8}`
      rows.push(`U${2 * k + twin},Shop ${k}-${twin},${x},${y},${owner},${100 + (k * 37) % 900}`)
    }
  })
  return rows.join('\n')
}

/** planFrom runs in the page: it imports a file and makes an alignment of its owners. */
async function planFrom(text) {
  const call = async (path, body) => {
    const raw = typeof body === 'string'
    const answer = await fetch(`/api/v1${path}`, body === undefined ? {} : {
      method: 'POST', body: raw ? body : JSON.stringify(body), headers: { 'Content-Type': raw ? 'application/octet-stream' : 'application/json' },
    })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json()
  }
  const upload = await call('/uploads?name=shops.csv', text)
  const { dataset, job } = await call('/datasets', { name: 'Shops', upload: upload.id })
  for (let state = 'queued'; state !== 'succeeded'; state = (await call(`/jobs/${job.id}`)).state) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return (await call('/alignments', { datasetId: dataset.id, name: 'Shops by rep', start: { kind: 'fields', fields: ['Owner'] } })).id
}
