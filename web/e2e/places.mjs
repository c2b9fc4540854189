import assert from 'node:assert/strict'

let datasetPage
let alignment

/** Where units are: point codes, location by code, address report on the map, grid cells, attributes by CSV. */
export const places = [
  ['point codes are imported from a CSV', async ({ page }) => {
    await page.goto('/boundaries')
    await page.getByText('US counties', { exact: true }).waitFor()
    await page.getByLabel('File to import').setInputFiles({ name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from(codes()) })
    await page.getByText('codes', { exact: true }).waitFor({ timeout: 30_000 })
  }],
  ['attributes join the set; rows that fit nothing are told', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Attributes of codes' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('File to import').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(people()) })
    await dialog.getByRole('status').getByText('60 of 61 rows joined').waitFor()
    await page.waitForTimeout(400)
    await look('70-attributes')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  }],
  ['units without coordinates are located by code in the wizard', async ({ page, look }) => {
    await page.goto('/import')
    await page.getByLabel(/Files? to import/).setInputFiles({ name: 'shops.csv', mimeType: 'text/csv', buffer: Buffer.from(shops()) })
    const missing = page.getByText(/values are missing; their rows will be kept aside/).first()
    await missing.waitFor()
    await page.getByLabel('Locate units by code or address').check()
    await page.getByRole('combobox', { name: 'Boundary sets to look in' }).click()
    await page.getByRole('option', { name: /^codes/ }).click()
    await page.keyboard.press('Escape')
    await missing.waitFor({ state: 'hidden' })
    await page.waitForTimeout(800)
    await look('71-import-location')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('link', { name: /Open the dataset|dataset/i }).or(page.getByRole('button', { name: /Open the dataset/ })).first().waitFor({ timeout: 30_000 })
    const datasets = await page.evaluate(async () => (await (await fetch('/api/v1/datasets')).json()).datasets)
    datasetPage = `/datasets/${datasets[0].id}?tab=location`
    await page.evaluate(async (id) => fetch('/api/v1/alignments', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ datasetId: id, name: 'By rep', start: { kind: 'fields', fields: ['Owner'] } }) }), datasets[0].id)
  }],
  ['the dataset says how its units were located, and doubts addresses', async ({ page, look }) => {
    await page.goto(datasetPage)
    await page.getByText('Middle of the boundary of the code').or(page.getByText('Place of the point code')).first().waitFor()
    await page.getByRole('table', { name: 'Address report' }).waitFor()
    await page.waitForTimeout(500)
    await look('72-location')
    await page.getByRole('link', { name: 'Show on the map: Latitude and longitude exchanged' }).click()
    const filter = page.getByRole('region', { name: 'Filter of the map' })
    await filter.getByText('1 unit', { exact: true }).waitFor()
    await page.reload()
    await filter.getByText('1 unit', { exact: true }).waitFor()
    await page.locator('[data-testid=map][data-settled=true]').waitFor()
    await page.waitForTimeout(1500)
    await look('73-swapped-on-map')
    await filter.getByRole('button', { name: 'Select these units' }).click()
    const card = page.getByRole('region', { name: 'Selection' })
    await card.getByText('Accuracy of the position').waitFor()
    assert.ok(!(await card.innerText()).includes('$'), 'a column is called by its raw name')
    await page.getByRole('button', { name: 'Clear the selection' }).click()
    await page.getByRole('radiogroup', { name: 'View' }).getByText('Table').click()
    await page.getByRole('grid', { name: 'Units' }).getByRole('row').nth(1).waitFor()
    assert.equal(await page.getByRole('grid', { name: 'Units' }).getByRole('row').count(), 2)
    assert.ok(!(await page.getByRole('grid', { name: 'Units' }).innerText()).includes('$'), 'a column of the table has its raw name')
    await page.getByRole('radiogroup', { name: 'View' }).getByText('Map').click()
    await filter.getByRole('button', { name: 'Show all units again' }).click()
    await filter.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Show only some units' }).click()
    await page.getByRole('textbox', { name: 'Condition' }).fill('Revenue > 300')
    await look('73-filter-form')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await filter.getByText(/^\d+ units$/).waitFor()
  }],
  ['grid cells are made over the units', async ({ page, look }) => {
    await page.goto('/boundaries')
    await page.getByRole('button', { name: 'Make grid cells' }).click()
    await page.getByRole('dialog').getByRole('combobox', { name: 'Dataset' }).click()
    await page.getByRole('option').first().click()
    await look('74-grid')
    await page.getByRole('button', { name: 'Make the cells' }).click()
    await page.getByRole('main').getByText('Grid level 8', { exact: true }).waitFor({ timeout: 30_000 })
  }],
  ['the optimise panel offers the factor', async ({ page, look }) => {
    alignment = await page.evaluate(async () => (await (await fetch('/api/v1/alignments')).json()).alignments[0].id)
    await page.goto(`/alignments/${alignment}?panel=optimise`)
    await page.getByRole('button', { name: 'More options' }).click()
    await page.getByLabel('Factor from straight line to road').fill('1.3')
    assert.equal(await page.getByLabel('Factor from straight line to road').inputValue(), '1.3')
    await page.waitForTimeout(600)
    await look('75-optimise-distance')
  }],
  ['a plan by travel times says what it rests on', async ({ page, look }) => {
    await page.getByRole('combobox', { name: 'Distance', exact: true }).click()
    await page.getByRole('option', { name: /^Travel time by/ }).click()
    await page.getByRole('region', { name: 'Optimise' }).getByRole('button', { name: 'Optimise', exact: true }).click()
    const times = page.getByRole('region', { name: 'Travel times' })
    await times.getByText(/^[\d.]+ min$/).first().waitFor({ timeout: 60_000 })
    await page.getByText(/this draft was made by travel times/).waitFor()
    await times.scrollIntoViewIfNeeded()
    await look('76-travel-times')
  }],
  ['a number of the boundaries is balanced like a measure', async ({ page, look }) => {
    await page.evaluate(useBoundaries, alignment)
    await page.goto(`/alignments/${alignment}?panel=optimise`)
    await page.getByRole('combobox', { name: 'Measure', exact: true }).click()
    await page.getByRole('option', { name: 'people, of the boundaries' }).click()
    await page.getByRole('spinbutton', { name: 'Tolerance of people, of the boundaries' }).or(page.getByRole('textbox', { name: 'Tolerance of people, of the boundaries' })).fill('20')
    await page.getByRole('checkbox', { name: 'Whole boundaries' }).check()
    await page.getByRole('region', { name: 'Optimise' }).getByRole('button', { name: 'Optimise', exact: true }).click()
    await page.getByText('people, of the boundaries, highest').waitFor({ timeout: 60_000 })
    await page.getByText(/this draft moves whole boundaries/).waitFor()
    await look('77-boundary-measure')
  }],
]

