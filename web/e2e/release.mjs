import assert from 'node:assert/strict'
import { createServer } from 'node:http'

/** release is who may publish where, approval, schedule, a part of the alignment, and other systems that are told; it goes on where the flow of an org has published. */
export const release = [
  ['the rights of a destination ask for approval', async ({ page, look }) => {
    await rights(page, async (dialog) => {
      await dialog.getByRole('textbox', { name: 'Approvals needed' }).fill('1')
      await look('sf-16-rights-dialog')
    })
    await page.getByRole('row', { name: /Sales Territories/ }).getByText('1 approval needed').waitFor()
    await look('sf-17-rights')
  }],
  ['a part of the alignment is planned: the focus, from a level down', async ({ page, look }) => {
    const id = await alignmentNamed(page, 'Model FY26')
    const name = await page.evaluate(async (alignment) => {
      const base = `/api/v1/alignments/${alignment}`
      const legend = await (await fetch(`${base}/legend`)).json()
      const view = await (await fetch(`${base}/view`)).json()
      const area = legend.areas.find((one) => one.level === 0)
      await fetch(`${base}/view`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...view, focus: { areas: [area.number] } }) })
      return area.name
    }, id)
    await page.goto(`/alignments/${id}/publish`)
    await page.getByRole('radio', { name: /^My focus/ }).click()
    await page.getByRole('combobox', { name: 'Levels' }).click()
    await page.getByRole('option', { name: /and below$/ }).first().click()
    await page.getByText('Areas above stay as they are in the org.').waitFor()
    await page.getByRole('combobox', { name: 'Territory model' }).fill('PartOfIt')
    await look('sf-18-scope')
    await page.getByRole('button', { name: 'Make the plan' }).click()
    await page.getByRole('heading', { level: 1, name: new RegExp(`\\(${name}; .* and below\\)`) }).waitFor({ timeout: 120_000 })
  }],
  ['the plan waits for approval, which nobody gives to what is their own', async ({ page, look }) => {
    await page.getByText(/needs 1 approval first; this plan has 0/).waitFor()
    assert.ok(await page.getByRole('button', { name: 'Apply', exact: true }).isDisabled(), 'a plan that is not approved can be applied')
    await page.getByRole('textbox', { name: 'Note' }).fill('For the new year')
    await page.getByRole('button', { name: 'Submit for approval' }).click()
    await page.getByText('Submitted, waiting for approval').waitFor()
    await page.getByText('Somebody other than the one who submitted it has to approve.').waitFor()
    assert.ok(await page.getByRole('button', { name: 'Approve', exact: true }).isDisabled(), 'whoever submitted may approve')
    await look('sf-19-waiting')
  }],
  ['where the rights allow it, it is approved; then it is scheduled and that is taken back', async ({ page, look }) => {
    const plan = page.url()
    await rights(page, (dialog) => dialog.getByRole('checkbox', { name: 'Whoever submitted a plan may approve it' }).check())
    await page.goto(plan)
    await page.getByRole('textbox', { name: 'Note' }).fill('Looks right')
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByText('Approved', { exact: true }).waitFor()
    await page.getByText(/Approved by .*“Looks right”/).waitFor()
    await page.getByLabel('Moment').fill(`${new Date().getFullYear() + 1}-01-02T06:00`)
    await page.getByRole('button', { name: 'Schedule', exact: true }).click()
    await page.getByText(/^Will be applied/).waitFor()
    await page.getByText(/To be applied at/).waitFor()
    await look('sf-20-approved-and-scheduled')
    await page.getByRole('button', { name: 'Do not apply by itself' }).click()
    await page.getByText(/No longer scheduled/).waitFor()
    await page.getByRole('button', { name: 'Apply', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click()
    await page.getByText('The plan is applied').waitFor({ timeout: 180_000 })
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText(/The org is as planned: [\d,]+ records compared, no difference/).waitFor({ timeout: 120_000 })
  }],
  ['shape layers of Salesforce Maps are planned with auto-assignment of accounts', async ({ page, look }) => {
    await page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Publish' }).click()
    await page.getByRole('radio', { name: /^Salesforce Maps/ }).click()
    await page.getByRole('checkbox', { name: /own polygons/ }).check()
    await page.getByRole('combobox', { name: 'Auto-assign records of' }).fill('Account')
    await page.keyboard.press('Escape')
    await look('sf-25-maps')
    await page.getByRole('button', { name: 'Make the plan' }).click()
    await page.getByRole('heading', { level: 1, name: /as shape layers$/ }).waitFor({ timeout: 120_000 })
    await page.getByText(/look at the assignment plan/).waitFor()
  }],
  ['files are written with columns of one’s own, as Parquet too', async ({ page, look }) => {
    await page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Publish' }).click()
    await page.getByRole('radio', { name: /^Files/ }).click()
    for (const name of ['Areas as GeoJSON', 'Report as PDF', 'Report as XLSX', 'Map as PNG']) await page.getByRole('checkbox', { name }).uncheck()
    await page.getByRole('checkbox', { name: 'Units as Parquet' }).check()
    await page.getByRole('button', { name: 'Choose columns of Units as Parquet' }).click()
    const columns = page.getByRole('combobox', { name: 'Columns of Units as Parquet' })
    await columns.fill('BillingCity')
    await page.getByRole('option', { name: 'BillingCity' }).click()
    await page.keyboard.press('Escape')
    await look('sf-26-files')
    await page.getByRole('button', { name: /^Write files of version/ }).click()
    await page.getByRole('link', { name: 'units.parquet' }).waitFor({ timeout: 60_000 })
    await page.getByRole('link', { name: 'areas.csv' }).waitFor()
  }],
  ['other systems are told: hosts, an address with its secret, a test message, the list of messages', async ({ page, look }) => {
    const heard = await receiver()
    try {
      await page.goto('/connections')
      await page.getByRole('link', { name: 'Webhooks' }).click()
      await page.getByText('Name the hosts below that messages may go to', { exact: false }).waitFor()
      await look('sf-21-no-webhooks')
      await page.getByRole('combobox', { name: 'Allowed hosts' }).fill(heard.host)
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('button', { name: 'Add an address' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Data team')
      await dialog.getByRole('textbox', { name: 'Address' }).fill(`http://${heard.host}/hook`)
      await dialog.getByRole('checkbox', { name: 'Files written' }).uncheck()
      await look('sf-22-webhook')
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      await dialog.getByText(/^whsec_/).waitFor()
      await look('sf-23-secret')
      await dialog.getByRole('button', { name: 'I have kept it' }).click()
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await page.getByText('The receiver took the message (204)').waitFor()
      assert.match(heard.signatures[0], /^t=\d+,v1=[0-9a-f]{64}$/)
      await page.getByRole('button', { name: 'Messages', exact: true }).click()
      await page.getByRole('dialog').getByText('Delivered').waitFor()
      await look('sf-24-messages')
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
      await page.getByRole('button', { name: 'More about Data team' }).click()
      await page.getByRole('menuitem', { name: 'Delete…' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete…' }).click()
      await page.getByText('Webhook deleted').waitFor()
    } finally {
      await heard.stop()
    }
  }],
]

/** alignmentNamed is the id of the alignment called so. */
export const alignmentNamed = (page, name) =>
  page.evaluate(async (wanted) => (await (await fetch('/api/v1/alignments')).json()).alignments.find((one) => one.name === wanted).id, name)

/** rights opens the rights of Sales Territories of the first connection, has them changed and saves. */
async function rights(page, change) {
  await page.goto('/connections')
  await page.getByRole('link', { name: 'Open Demo org' }).click()
  await page.getByRole('button', { name: 'Change the rights of Sales Territories' }).click()
  const dialog = page.getByRole('dialog')
  await change(dialog)
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Rights saved').waitFor()
}

/** receiver takes messages and keeps their signatures. */
async function receiver() {
  const signatures = []
  const server = createServer((request, answer) => {
    signatures.push(request.headers['bailiwick-signature'])
    request.resume().on('end', () => answer.writeHead(204).end())
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return { host: `127.0.0.1:${server.address().port}`, signatures, stop: () => new Promise((ended) => server.close(ended)) }
}
