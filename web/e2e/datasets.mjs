import assert from 'node:assert/strict'
import { forgive } from './browser.mjs'
import { shops } from './importing.mjs'

let dataset
let alignment

/** post sends JSON to the API from within the page. */
async function planned({ name, text }) {
  const call = async (path, body) => {
    const raw = typeof body === 'string'
    const answer = await fetch(`/api/v1${path}`, body === undefined ? {} : {
      method: 'POST', body: raw ? body : JSON.stringify(body), headers: { 'Content-Type': raw ? 'application/octet-stream' : 'application/json' },
    })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json()
  }
  const upload = await call('/uploads?name=shops.csv', text)
  const { dataset, job } = await call('/datasets', { name, upload: upload.id })
  for (let state = 'queued'; state !== 'succeeded'; state = (await call(`/jobs/${job.id}`)).state) await new Promise((resolve) => setTimeout(resolve, 100))
  const made = await call('/alignments', { datasetId: dataset.id, name: 'Plan by owner', start: { kind: 'fields', fields: ['Owner'] } })
  return { dataset: dataset.id, alignment: made.id }
}

/** next is a newer state of the shops: ten gone, five new, twenty with another revenue, three moved. */
function next() {
  const [header, ...rows] = shops(300).trim().split('\n')
  const kept = rows.slice(10).map((line, k) => {
    const fields = line.split(',')
    if (k < 20) fields[6] = String(Number(fields[6]) + 1)
    if (k >= 20 && k < 23) fields[2] = String(Number(fields[2]) + 1)
    return fields.join(',')
  })
  const fresh = Array.from({ length: 5 }, (_, k) => `N${k},New ${k},40.${k},-100.${k},Ava,Gold,5000,2025-01-01`)
  return [header, ...kept, ...fresh].join('\n')
}

const tab = (page, name) => page.getByRole('tab', { name }).click()

