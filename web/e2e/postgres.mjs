import assert from 'node:assert/strict'
import { forgive } from './browser.mjs'
import { startPostgres } from './postgresServer.mjs'

let server

/** A query on a real PostgreSQL server by hand: tried, read, imported, read again, on a schedule. */
export const postgres = [
  ['a server is started with 250 shops, or the flow is left out', async () => {
    server = await startPostgres()
    if (!server) console.log('note  postgres: PostgreSQL is not installed here (Debian package postgresql); the flow did not run')
    await server?.sql(`create table shops as select 'P' || k as id, 'Shop ' || k as name, 30 + (k * 37 % 180) / 10.0 as latitude,
      -120 + (k * 53 % 450) / 10.0 as longitude, (array['Ava', 'Ben', 'Cleo'])[1 + k % 3] as owner, (1000 + k * 97 % 9000)::numeric as revenue, date '2024-01-01' + k as since
      from generate_series(1, 250) k`)
  }],
  ['a wrong query says what is wrong, a right one shows columns and first rows', async ({ page, look, complaints }) => {
    if (!server) return
    await page.goto('/import')
    await page.getByRole('radio', { name: /PostgreSQL/ }).click()
    await page.getByRole('textbox', { name: 'Connection' }).fill(server.connection)
    await page.getByRole('textbox', { name: 'Query' }).fill('select nothing from shops')
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText(/column "nothing" does not exist/).waitFor()
    forgive(complaints, 422)
    await page.getByRole('textbox', { name: 'Query' }).fill('select * from shops')
    await page.getByRole('button', { name: 'Try it' }).click()
    const first = page.getByRole('region', { name: 'First rows of the query' })
    await first.getByText('Shop 1', { exact: true }).waitFor()
    await page.getByText('There are more rows than these 20.').waitFor()
    await look('80-postgres')
  }],
  ['its rows are read, counted and imported', async ({ page }) => {
    if (!server) return
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Shops of the warehouse')
    await page.getByRole('button', { name: 'Read all rows' }).click()
    await page.locator('[data-testid=dry-run][data-state=done]').getByText('250 rows would be accepted, none rejected').waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('250 units imported').waitFor()
  }],
  ['the stored query is listed without its password', async ({ page }) => {
    if (!server) return
    await page.goto('/import?source=postgresql')
    await page.getByRole('button', { name: 'Change Shops of the warehouse' }).click()
    await page.getByText(/Leave empty to keep the stored connection/).waitFor()
    assert.ok(!(await page.content()).includes('secret-of-the-flow'))
  }],
  ['the dataset is put on a schedule', async ({ page, look, complaints }) => {
    if (!server) return
    await page.goto('/')
    await page.getByRole('link', { name: /Shops of the warehouse/ }).click()
    await page.getByRole('tab', { name: 'Schedule' }).click()
    await page.getByRole('button', { name: 'Start the schedule' }).click()
    await page.getByText(/^Next reading/).waitFor()
    forgive(complaints, 404) // it had no schedule
    await look('81-schedule')
  }],
  ['the sources are read again and the changes shown', async ({ page, look }) => {
    if (!server) return
    await server.sql(`delete from shops where id in ('P1', 'P2'); update shops set revenue = revenue + 1 where id in ('P3', 'P4', 'P5')`)
    await page.getByRole('tab', { name: 'Snapshots' }).click()
    await page.getByRole('button', { name: 'Read the live sources again' }).click()
    const report = page.getByRole('region', { name: /^What changed since/ })
    await report.waitFor({ timeout: 60_000 })
    assert.match(await report.innerText(), /Gone units\s*2[\s\S]*Other values\s*3/)
    await look('82-live-refresh')
  }],
  ['the server is stopped', async () => {
    await server?.stop()
  }],
]
