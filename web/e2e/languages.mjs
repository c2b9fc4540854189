import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

const panels = ['territories', 'optimise', 'history', 'boundaries', 'comments', 'targets', 'exceptions', 'publish']
const tabs = ['overview', 'columns', 'location', 'attributes', 'filters', 'snapshots', 'schedule', 'rejected', 'export', 'settings']

/** Nothing is wider than a phone, in a language without spaces and in one with long words; two things have names without a space. */
export const languages = [
  ['the dataset and a plan get long names', async ({ page }) => {
    await page.goto('/')
    await page.evaluate(async () => {
      const all = async (what) => (await (await fetch(`/api/v1/${what}`)).json())[what]
      const rename = async (path, name) => {
        const answer = await fetch(`/api/v1/${path}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) })
        if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
      }
      await rename(`datasets/${(await all('datasets'))[0].id}`, 'Customer_accounts_and_prospects_of_the_western_region_2027_v3')
      await rename(`alignments/${(await all('alignments'))[0].id}`, 'Balanced_plan_of_the_western_region_for_fiscal_year_2027_v12')
    })
  }],
  ...['ja', 'de'].map((language) => [`no page or panel is wider than a phone in ${language}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.evaluate((chosen) => localStorage.setItem('bailiwick.language', chosen), language)
    const wide = []
    for (const [name, path] of Object.entries(await everywhere(page))) {
      await page.goto(path)
      await page.locator('main').first().waitFor()
      await page.waitForTimeout(700)
      const found = await tooWide(page)
      if (found.length > 0) wide.push(`${name}: ${found.join('; ')}`)
      if (process.env.SHOTS) await picture(page, `${language}-${name}`)
    }
    assert.deepEqual(wide, [])
  }]),
  ['a name without room is read by pointing at it', async ({ page }) => {
    const { 'dataset-overview': dataset } = await everywhere(page)
    await page.goto(dataset)
    const name = page.locator('header').getByText('Customer_accounts_and_prospects')
    await name.hover()
    assert.equal(await name.getAttribute('title'), 'Customer_accounts_and_prospects_of_the_western_region_2027_v3')
  }],
]

/** everywhere names every page and panel with its address. */
async function everywhere(page) {
  const { dataset, plans } = await page.evaluate(async () => ({
    dataset: (await (await fetch('/api/v1/datasets')).json()).datasets[0].id,
    plans: (await (await fetch('/api/v1/alignments')).json()).alignments.map((one) => one.id),
  }))
  const plan = `/alignments/${plans[0]}`
  return {
    datasets: '/', import: '/import', boundaries: '/boundaries', connections: '/connections', connection: '/connections/new', webhooks: '/webhooks', nowhere: '/nowhere',
    ...Object.fromEntries(tabs.map((tab) => [`dataset-${tab}`, `/datasets/${dataset}?tab=${tab}`])),
    ...Object.fromEntries(panels.map((panel) => [`desk-${panel}`, `${plan}?panel=${panel}`])),
    table: `${plan}?view=table`, explore: `${plan}/explore`, headcount: `${plan}/explore?view=headcount`, release: `${plan}/publish`,
    compare: `/compare?left=${plans[1]}&right=${plans[0]}`,
  }
}

/** tooWide says what is wider than its frame: the page, what scrolls down on it, or the panel of the desk. */
const tooWide = (page) => page.evaluate(() => {
  const frames = [document.documentElement, ...document.querySelectorAll('main, main section > [role=group]')]
  return frames.filter((frame) => frame.scrollWidth > frame.clientWidth + 1).map((frame) => {
    const edge = frame.getBoundingClientRect().left + frame.clientWidth
    const beyond = [...frame.querySelectorAll('*')].find((element) => element.getBoundingClientRect().right > edge + 1 && !element.closest('[role=region], [role=tablist]'))
    return `${frame.tagName} ${frame.scrollWidth} px, ${beyond?.outerHTML.slice(0, 120) ?? ''}`
  })
})

async function picture(page, name) {
  await mkdir(process.env.SHOTS, { recursive: true })
  await page.screenshot({ path: join(process.env.SHOTS, `language-${name}.png`) })
}
