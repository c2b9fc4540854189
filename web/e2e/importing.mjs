import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'

/** shops is a clean file of n shops; seed shifts revenue, so that two files of the same shops differ. */
export const shops = (n, seed = 0) =>
  ['Id,Name,Latitude,Longitude,Owner,Segment,Revenue,Since',
    ...Array.from({ length: n }, (_, k) =>
      `S${k},Shop ${k},${(30 + (k * 37) % 180 / 10).toFixed(3)},${(-120 + (k * 53) % 450 / 10).toFixed(3)},${['Ava', 'Ben', 'Cleo'][k % 3]},${['Gold', 'Silver'][k % 2]},${1000 + ((k + seed) * 97) % 9000},2024-0${1 + k % 9}-15`),
  ].join('\n') + '\n'

/** broken has semicolons, decimal commas, day-first dates and one row of every mistake that people make. */
function broken() {
  const rows = shops(400).trim().split('\n').map((line, k) => (k === 0 ? line : line.replaceAll(',', ';').replace(/(\d{2})\.(\d{3})/g, '$1,$2').replace(/(\d{4})-(\d{2})-(\d{2})/, '$3.$2.$1')))
  rows[0] = rows[0].replaceAll(',', ';')
  const edit = (row, change) => { rows[row - 1] = change(rows[row - 1].split(';')).join(';') }
  edit(11, (f) => ['', ...f.slice(1)]) // no id
  edit(21, (f) => ['S0', ...f.slice(1)]) // id of another row
  edit(31, (f) => { f[2] = ''; return f }) // no latitude
  edit(41, (f) => { f[2] = '407128'; return f }) // decimal mark lost
  edit(51, (f) => { f[6] = 'call them'; return f }) // no number
  edit(61, (f) => { f[7] = '31.02.2024'; return f }) // no such day
  edit(71, (f) => f.slice(0, 6)) // fields missing
  return rows.join('\r\n')
}

const choose = async (page, label, option) => {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
const counted = (page, text) => page.locator('[data-testid=dry-run][data-state=done]').getByText(text).waitFor({ timeout: 60_000 })

/** Importing by hand: a clean file, then one with every mistake, corrected and given back. */
export const importing = [
  ['demo data can be tried from the empty program', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Try demo data' }).click()
    await counted(page, /5,000 rows would be accepted, 40 rejected/)
    assert.equal(await page.getByRole('combobox', { name: 'Role of OwnerName' }).inputValue(), 'Owner')
  }],
  ['a clean file is counted whole before anything is stored', async ({ page, look }) => {
    await page.goto('/import')
    await page.setInputFiles('input[type=file]', { name: 'clean shops.csv', mimeType: 'text/csv', buffer: Buffer.from(shops(400)) })
    await counted(page, '400 rows would be accepted, none rejected')
    assert.equal(await page.getByRole('textbox', { name: 'Name of the dataset' }).inputValue(), 'Clean shops')
    await page.getByRole('img', { name: /^Revenue, from/ }).waitFor()
    await look('50-check-clean')
    const stored = await page.evaluate(async () => (await (await fetch('/api/v1/datasets')).json()).datasets.length)
    assert.equal(stored, 0, 'nothing is stored by looking')
  }],
  ['the reading is changed and the preview follows', async ({ page }) => {
    await choose(page, 'Columns are split by', 'Semicolon')
    await page.getByText('chosen by you').waitFor()
    await page.getByRole('region', { name: 'Columns of the file' }).getByText('Id,Name,Latitude').waitFor()
    await page.getByRole('button', { name: 'Detect again' }).click()
    await page.getByRole('combobox', { name: 'Role of Owner' }).waitFor()
    await choose(page, 'Role of Segment', 'Leave out')
    await counted(page, '400 rows would be accepted, none rejected')
  }],
  ['the clean file is imported', async ({ page }) => {
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('400 units imported').waitFor()
  }],
  ['a broken file: what is detected, and every mistake counted by its reason', async ({ page, look }) => {
    await page.goto('/import')
    await page.setInputFiles('input[type=file]', { name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from(broken()) })
    await counted(page, '393 rows would be accepted, 7 rejected')
    assert.equal(await page.getByRole('combobox', { name: 'Columns are split by' }).inputValue(), 'Semicolon')
    assert.equal(await page.getByRole('combobox', { name: 'Decimal mark' }).inputValue(), 'Comma: 1.234,56')
    assert.equal(await page.getByRole('combobox', { name: 'Dates' }).inputValue(), 'Day, month, year')
    const reasons = page.getByRole('region', { name: /by reason/ })
    for (const text of ['The row has no id', 'Another row above has the same id', 'no latitude or no longitude', 'latitude is not between', 'not a number', 'not a date', 'more or fewer fields']) {
      await reasons.getByText(text).first().waitFor()
    }
    await look('51-check-broken')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('393 units imported').waitFor()
    await look('52-imported-broken')
  }],
  ['rejected rows are listed with the value at fault', async ({ page, look }) => {
    await page.getByRole('link', { name: 'Open the dataset' }).click()
    await page.getByRole('tab', { name: /^Rejected rows/ }).click()
    await page.getByRole('button', { name: /latitude is not between/ }).click()
    const rows = page.getByRole('region', { name: 'Rejected rows as they came' })
    await rows.getByRole('cell', { name: '41', exact: true }).waitFor()
    assert.equal(await rows.getByRole('row').count(), 2, 'a header and the one row of this reason')
    await rows.getByText('407128').first().waitFor()
    await look('53-rejected')
    await page.getByRole('button', { name: 'All reasons' }).click()
    await page.waitForFunction(() => document.querySelectorAll('[aria-label="Rejected rows as they came"] tbody tr').length === 7)
  }],
  ['they are downloaded, corrected and given back; only they are imported', async ({ page, look }) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()])
    const text = await readFile(await download.path(), 'utf8')
    const [header, ...rows] = text.trim().split('\n')
    const names = header.split(',')
    const at = (name) => names.indexOf(name)
    const fixed = rows.map((line, k) => {
      const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((field) => field.replace(/,$/, '')).slice(0, names.length)
      while (fields.length < names.length) fields.push('')
      fields[at('Id')] = `F${k}`
      fields[at('Latitude')] = '"40,5"'
      fields[at('Longitude')] = '"-100,5"'
      fields[at('Revenue')] = k === 0 ? 'still wrong' : '1234'
      fields[at('Since')] = '15.03.2024'
      return fields.join(',')
    })
    await page.setInputFiles('input[type=file]', { name: 'corrected.csv', mimeType: 'text/csv', buffer: Buffer.from([header, ...fixed].join('\n')) })
    await counted(page, '6 rows would be accepted, 1 rejected')
    await look('54-corrected')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('6 units imported').waitFor()
    await page.getByRole('link', { name: 'Open the dataset' }).click()
    await page.getByText('399', { exact: true }).first().waitFor()
  }],
]