/** A dataset by hand: attributes, filters, refresh with its report, and back. */
export const datasets = [
  ['a plan is made by API', async ({ page, look }) => {
    await page.goto('/')
    ;({ dataset, alignment } = await page.evaluate(planned, { name: 'Shops', text: shops(300) }))
    await page.goto(`/datasets/${dataset}`)
    await page.getByText('Plan by owner').first().waitFor()
    await look('60-overview')
    await tab(page, 'Columns')
    await page.getByRole('region', { name: 'Columns and their values' }).waitFor()
    await look('61-columns')
  }],
  ['an error in a formula is underlined where it is', async ({ page, look }) => {
    await tab(page, 'Attributes')
    await page.getByRole('button', { name: 'New attribute' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Revenue in thousands')
    await page.getByRole('textbox', { name: 'Formula' }).fill('round(Revenu / 1000)')
    const mark = page.getByTestId('formula-error')
    await mark.waitFor()
    assert.equal(await mark.innerText(), 'Revenu')
    assert.ok(await page.getByRole('button', { name: 'Save' }).isDisabled(), 'a wrong formula cannot be saved')
    await look('62-formula-error')
  }],
  ['a good formula shows its result on sample rows; attributes and functions are put in by a click', async ({ page, look }) => {
    const field = page.getByRole('textbox', { name: 'Formula' })
    await field.fill('')
    await page.getByRole('radiogroup', { name: 'Attributes and functions' }).getByText('Functions').click()
    await page.getByRole('button', { name: /^round\(x\)/ }).click()
    await page.getByRole('radiogroup', { name: 'Attributes and functions' }).getByText('Attributes').click()
    await page.getByRole('button', { name: /^Revenue/ }).click()
    assert.equal(await field.inputValue(), 'round(Revenue)')
    await field.fill('round(Revenue / 1000)')
    await page.getByTestId('tried').getByText('Gives a number').waitFor()
    assert.ok(await page.getByRole('region', { name: 'Sample rows' }).getByRole('row').count() >= 6)
    await look('63-formula')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('No other attribute or filter uses it.').waitFor()
  }],
  ['what builds on itself is refused, what is used is not deleted', async ({ page, complaints }) => {
    await page.getByRole('button', { name: 'New attribute' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Twice')
    await page.getByRole('textbox', { name: 'Formula' }).fill('2 * $env["Revenue in thousands"]')
    await page.getByTestId('tried').getByText('Gives a number').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Used by Twice.').waitFor()
    await page.getByRole('button', { name: 'Change Revenue in thousands' }).click()
    await page.getByRole('textbox', { name: 'Formula' }).fill('Twice / 2')
    await page.getByTestId('tried').getByText('Gives a number').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/would build on itself/).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Delete Revenue in thousands' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Twice would no longer work.', { exact: false }).waitFor()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByText(/change or delete that one first/).waitFor()
    forgive(complaints, 422)
    forgive(complaints, 409)
    await dialog.getByRole('button', { name: 'Keep it' }).click()
  }],
  ['a filter is built by pointing and clicking, and is the same as text', async ({ page, look }) => {
    await tab(page, 'Filters')
    await page.getByRole('button', { name: 'New filter' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Gold and large')
    await page.getByRole('button', { name: 'Add a test' }).click()
    const pick = async (label, option) => {
      await page.getByRole('combobox', { name: label, exact: true }).last().click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    await pick('Column', 'Segment')
    await page.getByRole('combobox', { name: 'Value' }).or(page.getByRole('textbox', { name: 'Value' })).last().fill('Gold')
    await page.keyboard.press('Enter')
    await page.getByTestId('tried').getByText('150 units match (50.0%)').waitFor()
    await page.getByRole('button', { name: 'Add a group' }).click()
    await pick('Column', 'Revenue')
    await page.getByRole('textbox', { name: 'Value' }).last().fill('9000')
    await page.getByText('Segment in ["Gold"] and (Revenue >= 9000)').waitFor()
    // The filter was tried: it can be saved.
    await page.locator('button:enabled', { hasText: 'Save' }).waitFor()
    await look('64-filter')
    await page.getByRole('radiogroup', { name: 'How the condition is written' }).getByText('Text').click()
    assert.equal(await page.getByRole('textbox', { name: 'Condition' }).inputValue(), 'Segment in ["Gold"] and (Revenue >= 9000)')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Delete Gold and large' }).waitFor()
  }],
  ['the attribute is a column of the legend, the filter selects on the desk', async ({ page, look }) => {
    await page.goto(`/alignments/${alignment}?view=table`)
    const bar = page.getByRole('region', { name: 'Units as a table' })
    await bar.getByRole('combobox', { name: 'Saved filter' }).click()
    await page.getByRole('option', { name: 'Gold and large' }).click()
    await page.waitForFunction(() => [...document.querySelectorAll('[aria-live="polite"]')].some((e) => /^\d{1,2} units$/.test(e.textContent)))
    const sums = await page.evaluate(async (id) => {
      const { version } = await (await fetch(`/api/v1/alignments/${id}`)).json()
      return (await (await fetch(`/api/v1/alignments/${id}/legend?version=${version}&measures=${encodeURIComponent('Revenue in thousands')}`)).json()).areas.length
    }, alignment)
    assert.ok(sums >= 3, 'the legend adds the attribute up')
    await look('65-desk-filter')
  }],
  ['a refresh shows what would change before anything is stored', async ({ page, look }) => {
    await page.goto(`/datasets/${dataset}?tab=snapshots`)
    await page.getByRole('link', { name: 'With files or another source' }).click()
    await page.setInputFiles('input[type=file]', { name: 'shops-new.csv', mimeType: 'text/csv', buffer: Buffer.from(next()) })
    const dry = page.locator('[data-testid=dry-run][data-state=done]')
    await dry.getByText('Against what the dataset holds now').waitFor({ timeout: 60_000 })
    assert.match(await dry.innerText(), /New units\s*5[\s\S]*Gone units\s*10[\s\S]*Moved on the map\s*3[\s\S]*Other values\s*20/)
    await look('66-refresh-dry')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('295 units imported').waitFor()
    await page.getByRole('link', { name: 'See what changed' }).click()
  }],
  ['the effect on the alignment is shown first, then it moves', async ({ page, look }) => {
    await page.getByText('1 alignment stands on an older snapshot', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Preview' }).click()
    const effect = page.getByRole('region', { name: 'Effect on Plan by owner' })
    await effect.getByText(/New units placed/).waitFor({ timeout: 60_000 })
    await look('67-effect')
    await page.getByRole('button', { name: 'Move 1 alignment' }).click()
    await page.getByText('Plan by owner has moved').waitFor({ timeout: 60_000 })
    await page.getByRole('link', { name: 'Show marked units in Plan by owner' }).first().click()
    await page.getByRole('region', { name: 'Units as a table' }).getByText('28 units').waitFor()
    await look('68-marked')
  }],
  ['and back onto the older snapshot', async ({ page }) => {
    await page.goto(`/datasets/${dataset}?tab=snapshots`)
    await page.getByRole('button', { name: 'Go back to this snapshot' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Go back to this snapshot' }).click()
    await page.getByText('The alignments are on the older snapshot').waitFor({ timeout: 60_000 })
    const units = await page.evaluate(async (id) => {
      const { version } = await (await fetch(`/api/v1/alignments/${id}`)).json()
      return (await (await fetch(`/api/v1/alignments/${id}/assignment?version=${version}`)).arrayBuffer()).byteLength / 4
    }, alignment)
    assert.equal(units, 300)
  }],
  ['a schedule needs live sources; archive, trash and retention', async ({ page, look }) => {
    await tab(page, 'Schedule')
    await page.getByText('A schedule needs live sources').waitFor()
    await tab(page, 'Settings')
    await look('69-settings')
    await page.getByRole('button', { name: 'Archive', exact: true }).click()
    await page.getByText('Dataset archived').waitFor()
    await page.goto('/')
    await page.getByRole('checkbox', { name: /Show archived/ }).check()
    await page.getByText('Archived', { exact: true }).waitFor()
    await look('70-list')
  }],
]
