import assert from 'node:assert/strict'
import { accounts } from './accounts.mjs'

let alignment

/** Exploring: many plans at once, one of them taken; a number of territories chosen from a curve. */
export const explore = [
  ['a plan is made by API', async ({ page }) => {
    await page.goto('/')
    alignment = await page.evaluate(planFrom, accounts())
  }],
  ['a Pareto set is found and shown as linked plots and a table', async ({ page, look }) => {
    await page.goto(`/alignments/${alignment}`)
    await page.getByRole('link', { name: 'Explore' }).click()
    await page.getByRole('button', { name: 'Find plans' }).click()
    const table = page.getByRole('region', { name: 'Plans as a table' })
    await table.waitFor({ timeout: 60_000 })
    const plans = await table.getByRole('row').count() - 1
    assert.ok(plans >= 15, `${plans} plans, want 15 or more`)
    assert.equal(await page.getByRole('listbox').count(), 3)
    await page.waitForTimeout(1500)
    await look('20-pareto')
  }],
  ['pointing at a plan marks it in every plot and shows it on the map, also by keyboard', async ({ page }) => {
    const [first, second] = [page.getByRole('listbox').nth(0), page.getByRole('listbox').nth(1)]
    const shown = page.getByRole('status', { name: 'Plan on the map' })
    await first.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const active = (plot) => plot.evaluate((e) => e.querySelector(`[id="${e.getAttribute('aria-activedescendant')}"]`)?.getAttribute('aria-label'))
    const label = await active(first)
    assert.match(label, /^Plan \d+: largest deviation/)
    assert.equal(await active(second), label)
    await shown.getByText(label.split(':')[0], { exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/plan=\d+/)
  }],
  ['the chosen plan is reviewed as a draft with the same figures', async ({ page }) => {
    const region = page.getByRole('region', { name: /^Plan \d+$/ })
    const moved = /([\d,.]+) units? moved/.exec(await region.innerText())[1]
    await region.getByRole('button', { name: 'Review as draft' }).click()
    await page.getByRole('row', { name: /Units that move/ }).getByText(moved).waitFor()
    await page.goBack()
  }],
  ['a plan is kept as a scenario', async ({ page }) => {
    await page.getByRole('button', { name: 'Keep as scenario' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Picked plan')
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Picked plan' }).waitFor({ state: 'attached' })
  }],
  ['a headcount curve answers with cost, and its number becomes a draft', async ({ page, look }) => {
    await page.goto(`/alignments/${alignment}/explore?view=headcount`)
    await page.getByRole('button', { name: 'Compute the curve' }).click()
    const table = page.getByRole('region', { name: 'The curve as a table' })
    await table.waitFor({ timeout: 60_000 })
    await table.getByRole('row').nth(20).waitFor() // the rows come with the costs, a moment after the table
    assert.equal(await table.getByRole('row').count(), 21)
    await page.getByRole('button', { name: 'Choose 12 territories' }).click()
    await look('21-headcount')
    await page.getByRole('button', { name: 'Optimise with 12' }).click()
    await page.getByText('Certificate', { exact: true }).waitFor({ timeout: 60_000 })
    await page.getByRole('row', { name: /^Territories/ }).getByText('12').waitFor()
  }],
  ['a what-if question is answered from the draft, shown, and kept', async ({ page, look }) => {
    await page.getByRole('button', { name: 'What if…' }).click()
    await page.getByText('confirmed by the checker').waitFor({ timeout: 30_000 })
    await page.getByRole('textbox', { name: 'Territories', exact: true }).fill('9')
    await page.getByRole('row', { name: /^Territories/ }).getByText('9', { exact: true }).waitFor()
    await page.getByText('What if', { exact: true }).nth(1).waitFor()
    await page.getByRole('combobox', { name: 'Territory to give another target' }).click()
    await page.getByRole('option', { name: 'Zoe Fischer' }).click()
    await page.getByText('confirmed by the checker').waitFor()
    await page.waitForTimeout(1500)
    await look('22-what-if')
    await page.getByRole('button', { name: 'Keep as draft' }).click()
    await page.getByRole('region', { name: 'Draft', exact: true }).getByRole('row', { name: /^Territories/ }).getByText('9', { exact: true }).waitFor()
  }],
  ['moves are chosen: all but one range, with the effect before they are taken', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Choose moves…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Choose moves' })
    await dialog.getByRole('checkbox', { name: 'Choose the move in row 2', exact: true }).uncheck()
    await dialog.getByRole('checkbox', { name: 'Choose the move in row 6', exact: true }).click({ modifiers: ['Shift'] })
    const said = await dialog.getByText(/of [\d,]+ moves chosen/).innerText()
    const [wanted, all] = said.match(/[\d,]+/g).map((word) => Number(word.replaceAll(',', '')))
    assert.equal(all - wanted, 5, said)
    await dialog.getByTestId('moves-effect').getByRole('row').nth(1).waitFor()
    await look('22b-moves')
    await dialog.getByRole('button', { name: /^Use these/ }).click()
    await page.getByRole('button', { name: 'Accept all moves but 5' }).waitFor()
    await page.getByRole('button', { name: 'Choose all again' }).click()
  }],
  ['a draft is accepted for some areas only', async ({ page, look }) => {
    const draft = page.getByRole('region', { name: 'Draft', exact: true })
    await draft.getByRole('checkbox', { name: 'Colour by where the plan is tight' }).check()
    await draft.getByText('Tightest:').waitFor()
    await draft.getByRole('checkbox', { name: 'Accept only some: Zoe Fischer' }).check()
    await look('23-part')
    await draft.getByRole('button', { name: 'Accept 1 area' }).click()
    await page.getByText('Accepted in part', { exact: true }).waitFor()
  }],
]

/** planFrom runs in the page: it imports a file and makes an alignment of its owners. */
export async function planFrom(text) {
  const call = async (path, body) => {
    const raw = typeof body === 'string'
    const answer = await fetch(`/api/v1${path}`, body === undefined ? {} : {
      method: 'POST', body: raw ? body : JSON.stringify(body), headers: { 'Content-Type': raw ? 'application/octet-stream' : 'application/json' },
    })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json()
  }
  const upload = await call('/uploads?name=accounts.csv', text)
  const { dataset, job } = await call('/datasets', { name: 'Accounts', upload: upload.id })
  for (let state = 'queued'; state !== 'succeeded'; state = (await call(`/jobs/${job.id}`)).state) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return (await call('/alignments', { datasetId: dataset.id, name: 'Present plan', start: { kind: 'fields', fields: ['OwnerName'] } })).id
}
