import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { accounts } from './accounts.mjs'

/** The main job from an empty program to published files without a pointer: import, align, optimise, adjust, compare, publish. */
export const keyboard = [
  ['a file is chosen and imported by keys', async ({ page }) => {
    await noPointer(page)
    await page.goto('/')
    const choose = page.getByRole('button', { name: 'Choose files' }).first()
    await tabTo(page, choose)
    const choosing = page.waitForEvent('filechooser')
    await page.waitForTimeout(300) // the browser must first have been told to hand the dialog over
    await page.keyboard.press('Enter')
    await (await choosing).setFiles({ name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(accounts()) })
    await page.getByRole('region', { name: 'Columns of the file' }).waitFor()
    const role = page.getByRole('combobox', { name: 'Role of Visits' })
    for (const [wanted, key] of [['Category', 'ArrowDown'], ['Measure', 'ArrowUp']]) {
      await pick(page, role, wanted, key)
      await page.waitForTimeout(1500) // the file is counted anew, which draws the table again
      assert.equal(await role.inputValue(), wanted)
    }
    await pick(page, page.getByRole('combobox', { name: 'Type of Visits' }), 'Number', 'ArrowDown')
    await press(page, page.getByRole('button', { name: 'Import', exact: true }))
    await page.getByText('units imported').waitFor()
  }],
  ['the skip link leads past the bar', async ({ page }) => {
    await press(page, page.getByRole('link', { name: 'Open the dataset' }))
    await page.getByText('No alignment yet').waitFor()
    await page.reload()
    await page.getByText('No alignment yet').waitFor()
    await page.keyboard.press('Tab')
    assert.equal(await focused(page), 'Skip to content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    assert.ok(await page.evaluate(() => document.getElementById('content')?.contains(document.activeElement)), `the focus is on ${await focused(page)}`)
  }],
  ['an alignment is made from the owners, with the focus kept in the dialog', async ({ page }) => {
    await press(page, page.getByRole('button', { name: 'New alignment' }).first())
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor()
    for (let k = 0; k < 14; k++) {
      await page.keyboard.press('Tab')
      assert.ok(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null), `the focus left the dialog to ${await focused(page)}`)
    }
    await tabTo(page, dialog.getByRole('textbox', { name: 'Name' }))
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Present plan')
    await page.keyboard.press('Enter')
    await settled(page)
  }],
  ['an area is opened from the tree by arrows', async ({ page }) => {
    const tree = page.getByRole('tree', { name: 'Areas' })
    await tabTo(page, tree)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: /^Area / }).waitFor()
  }],
  ['the plan is balanced and kept as a scenario', async ({ page }) => {
    await page.keyboard.press('2')
    const panel = page.getByRole('region', { name: 'Optimise' })
    await press(page, panel.getByRole('button', { name: 'Optimise', exact: true }))
    await page.getByText('Certificate', { exact: true }).waitFor({ timeout: 90_000 })
    await press(page, page.getByRole('button', { name: 'Keep as scenario' }))
    const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name' })
    await name.and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Balanced plan')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Balanced plan' }).waitFor({ state: 'attached' })
    await settled(page)
  }],
  ['units are selected in the table, moved to another territory and moved back', async ({ page }) => {
    const table = page.getByRole('radiogroup', { name: 'View' })
    await tabTo(page, table)
    await page.keyboard.press('ArrowRight')
    const grid = page.getByRole('grid', { name: 'Units' })
    await grid.waitFor()
    await page.waitForFunction(() => document.querySelectorAll('[role="row"]').length > 10)
    await tabTo(page, grid)
    await page.keyboard.press('Space')
    for (let k = 0; k < 2; k++) await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('region', { name: 'Selection' }).getByText('3 units selected').waitFor()
    await page.keyboard.press('m')
    await page.getByRole('combobox', { name: 'Territory to move the selection to' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.type('Zoe')
    await page.getByRole('option', { name: 'Zoe Fischer' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByTestId('effect').waitFor()
    await press(page, page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Move', exact: true }))
    await page.getByText(/Moved \d units? to Zoe Fischer/).first().waitFor()
    await page.keyboard.press('3')
    await page.getByText(/^Version 2,/).waitFor()
    await page.keyboard.press('Control+z')
    await page.getByText(/^Version 3,/).waitFor()
  }],
  ['the scenario is compared with the present plan', async ({ page }) => {
    await press(page, page.getByRole('link', { name: 'Compare', exact: true }))
    await page.getByRole('region', { name: 'Figures of both plans' }).waitFor()
    const cells = await page.getByRole('row', { name: /AnnualRevenue, farthest above/ }).getByRole('cell').allTextContents()
    const [left, right] = cells.map((text) => Number.parseFloat(text.replace('−', '-')))
    assert.ok(right < left, `the highest deviation went from ${left} % to ${right} %`)
  }],
  ['the palette leads back, and files are written and downloaded', async ({ page }) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search areas, alignments and commands' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.type('Balanced')
    await page.getByRole('option', { name: /Balanced plan/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Balanced plan' }).waitFor({ state: 'attached' })
    await settled(page)
    await page.keyboard.press('8')
    await press(page, page.getByRole('button', { name: /^Write files of version/ }))
    const link = page.getByRole('link', { name: /units.*\.csv/i }).first()
    await link.waitFor({ timeout: 90_000 })
    await tabTo(page, link)
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    const rows = (await readFile(await download.path(), 'utf8')).trim().split('\n')
    assert.ok(rows.length > 3700, `units.csv has ${rows.length} lines`)
  }],
  ['the main pages pass in high contrast', async ({ page, contrast }) => {
    const desk = page.url()
    const compared = () => page.getByRole('region', { name: 'Figures of both plans' }).waitFor()
    const checked = async () => {
      await page.setInputFiles('input[type=file]', { name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(accounts()) })
      await page.getByRole('region', { name: 'Columns of the file' }).waitFor()
    }
    const nothing = () => undefined
    for (const [name, address, then] of [['50-datasets', '/', nothing], ['51-desk', desk, nothing], ['52-compare', '/compare', compared], ['53-import', '/import', checked]]) {
      await page.goto(address)
      await page.getByRole('main').waitFor()
      await then()
      await page.waitForTimeout(1500)
      await contrast(name)
    }
  }],
]

/** noPointer lets no pointer event through, so that nothing can be reached but by keys. */
async function noPointer(page) {
  await page.addInitScript(() => {
    for (const kind of ['pointerdown', 'mousedown']) window.addEventListener(kind, (event) => { event.stopImmediatePropagation(); event.preventDefault() }, true)
  })
}

/** focused names what has the focus, for messages. */
const focused = (page) => page.evaluate(() => {
  const at = document.activeElement
  return at?.getAttribute('aria-label') ?? at?.textContent?.trim().slice(0, 60) ?? at?.tagName
})

const has = (locator) => locator.evaluate((element) => element === document.activeElement || element.contains(document.activeElement)).catch(() => false)

/** tabTo presses Tab until an element has the focus, and fails when that does not happen within one round of the page. */
async function tabTo(page, locator) {
  await locator.waitFor({ timeout: 60_000 })
  for (let k = 0; k < 160; k++) {
    if (await has(locator)) return assertSeen(page)
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab never reaches ${locator}; it is on ${await focused(page)}`)
}

/** assertSeen fails when the element with the focus does not show that it has it. */
async function assertSeen(page) {
  const shown = await page.evaluate(() => {
    const marked = (element) => {
      const style = getComputedStyle(element)
      return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
    }
    const at = document.activeElement
    return at instanceof HTMLInputElement || [at, at?.parentElement].some((element) => element && marked(element))
  })
  assert.ok(shown, `the focus on ${await focused(page)} cannot be seen`)
}

/** press goes to an element by Tab and presses Enter. */
async function press(page, locator) {
  await tabTo(page, locator)
  await page.keyboard.press('Enter')
}

/** pick opens a list with Enter, goes to an option by arrow keys and takes it; the focus stays on the list. */
async function pick(page, list, wanted, key) {
  await press(page, list)
  const option = page.getByRole('option', { name: wanted, exact: true })
  await option.waitFor()
  for (let k = 0; k < 30 && !(await option.evaluate((element) => element.hasAttribute('data-combobox-selected'))); k++) await page.keyboard.press(key)
  await page.keyboard.press('Enter')
  await option.waitFor({ state: 'hidden' })
  assert.equal(await list.inputValue(), wanted)
  assert.ok(await has(list), `the focus went to ${await focused(page)}`)
}

/** settled waits until the map has drawn everything it was given. */
async function settled(page) {
  await page.locator('[data-testid=map][data-settled=true]').first().waitFor({ timeout: 60_000 })
  await page.getByText('Loading the plan…').waitFor({ state: 'hidden' })
}
