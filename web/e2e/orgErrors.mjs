import assert from 'node:assert/strict'
import { forgive } from './browser.mjs'
import { alignmentNamed } from './release.mjs'
import { control, orgCalls, startSimulator } from './simulator.mjs'

/** orgErrors is what can go wrong with an org: every message says what to do. org returns the simulator that the flow runs on. */
export const orgErrors = (org) => [
  ['a session that has ended and cannot be renewed leads to the connection', async ({ page, look }) => {
    await toRecordFields(page)
    await control(org(), 'PUT', 'faults', { expired: 1 })
    await page.getByRole('button', { name: 'Make the plan' }).click()
    const alert = page.getByRole('alert')
    await alert.getByText(/The session has ended, or the org does not take it: open the connection and sign in again/).waitFor({ timeout: 60_000 })
    await alert.getByRole('link', { name: 'Open the connection' }).waitFor()
    await look('sf-30-session-ended')
    await control(org(), 'PUT', 'faults', {})
  }],
  ['a plan that no longer fits the org is refused, says where, and leads to a new one', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Make the plan' }).click()
    await page.getByRole('heading', { level: 1, name: /^Write Territory__c of Account/ }).waitFor({ timeout: 120_000 })
    const first = await page.evaluate(async () => {
      const plan = location.pathname.split('/').at(-1)
      return (await (await fetch(`/api/v1/publish-plans/${plan}/operations?limit=1`)).json()).operations[0].recordId
    })
    await (await orgCalls(org()))('PATCH', `/sobjects/Account/${first}`, { Territory__c: 'By somebody' })
    await apply(page)
    await page.getByRole('alert').getByText('The plan no longer fits the org').waitFor({ timeout: 60_000 })
    await page.getByRole('alert').getByText(/Territory__c was .* and is "By somebody" now/).waitFor()
    await look('sf-31-stale')
    await page.getByRole('alert').getByRole('link', { name: 'Make a new plan' }).click()
    await page.getByRole('radio', { name: /^Record fields/ }).waitFor()
  }],
  ['records that the org refuses are listed with what to do, and tried again', async ({ page, look }) => {
    await toRecordFields(page)
    await page.getByRole('button', { name: 'Make the plan' }).click()
    await page.getByRole('heading', { level: 1, name: /^Write Territory__c of Account/ }).waitFor({ timeout: 120_000 })
    await control(org(), 'PUT', 'faults', { next: { validation: 2 } })
    await apply(page)
    await page.getByText('The plan was not applied to its end').waitFor({ timeout: 120_000 })
    await page.getByText(/2 refused/).waitFor()
    await page.getByRole('combobox', { name: 'All results' }).or(page.getByRole('combobox', { name: 'Result' })).first().click()
    await page.getByRole('option', { name: 'Refused' }).click()
    await page.getByText(/A validation rule of the org does not allow this: correct the record/).first().waitFor()
    await look('sf-32-refused')
    await page.getByRole('button', { name: 'Try the failed ones again' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click()
    await page.getByText('The plan is applied').waitFor({ timeout: 120_000 })
  }],
  ['a busy org is waited for, and locked rows and half-failed batches are tried again by themselves', async ({ page }) => {
    await page.getByRole('button', { name: 'Plan', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Roll back…' }).click()
    await page.getByText('This plan takes another publication back.').waitFor({ timeout: 60_000 })
    await control(org(), 'PUT', 'faults', { next: { 503: 2, half: 1, lock: 3, drop: 1 } })
    await apply(page)
    await page.getByText('The plan is applied').waitFor({ timeout: 120_000 })
  }],
  ['an org whose calls of the day are used up says so where it is tested and read', async ({ page, look, complaints }) => {
    const small = await startSimulator('--accounts', '60', '--seed', '2', '--limit', '8')
    try {
      await page.goto('/connections/new')
      await page.getByRole('radio', { name: /Another address/ }).click()
      await page.getByRole('textbox', { name: 'Address', exact: true }).fill(small.url)
      await page.getByRole('radio', { name: /Client credentials/ }).click()
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Used up')
      await page.getByRole('textbox', { name: 'Consumer key' }).fill(small.clientId)
      await page.getByRole('textbox', { name: 'Consumer secret' }).fill(small.clientSecret)
      await page.getByRole('button', { name: 'Connect', exact: true }).click()
      await page.getByRole('link', { name: 'Open Used up' }).click()
      await page.getByRole('heading', { level: 1, name: 'Used up' }).waitFor()
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await page.getByText(/The org’s API calls of the day are used up|The org's API calls of the day are used up/).first().waitFor({ timeout: 60_000 })
      forgive(complaints, 503)
      await look('sf-33-used-up')
      assert.equal(await page.getByText('Check the address and that this server can reach it').count(), 0, 'a limit is told as an org that cannot be reached')
    } finally {
      await small.stop()
    }
  }],
]

/** toRecordFields opens the publishing of the flow's alignment to the field Territory__c of accounts. */
async function toRecordFields(page) {
  await page.goto(`/alignments/${await alignmentNamed(page, 'Model FY26')}/publish`)
  await page.getByRole('radio', { name: /^Record fields/ }).click()
  await page.getByRole('combobox', { name: 'Field', exact: true }).click()
  await page.getByRole('option', { name: /Territory__c/ }).click()
}

async function apply(page) {
  await page.getByRole('button', { name: 'Apply', exact: true }).click()
  const dialog = page.getByRole('dialog')
  const typed = dialog.getByText(/^Type \d+ to confirm/)
  if (await typed.count()) await dialog.getByRole('textbox').fill(/\d+/.exec(await typed.textContent())[0])
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click()
}
