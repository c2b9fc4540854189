import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { chromium } from 'playwright-core'

/** found is the path of the browser. */
export const found = () => process.env.CHROMIUM ?? execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser'], { encoding: 'utf8' }).trim()

/**
 * flags make the browser draw as it does on a machine without a GPU: the page on the processor, WebGL by SwiftShader.
 * Debian's would otherwise draw the page's text through SwiftShader too, which takes several times as long.
 */
export const flags = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu-rasterization', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']

/** open starts a browser and one page that keeps every complaint of the console, for the end of the run. */
export async function open(base, shots) {
  const browser = await chromium.launch({ executablePath: found(), args: flags })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', acceptDownloads: true, baseURL: base,
    // Nothing is checked or photographed half faded.
    reducedMotion: 'reduce',
    // The tour is offered at the first visit; only its own flow wants it.
    storageState: { cookies: [], origins: [{ origin: base, localStorage: [{ name: 'bailiwick.toured', value: 'yes' }] }] } })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  return { browser, page, complaints, look: (name) => look(page, shots, name, complaints), contrast: (name) => contrast(page, shots, name, complaints), phone: (name) => phone(page, shots, name, complaints) }
}

/** How often axe looks before what it finds is a complaint, and the pause between in milliseconds. */
const looks = 3, pause = 700

/**
 * check adds what axe finds on the page as it stands. What it finds only once it caught in passing: it chooses the elements, then reads
 * their colours, and a button that is switched off between the two, while the page waits for an answer, would be blamed.
 */
async function check(page, where, complaints) {
  let found
  for (let look = 0; look < looks; look++) {
    if (look > 0) await page.waitForTimeout(pause).then(() => drawn(page))
    found = await violations(page)
    if (found.length === 0) return
  }
  complaints.push(...found.map((violation) => `axe ${where}: ${violation}`))
}

/** violations are what axe finds on the page, in a line each. */
async function violations(page) {
  // Legacy mode checks in the page itself rather than in a second one, in half the time; the app has no frames, which is all it leaves out.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  return violations.map((violation) => {
    const nodes = violation.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')
    return `${violation.id}, ${violation.help}: ${nodes}`
  })
}

/** drawn waits until the page stands as it will: two frames are drawn, which without a GPU takes as long as it takes, and nothing fades any more. */
async function drawn(page) {
  await page.waitForTimeout(100)
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    // What fades can set off the fading of what it contains.
    for (let round = 0; round < 10; round++) {
      const fading = document.getAnimations().filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
      if (fading.length === 0) return
      await Promise.allSettled(fading.map((animation) => animation.finished))
      await frame()
    }
  })
}

/** picture takes a screenshot where SHOTS names a folder for them: without a GPU a page with a map takes seconds each. */
async function picture(page, shots, name) {
  if (process.env.SHOTS) await page.screenshot({ path: join(shots, `${name}.png`) })
}

/** contrast has axe check the page in both schemes for a reader whose system asks for strong contrast. */
async function contrast(page, shots, name, complaints) {
  if (process.env.PICTURES) return
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme, contrast: 'more' })
    await drawn(page)
    await picture(page, shots, `${name}-contrast-${scheme}`)
    await check(page, `${name} high contrast ${scheme}`, complaints)
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' })
}

/** phone has axe check in both schemes what only a phone shows, such as an open menu; the page keeps the size of a phone. */
async function phone(page, shots, name, complaints) {
  await page.setViewportSize({ width: 390, height: 844 })
  if (process.env.PICTURES) return
  for (const scheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme: scheme })
    await drawn(page)
    await picture(page, shots, `${name}-${scheme}-phone`)
    await check(page, `${name} ${scheme} phone`, complaints)
  }
}

const sizes = [['desk', 1440, 900], ['tablet', 1024, 768], ['phone', 390, 844]]

/** The looks of the flows that docs/ shows, by the names of the pictures there. */
const pictures = { draft: 'draft', compare: 'compare', import: 'import', boundaries: 'boundaries', 'sf-13-plan': 'publish' }

/**
 * look has axe check the page in both schemes and on a phone. With SHOTS set it takes screenshots of these, with ALL_SIZES
 * too in three sizes and both schemes. PICTURES names a folder for the pictures of the documents; then these are all that is looked at.
 */
async function look(page, shots, name, complaints) {
  if (process.env.PICTURES) return documented(page, name)
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme })
    for (const [size, width, height] of sizes) {
      const checked = size === 'desk' || (size === 'phone' && scheme === 'light')
      if (!checked && !process.env.ALL_SIZES) continue
      await page.setViewportSize({ width, height })
      await drawn(page)
      await picture(page, shots, `${name}-${scheme}-${size}`)
      if (!checked) continue
      await check(page, `${name} ${scheme} ${size}`, complaints)
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await drawn(page)
}

/** documented takes the picture that docs/ shows of a look, if it shows one. */
async function documented(page, name) {
  if (!pictures[name]) return
  await drawn(page)
  await page.screenshot({ path: join(process.env.PICTURES, `${pictures[name]}.jpg`), type: 'jpeg', quality: 82 })
}

/** forgive takes back the browser's complaint about an answer that the flow asked for. */
export function forgive(complaints, status) {
  const at = complaints.findIndex((complaint) => complaint.includes(`status of ${status}`))
  if (at >= 0) complaints.splice(at, 1)
}
