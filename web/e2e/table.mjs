import assert from 'node:assert/strict'
import { accounts } from './accounts.mjs'
import { planFrom } from './explore.mjs'

let alignment

/** The plan as a table, worked by keyboard: filter, sort, select, move, undo. */
export const table = [
  ['a plan is made by API', async ({ page }) => {
    await page.goto('/')
    alignment = await page.evaluate(planFrom, accounts())
  }],
  ['the table shows all units and sorts by a column', async ({ page, look }) => {
    await page.goto(`/alignments/${alignment}`)
    await page.getByRole('radiogroup', { name: 'View' }).getByText('Table').click()
    const grid = page.getByRole('grid', { name: 'Units' })
    await grid.getByRole('button', { name: 'AnnualRevenue' }).click()
    await grid.getByRole('columnheader', { name: 'AnnualRevenue' }).and(page.locator('[aria-sort="ascending"]')).waitFor()
    const revenues = async () => (await grid.getByRole('row').locator('[role="gridcell"].num').allInnerTexts()).length
    await page.waitForFunction(() => document.querySelectorAll('[role="row"]').length > 10)
    assert.ok(await revenues() > 20, 'rows have values')
    await look('40-table')
  }],
  ['units are selected by keyboard, moved and moved back', async ({ page, look }) => {
    const grid = page.getByRole('grid', { name: 'Units' })
    await grid.focus()
    await page.keyboard.press('Space')
    for (let k = 0; k < 4; k++) await page.keyboard.press('Shift+ArrowDown')
    const card = page.getByRole('region', { name: 'Selection' })
    await card.getByText('5 units selected').waitFor()
    await card.getByRole('combobox', { name: 'Territory to move the selection to' }).click()
    await page.getByRole('option', { name: 'Zoe Fischer' }).click()
    await look('41-table-selection')
    await card.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByText(/Moved \d units? to Zoe Fischer/).first().waitFor()
    await page.keyboard.press('Control+z')
    await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'History' }).click()
    await page.getByText(/^Version 3,/).waitFor()
  }],
  ['a condition and a search narrow it, and a wrong condition says where', async ({ page }) => {
    const shown = page.getByRole('region', { name: 'Units as a table' }).locator('[aria-live="polite"]').first()
    const all = await shown.innerText()
    await page.getByRole('textbox', { name: 'Condition' }).fill('AnnualRevenue > 500000')
    await page.waitForFunction((was) => ![...document.querySelectorAll('[aria-live="polite"]')].some((e) => e.textContent === was), all)
    await page.getByRole('textbox', { name: 'Condition' }).fill('Revenu > 5')
    await page.getByText(/Revenu/).last().waitFor()
    await page.getByRole('textbox', { name: 'Condition' }).fill('')
    await page.getByRole('textbox', { name: 'Search' }).fill('zzzz')
    await page.getByText('No unit passes the filters.').waitFor()
  }],
]
