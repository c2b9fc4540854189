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
    await page.getByText('Why rows were rejected').waitFor()
    await look('04-imported')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the rejected rows' }).click()])
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
  ['on a phone a menu leads on from the plan, and the panel can be made taller', async ({ page, phone }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    const taller = page.getByRole('button', { name: 'Taller panel' })
    const height = async () => (await page.getByRole('complementary').boundingBox()).height
    await taller.waitFor()
    const before = await height()
    await taller.click()
    // The height follows with the next frame, which can take long without a GPU.
    for (let tries = 0; tries < 50 && await height() <= 1.5 * before; tries++) await page.waitForTimeout(100)
    assert.ok(await height() > 1.5 * before, `the panel was ${before} px tall and is ${await height()}`)
    await phone('07a-phone-panel')
    // What starts an optimisation stays in sight, and most of the sheet is for its settings.
    await page.getByRole('button', { name: 'Optimise', exact: true }).first().click()
    const panel = page.getByRole('region', { name: 'Optimise' })
    const run = await panel.getByRole('button', { name: 'Optimise', exact: true }).boundingBox()
    const sheet = await panel.boundingBox()
    assert.ok(sheet.y + sheet.height - run.y < 0.2 * sheet.height, `the footer takes ${sheet.y + sheet.height - run.y} of ${sheet.height} px`)
    await page.getByRole('button', { name: 'Territories', exact: true }).click()
    await taller.click()
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem', { name: 'Explore' }).waitFor()
    await phone('07a-phone-menu')
    await page.getByRole('menuitem', { name: 'Explore' }).click()
    await page.getByRole('button', { name: 'Find plans' }).waitFor()
    await page.goBack()
    await page.setViewportSize({ width: 1440, height: 900 })
    await settled(page)
  }],
  ['the tour leads through the desk', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Help', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Take the tour' }).click()
    const tour = page.getByRole('dialog', { name: 'Welcome to the desk' })
    await tour.getByRole('button', { name: 'Start' }).click()
    await page.getByText('Step 2 of 8').waitFor()
    await look('07a-tour')
    await page.getByRole('button', { name: 'Skip' }).click()
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
    // Every measure of both sides, and into how many parts they fall, which a worker counts.
    await page.getByTestId('effect').getByText(/in one piece|apart/).first().waitFor()
    const heads = await page.getByTestId('effect').getByRole('columnheader').allTextContents()
    for (const head of ['Parts', 'Units', 'AnnualRevenue', 'Visits']) assert.ok(heads.includes(head), `the effect has the columns ${heads}`)
    await look('08-effect')
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByText('Undo with Ctrl+Z.').waitFor()
    assert.deepEqual(await underToasts(page), [], 'what a toast covers cannot be pressed')
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
  ['the units of one flow are listed, and searched', async ({ page }) => {
    const flows = page.getByRole('region', { name: 'Flows between areas' })
    const count = flows.getByRole('button', { name: /^Show the \d+ units/ }).first()
    const wanted = await count.innerText()
    await count.click()
    const moved = page.getByRole('table', { name: 'Moved units, one by one' })
    const rows = () => moved.getAttribute('aria-rowcount')
    assert.equal(await rows(), String(1 + Number(wanted.replace(/\D/g, ''))))
    const [from, to] = await moved.getByRole('row').nth(1).getByRole('cell').allInnerTexts()
    assert.deepEqual([from, to], await flows.getByRole('row').nth(1).getByRole('cell').allInnerTexts().then((cells) => [cells[0], cells[2]]))
    await page.getByRole('textbox', { name: 'Search' }).fill('zzzz')
    await page.waitForFunction(() => document.querySelector('[role=table][aria-rowcount="1"]') !== null)
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

/** underToasts names the buttons and switches that lie under a toast. */
const underToasts = (page) => page.evaluate(() => {
  const toasts = [...document.querySelectorAll('.mantine-Notification-root')].map((toast) => toast.getBoundingClientRect())
  return [...document.querySelectorAll('button, a, input, [role=radio]')].filter((control) => {
    const box = control.getBoundingClientRect()
    return !control.closest('.mantine-Notification-root') && box.width > 1
      && toasts.some((toast) => box.left < toast.right && box.right > toast.left && box.top < toast.bottom && box.bottom > toast.top)
  }).map((control) => control.getAttribute('aria-label') ?? control.textContent)
})

/** settled waits until the map has drawn everything it was given. */
async function settled(page) {
  await page.locator('[data-testid=map][data-settled=true]').first().waitFor()
  await page.getByText('Loading the plan…').waitFor({ state: 'hidden' })
  await page.waitForTimeout(1500)
}
