import assert from 'node:assert/strict'
import { accounts } from './accounts.mjs'
import { planFrom } from './explore.mjs'

let alignment

/** Talking about a plan: a comment on a place, a challenge of a unit that is accepted, and the report for the boss. */
export const talk = [
  ['a plan is made by API', async ({ page }) => {
    await page.goto('/')
    alignment = await page.evaluate(planFrom, accounts())
  }],
  ['a comment is pinned to a place on the map', async ({ page, look }) => {
    await page.goto(`/alignments/${alignment}?panel=comments`)
    const panel = page.getByRole('region', { name: 'Comments' })
    await panel.getByText('No comments yet').waitFor()
    await page.locator('[data-testid="map"][data-settled="true"]').waitFor({ timeout: 30_000 })
    await panel.getByRole('button', { name: 'Point at a place' }).click()
    const map = await page.getByTestId('map').boundingBox()
    await page.mouse.click(map.x + map.width * 0.55, map.y + map.height * 0.45)
    await panel.getByRole('textbox', { name: 'Comment' }).fill('Who visits the customers here?')
    await panel.getByRole('button', { name: 'Comment', exact: true }).click()
    await page.getByRole('button', { name: /Comment \d+: Who visits/ }).waitFor()
    await look('30-comments')
  }],
  ['a reply is added and the comment resolved', async ({ page }) => {
    const thread = page.getByRole('article', { name: /Who visits/ })
    await thread.getByRole('button', { name: 'Reply' }).click()
    await thread.getByRole('textbox', { name: 'Your reply' }).fill('Dana does.')
    await thread.getByRole('button', { name: 'Send reply' }).click()
    await thread.getByText('Dana does.').waitFor()
    await thread.getByRole('button', { name: 'Resolve' }).click()
    await page.getByText('Everything is dealt with.').waitFor()
  }],
  ['a challenge is accepted: the unit moves and the history says why', async ({ page }) => {
    const wants = await page.evaluate(challenged, alignment)
    const thread = page.getByRole('article', { name: /My customer/ })
    await page.reload()
    await thread.getByRole('button', { name: 'Accept and move' }).click()
    await page.getByText('Everything is dealt with.').waitFor()
    assert.equal(await page.evaluate(firstArea, alignment), wants)
    await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'History' }).click()
    await page.getByText(/Accepted the challenge of .*: My customer/).waitFor()
  }],
  ['the report is written as PDF, workbook and picture', async ({ page, look }) => {
    await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Publish' }).click()
    for (const name of ['Units as CSV', 'Areas as CSV', 'Areas as GeoJSON']) await page.getByRole('checkbox', { name }).uncheck()
    await page.getByRole('button', { name: /Write files of version/ }).click()
    for (const [file, head] of [['report.pdf', '%PDF'], ['report.xlsx', 'PK'], ['map.png', 'PNG']]) {
      const link = page.getByRole('link', { name: file })
      await link.waitFor({ timeout: 60_000 })
      const bytes = await page.evaluate(async (url) => (await (await fetch(url)).text()).slice(0, 8), await link.getAttribute('href'))
      assert.ok(bytes.includes(head), `${file} begins with ${bytes}`)
    }
    await look('31-reports')
  }],
]

/** challenged runs in the page: it challenges the first unit by API, as a rep would elsewhere. */
async function challenged(id) {
  const read = async (path) => (await fetch(`/api/v1${path}`)).json()
  const alignment = await read(`/alignments/${id}`)
  const unit = (await read(`/snapshots/${alignment.snapshotId}/units/0`)).id
  const leaves = (await read(`/alignments/${id}/legend?version=${alignment.version}&measures=units`)).areas.filter((area) => area.leaf)
  for (const { number } of leaves) {
    const answer = await fetch(`/api/v1/alignments/${id}/comments`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'My customer for ten years.', about: { unit }, wants: number }),
    })
    if (answer.ok) return number // refused where the unit is there already
  }
  throw new Error('no territory takes the challenge')
}

/** firstArea runs in the page: the number of the area that holds the first unit now. */
async function firstArea(id) {
  const { version } = await (await fetch(`/api/v1/alignments/${id}`)).json()
  return new Int32Array(await (await fetch(`/api/v1/alignments/${id}/assignment?version=${version}`)).arrayBuffer())[0]
}
