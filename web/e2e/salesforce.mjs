import assert from 'node:assert/strict'
import { forgive } from './browser.mjs'
import { generateKeyPairSync } from 'node:crypto'
import { orgErrors } from './orgErrors.mjs'
import { release } from './release.mjs'
import { orgCalls, startSimulator } from './simulator.mjs'

let org

/** salesforce is the way of an administrator with a new org: connect, import, plan, publish, verify, roll back. */
export const salesforce = [
  ['without a connection the page says how to begin and how to try', async ({ page, look }) => {
    org = await startSimulator('--accounts', '2500', '--seed', '7')
    await page.goto('/')
    await page.getByRole('link', { name: 'Salesforce connections' }).click()
    await page.getByRole('heading', { name: 'Connect your Salesforce org' }).waitFor()
    await page.getByText('bailiwick salesforce-sim', { exact: false }).first().waitFor()
    await look('sf-01-no-connections')
  }],
  ['browser sign-in goes through the org’s own page and comes back', async ({ page, look }) => {
    await page.getByRole('link', { name: 'Add a connection' }).click()
    await page.getByRole('button', { name: 'Go to Salesforce to sign in' }).click()
    await page.getByText('This is needed').first().waitFor()
    await page.getByRole('radio', { name: /Another address/ }).click()
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill(org.url)
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Demo org')
    await page.getByRole('textbox', { name: 'Consumer key' }).fill(org.clientId)
    await look('sf-02-new-connection')
    await page.getByRole('button', { name: 'Go to Salesforce to sign in' }).click()
    await page.waitForURL(/oauth2\/authorize/)
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.getByRole('alert').getByText(/end-user denied/).waitFor()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page.getByText('Not signed in').waitFor()
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL(/oauth2\/authorize/)
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(/\/connections/)
    await page.getByText('The connection works').waitFor()
    await page.getByText('Connected', { exact: true }).first().waitFor()
  }],
  ['client credentials and JWT connect without a person; wrong keys are explained', async ({ page, look, complaints }) => {
    await connect(page, 'Client credentials', 'Nightly job', { 'Consumer secret': 'wrong' })
    await page.getByRole('alert').getByText(/Check consumer key and secret/).waitFor()
    forgive(complaints, 403)
    await look('sf-03-wrong-secret')
    await page.getByRole('textbox', { name: 'Consumer secret' }).fill(org.clientSecret)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('The connection works').waitFor()
    await connect(page, 'JWT bearer', 'Signed', { 'User name': org.username, 'Private key': signingKey() })
    await page.getByText('The connection works').waitFor()
    await look('sf-04-connections')
  }],
  ['a connection shows limits and permissions, takes new secrets, and says what a deletion touches', async ({ page, look, complaints }) => {
    await page.getByRole('link', { name: 'Open Signed' }).click()
    await page.getByRole('heading', { name: 'Permissions' }).waitFor()
    await page.getByText('Everything this program can do is permitted.').waitFor()
    await look('sf-05-connection')
    await page.getByRole('button', { name: 'New secrets…' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Private key' }).fill('not a key')
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('dialog').getByText(/give the private key of the certificate that the app has/).waitFor()
    forgive(complaints, 422)
    await look('sf-05b-new-secrets')
    await page.getByRole('dialog').getByRole('textbox', { name: 'Private key' }).fill(signingKey())
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText('The org takes the new secrets').waitFor()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByText('Nothing uses this connection yet.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Connection deleted').waitFor()
    await page.getByRole('link', { name: 'Open Signed' }).waitFor({ state: 'detached' })
  }],
  ['a wrong query is marked where it is wrong; objects, reports and queries become one dataset', async ({ page, look }) => {
    await page.getByRole('link', { name: 'Import records' }).first().click()
    await page.getByRole('radio', { name: /Salesforce/ }).waitFor()
    await page.getByRole('button', { name: 'Add Account', exact: true }).waitFor()
    await look('sf-06-import-objects')
    await page.getByRole('button', { name: 'Add Account', exact: true }).click()
    await page.getByRole('button', { name: 'Fields and filter of Account' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Related fields of Owner', exact: true }).click()
    await dialog.getByRole('checkbox', { name: 'Email', exact: true }).first().waitFor()
    await dialog.getByRole('textbox', { name: 'Only records with' }).fill("Type = 'Customer' AND Bacon__c = 1")
    await dialog.getByRole('button', { name: 'Done' }).click()
    await dialog.getByText(/Row 1, column \d+: No such column 'Bacon__c'/).waitFor()
    assert.equal(await dialog.locator('mark').textContent(), 'Bacon__c')
    await look('sf-07-import-fields')
    await dialog.getByRole('textbox', { name: 'Only records with' }).fill('')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('tab', { name: 'SOQL query' }).click()
    await page.getByRole('textbox', { name: 'Query' }).fill('SELECT Id, Name, Street, City FROM Lead WHERE LeadSourc = 1')
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.getByText('Salesforce does not accept this query').waitFor()
    await look('sf-08-import-soql')
  }],
  ['the columns are checked, the import runs and the dataset opens', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Check the columns' }).click()
    await page.getByRole('textbox', { name: 'Name of the dataset' }).fill('Demo accounts')
    await page.getByRole('combobox', { name: 'Role of BillingLatitude' }).waitFor()
    assert.equal(await page.getByRole('combobox', { name: 'Role of BillingLatitude' }).inputValue(), 'Latitude')
    await look('sf-09-import-check')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText(/2,500 units imported/).waitFor({ timeout: 120_000 })
    await page.getByRole('link', { name: 'Open the dataset' }).click()
    await page.getByRole('heading', { name: 'From Salesforce' }).waitFor()
    await look('sf-10-dataset')
  }],
  ['a refresh reads only what has changed, and leads to the report of what that is', async ({ page, look }) => {
    const call = await orgCalls(org)
    const { records } = await call('GET', '/query?q=SELECT+Id+FROM+Account+LIMIT+1')
    await call('PATCH', `/sobjects/Account/${records[0].Id}`, { Name: 'Renamed in the org' })
    await page.getByRole('button', { name: 'Refresh from Salesforce' }).click()
    await page.getByText(/Account: \d+ changed, 0 deleted of 2,500/).waitFor({ timeout: 120_000 })
    await page.getByText(/In the dataset: 0 new units, 0 gone, 0 moved, 1 with other values/).waitFor()
    await look('sf-10b-refreshed')
    await page.getByRole('link', { name: 'See what changed' }).click()
    await page.getByRole('region', { name: /^What changed since/ }).getByText('Name: ', { exact: false }).waitFor()
    await page.getByRole('tab', { name: 'Overview' }).click()
  }],
  ['an alignment starts from the org’s territory model', async ({ page, look }) => {
    await page.getByRole('button', { name: 'New alignment' }).first().click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Model FY26')
    await page.getByRole('radio', { name: 'A Salesforce territory model' }).click()
    await page.getByRole('combobox', { name: 'Territory model' }).waitFor()
    await look('sf-11-model')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByText('Alignment made from the model').waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Open the alignment' }).click()
    await page.getByRole('heading', { level: 1, name: 'Model FY26' }).waitFor({ state: 'attached' })
  }],
  ['the alignment is published as a new model: the plan shows every write, is applied and verified', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByRole('link', { name: 'Publish to Salesforce…' }).click()
    await page.getByRole('radio', { name: /^New/ }).click()
    await page.getByRole('combobox', { name: 'Territory model' }).fill('FromBailiwick')
    await look('sf-12-publish')
    await page.getByRole('button', { name: 'Make the plan' }).click()
    await page.getByRole('heading', { name: 'Proof of the rules' }).waitFor({ timeout: 120_000 })
    await page.getByRole('textbox', { name: 'Search names, values and messages' }).fill('northeast')
    await page.getByText('Northeast', { exact: true }).first().waitFor()
    await page.getByRole('heading', { name: 'Changes', exact: true }).evaluate((heading) => heading.scrollIntoView({ block: 'start' }))
    await look('sf-13-plan')
    await page.getByRole('textbox', { name: 'Search names, values and messages' }).fill('')
    await page.getByRole('button', { name: 'Apply', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click()
    await page.getByText('The plan is applied').waitFor({ timeout: 180_000 })
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText(/The org is as planned: [\d,]+ records compared, no difference/).waitFor({ timeout: 120_000 })
    await look('sf-14-verified')
  }],
  ['published again there is nothing to write', async ({ page }) => {
    const first = page.url()
    await page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Publish' }).click()
    await page.getByRole('combobox', { name: 'Territory model' }).fill('FromBailiwick')
    await page.getByRole('button', { name: 'Make the plan' }).click()
    await page.getByText('Nothing to write: the org is as planned.').waitFor({ timeout: 120_000 })
    await page.goto(first)
  }],
  ['the publication is rolled back, with its own plan and typed deletions', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Plan', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Roll back…' }).click()
    await page.getByText('This plan takes another publication back.').waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Apply', exact: true }).click()
    const dialog = page.getByRole('dialog')
    assert.ok(await dialog.getByRole('button', { name: 'Apply', exact: true }).isDisabled(), 'deletions are applied without being confirmed')
    const label = await dialog.getByText(/^Type \d+ to confirm/).textContent()
    await look('sf-15-rollback')
    await dialog.getByRole('textbox').fill(/\d+/.exec(label)[0])
    await dialog.getByRole('button', { name: 'Apply', exact: true }).click()
    await page.getByText('The plan is applied').waitFor({ timeout: 180_000 })
  }],
  ...release,
  ...orgErrors(() => org),
  ['the simulator ends', async () => org.stop()],
]

/** signingKey is a new private key, of which the simulator takes any. */
const signingKey = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey

async function connect(page, flow, name, fields) {
  await page.goto('/connections/new')
  await page.getByRole('radio', { name: /Another address/ }).click()
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill(org.url)
  await page.getByRole('radio', { name: new RegExp(flow) }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await page.getByRole('textbox', { name: 'Consumer key' }).fill(org.clientId)
  for (const [label, value] of Object.entries(fields)) await page.getByRole('textbox', { name: label }).fill(value)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
}
