import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { accounts } from './accounts.mjs'

/** The main job by hand: from an empty program to published files. Each step says what it protects. */
export const journey = [
  ['an empty program invites to import', async ({ page, look }) => {
    await page.goto('/')
    await page.getByText('Drop a file of accounts').waitFor()
    await look('01-empty')
  }],
  ['a wrong address says so', async ({ page, look }) => {
    await page.goto('/nowhere')
    await page.getByText('This address leads nowhere').waitFor()
    await look('02-not-found')
  }],
  ['a file is previewed before anything is saved', async ({ page, look }) => {
    await page.goto('/')
    await page.setInputFiles('input[type=file]', { name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(accounts()) })
    await page.getByRole('region', { name: 'Columns of the file' }).waitFor()
    assert.equal(await page.getByRole('combobox', { name: 'Role of OwnerName' }).inputValue(), 'Owner')
    await page.getByRole('combobox', { name: 'Role of Visits' }).click()
    await page.getByRole('option', { name: 'Measure' }).click()
    await look('03-preview')
  }],
  ['the import counts good and bad rows', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('units imported').waitFor()
    await page.getByText('Why rows were set aside').waitFor()
    await look('04-imported')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the rows set aside' }).click()])
    const rows = (await readFile(await download.path(), 'utf8')).trim().split('\n')
    assert.ok(rows.length > 5, `rejected.csv has ${rows.length} lines`)
  }],
  ['an alignment is made from the owners', async ({ page, look }) => {
    await page.getByRole('link', { name: 'Open the dataset' }).click()
    await page.getByText('No alignment yet').waitFor()
    await look('05-dataset')
    await page.getByRole('button', { name: 'New alignment' }).first().click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Present plan')
    await page.waitForTimeout(300)
    await look('06-new-alignment')
    await page.getByRole('button', { name: 'Create' }).click()
    await settled(page)
    await look('07-desk')
  }],
  ['hovering and the legend tell what is there', async ({ page }) => {
    await page.getByRole('tree', { name: 'Areas' }).getByText('Ava Alvarez').click()
    await page.getByRole('region', { name: 'Area Ava Alvarez' }).waitFor()
    await page.getByRole('button', { name: 'Close the area' }).click()
  }],
  ['the command palette finds an area by a few letters', async ({ page, look }) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search areas, alignments and commands' }).fill('omar')
    await page.getByRole('option', { name: /Omar Garcia/ }).waitFor()
    await look('07b-palette')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Area Omar Garcia' }).waitFor()
    await page.getByRole('button', { name: 'Show all units' }).click()
    await page.getByRole('button', { name: 'Close the area' }).click()
    await page.waitForTimeout(1500)
  }],
  ['a lasso shows the effect before it is applied, and the move can be undone', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Select by lasso' }).click()
    const map = await page.getByTestId('selection-overlay').boundingBox()
    const at = (x, y) => [map.x + x * map.width, map.y + y * map.height]
    await page.mouse.move(...at(0.72, 0.3))
    await page.mouse.down()
    for (const [x, y] of [[0.98, 0.2], [0.98, 0.6], [0.75, 0.6], [0.72, 0.3]]) await page.mouse.move(...at(x, y), { steps: 6 })
    await page.mouse.up()
    await page.getByRole('region', { name: 'Selection' }).waitFor()
    await page.getByRole('combobox', { name: 'Territory to move the selection to' }).click()
    await page.getByRole('option', { name: 'Zoe Fischer' }).click()
    await page.getByTestId('effect').waitFor()
    await look('08-effect')
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByText('Undo with Ctrl+Z.').waitFor()
    await page.getByRole('button', { name: 'Move the map' }).click()
    await page.getByRole('button', { name: 'History' }).click()
    await page.getByText(/Version 2,/).waitFor()
    await page.keyboard.press('Control+z')
    await page.getByText(/Version 3,/).waitFor()
    await look('09-history')
  }],
  ['an optimisation ends in a draft with a certificate', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Optimise', exact: true }).first().click()
    await page.getByRole('slider', { name: 'Priorities' }).waitFor()
    await look('10-optimise')
    await page.getByRole('region', { name: 'Optimise' }).getByRole('button', { name: 'Optimise', exact: true }).click()
    await page.getByText('Certificate', { exact: true }).waitFor({ timeout: 60_000 })
    await settled(page)
    await look('11-draft')
  }],
  ['the draft is kept as a scenario', async ({ page }) => {
    await page.getByRole('button', { name: 'Keep as scenario' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Balanced plan')
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Balanced plan' }).waitFor({ state: 'attached' })
  }],
  ['a draft is accepted into the alignment itself', async ({ page }) => {
    await page.getByRole('button', { name: 'Optimise', exact: true }).first().click()
    await page.getByRole('region', { name: 'Optimise' }).getByRole('button', { name: 'Optimise', exact: true }).click()
    await page.getByRole('button', { name: 'Accept' }).click({ timeout: 60_000 })
    await page.getByText('Draft accepted').waitFor()
  }],
  ['files are published and downloaded', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByRole('button', { name: /^Write files of version/ }).click()
    const link = page.getByRole('link', { name: /units.*\.csv/i }).first()
    await link.waitFor({ timeout: 60_000 })
    await look('12-publish')
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    const rows = (await readFile(await download.path(), 'utf8')).trim().split('\n')
    assert.ok(rows.length > 3700, `units.csv has ${rows.length} lines`)
  }],
  ['the two plans are compared', async ({ page, look }) => {
    await page.getByRole('link', { name: 'Compare', exact: true }).click()
    await page.getByRole('region', { name: 'Figures of both plans' }).waitFor()
    const cells = await page.getByRole('row', { name: /AnnualRevenue, farthest above/ }).getByRole('cell').allTextContents()
    const [left, right] = cells.map((text) => Number.parseFloat(text.replace('−', '-')))
    assert.ok(right <= 5 && right < left, `the highest deviation went from ${left} % to ${right} %`)
    await page.waitForTimeout(2500)
    await look('13-compare')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Moved units as CSV' }).click()])
    assert.match(await readFile(await download.path(), 'utf8'), /^id,/)
  }],
  ['the list of jobs and of datasets', async ({ page, look }) => {
    await page.goto('/')
    await page.getByText('alignments', { exact: true }).waitFor()
    await look('14-datasets')
    await page.getByRole('button', { name: /^Jobs/ }).click()
    await page.getByText('Optimisation').first().waitFor()
    await look('15-jobs')
    await page.keyboard.press('Escape')
  }],
]

/** settled waits until the map has drawn everything it was given. */
async function settled(page) {
  await page.locator('[data-testid=map][data-settled=true]').first().waitFor()
  await page.getByText('Loading the plan…').waitFor({ state: 'hidden' })
  await page.waitForTimeout(1500)
}