/** useBoundaries runs in the page: it has an alignment assign the boundaries of the set of codes, as its units say. */
async function useBoundaries(id) {
  const read = async (path) => (await fetch(`/api/v1${path}`)).json()
  const { version } = await read(`/alignments/${id}`)
  const set = (await read('/boundary-sets')).boundarySets.find((one) => one.name === 'codes')
  const answer = await fetch(`/api/v1/alignments/${id}/changes`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ expectedVersion: version, ops: [{ useBoundaries: { set: set.id, fromUnits: true } }] }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

function codes() {
  let text = 'code,name,lat,lon\n'
  for (let k = 0; k < 60; k++) text += `${String(1000 + k).padStart(5, '0')},Place ${k},${(50 + 0.1 * Math.floor(k / 10)).toFixed(2)},${(10 + 0.15 * (k % 10)).toFixed(2)}\n`
  return text
}

function people() {
  let text = 'code,people\n'
  for (let k = 0; k < 60; k++) text += `${1000 + k},${100 + ((k * 37) % 90)}\n`
  return `${text}99999,5\n`
}

/** shops have no coordinates but for some of their own, one of them exchanged. */
function shops() {
  let text = 'Id,Name,PostalCode,Country,Latitude,Longitude,Owner,Revenue\n'
  for (let k = 0; k < 180; k++) {
    const code = String(1000 + (k % 60)).padStart(5, '0')
    const at = k % 3 === 0 ? `${(50 + 0.1 * Math.floor((k % 60) / 10)).toFixed(2)},${(10 + 0.15 * (k % 10)).toFixed(2)}` : k === 1 ? '10.3,50.1' : ','
    text += `S${k},Shop ${k},${code},Germany,${at},Rep ${k % 4},${100 + ((k * 31) % 400)}\n`
  }
  return text
}
