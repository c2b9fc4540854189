import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { chromium } from 'playwright-core'

const found = () => process.env.CHROMIUM ?? execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser'], { encoding: 'utf8' }).trim()

/** open starts a browser and one page that keeps every complaint of the console, for the end of the run. */
export async function open(base, shots) {
  const browser = await chromium.launch({
    executablePath: found(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', acceptDownloads: true, baseURL: base })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  return { browser, page, complaints, look: (name) => look(page, shots, name, complaints) }
}

const sizes = [['desk', 1440, 900], ['tablet', 1024, 768], ['phone', 390, 844]]

/**
 * look has axe check the page in both schemes and on a phone. With ALL_SIZES set it takes screenshots in three sizes and
 * both schemes; without, only what it checks.
 */
async function look(page, shots, name, complaints) {
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme })
    for (const [size, width, height] of sizes) {
      const checked = size === 'desk' || (size === 'phone' && scheme === 'light')
      if (!checked && !process.env.ALL_SIZES) continue
      await page.setViewportSize({ width, height })
      await page.waitForTimeout(350)
      await page.screenshot({ path: join(shots, `${name}-${scheme}-${size}.png`) })
      if (!checked) continue
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
      for (const violation of violations) {
        const where = violation.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')
        complaints.push(`axe ${name} ${scheme} ${size}: ${violation.id}, ${violation.help}: ${where}`)
      }
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.waitForTimeout(200)
}
