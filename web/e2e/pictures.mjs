import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let accounts

/** demoData is a data folder with what the demo makes: accounts in the USA, the plan of today and a balanced one. */
export async function demoData(binary) {
  const folder = await mkdtemp(join(tmpdir(), 'bailiwick-pictures-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  execFileSync(binary, ['demo', '--no-serve', '--data', join(folder, 'data'), '--out', join(folder, 'out')], { stdio: ['ignore', 'ignore', 'inherit'] })
  accounts = join(folder, 'out', 'accounts.csv')
  return join(folder, 'data')
}

const settled = async (page) => {
  await page.locator('[data-testid=map][data-settled=true]').first().waitFor()
  await page.getByText('Loading the plan…').waitFor({ state: 'hidden' })
  await page.waitForTimeout(2500)
}

/** upTo scrolls until a heading is at the top. */
async function upTo(page, heading) {
  await page.getByRole('heading', { name: heading, exact: true }).evaluate((element) => element.scrollIntoView({ block: 'start' }))
  await page.mouse.move(720, 500)
  await page.mouse.wheel(0, -24)
}

/** Pictures of the demo for the documents; what other flows show as well as it does is taken there. */
export const pictures = [
  ['a draft of the demo', async ({ page, look }) => {
    await page.goto('/')
    const present = await page.evaluate(async () => (await (await fetch('/api/v1/alignments')).json()).alignments.find((a) => a.name === 'Present plan').id)
    await page.goto(`/alignments/${present}?panel=optimise`)
    await settled(page)
    await page.getByRole('region', { name: 'Optimise' }).getByRole('button', { name: 'Optimise', exact: true }).click()
    await page.getByText('Certificate', { exact: true }).waitFor({ timeout: 120_000 })
    await settled(page)
    await look('draft')
  }],
  ['its two plans compared', async ({ page, look }) => {
    await page.goto('/compare')
    await page.getByRole('region', { name: 'Figures of both plans' }).waitFor()
    await settled(page)
    await upTo(page, 'On the map')
    await settled(page)
    await look('compare')
  }],
  ['an import of its file is checked', async ({ page, look }) => {
    await page.goto('/import')
    await page.setInputFiles('input[type=file]', accounts)
    await page.locator('[data-testid=dry-run][data-state=done]').waitFor({ timeout: 60_000 })
    await upTo(page, 'All rows')
    await page.waitForTimeout(1000)
    await look('import')
  }],
  ['its balanced plan by counties', async ({ page, look }) => {
    await page.goto('/')
    const balanced = await page.evaluate(async () => (await (await fetch('/api/v1/alignments')).json()).alignments.find((a) => a.name === 'Balanced plan').id)
    await page.goto(`/alignments/${balanced}?panel=boundaries`)
    await page.getByRole('combobox', { name: 'Boundary set' }).click()
    await page.getByRole('option', { name: /US counties/ }).click()
    await page.getByRole('button', { name: 'Use these boundaries' }).click()
    await page.getByRole('table', { name: 'Boundaries per area' }).waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Fill empty ones' }).click()
    await page.getByText('Gave empty boundaries to the nearest territory').first().waitFor({ timeout: 60_000 })
    await page.getByText('Undo with Ctrl+Z.').first().waitFor({ state: 'hidden', timeout: 60_000 })
    await page.mouse.move(720, 880)
    await settled(page)
    await look('boundaries')
  }],
]
