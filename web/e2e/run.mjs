// Plays the main job by hand in a browser against the real program, and checks every page for accessibility.
// Arguments choose flows: journey (the main job), explore, talk, table, boundaries; without any all are played.
// BAILIWICK_BIN names the binary (default ../bin/bailiwick), CHROMIUM the browser, SHOTS the folder of screenshots.
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { open } from './browser.mjs'
import { boundaries } from './boundaries.mjs'
import { explore } from './explore.mjs'
import { journey } from './journey.mjs'
import { table } from './table.mjs'
import { talk } from './talk.mjs'
import { startServer } from './server.mjs'

const binary = resolve(process.env.BAILIWICK_BIN ?? '../bin/bailiwick')
const shots = process.env.SHOTS ?? (await mkdtemp(join(tmpdir(), 'bailiwick-shots-')))
await mkdir(shots, { recursive: true })

const flows = { journey, explore, talk, table, boundaries }
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(flows)
const complaints = new Set()
let failed = false
for (const flow of chosen) await play(flow, flows[flow])

/** play runs one flow on an empty program of its own. */
async function play(flow, steps) {
  const server = await startServer(binary)
  const session = await open(server.base, shots)
  try {
    for (const [name, step] of steps) {
      const start = Date.now()
      await step(session)
      console.log(`ok    ${flow}: ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
    }
  } catch (error) {
    failed = true
    await session.page.screenshot({ path: join(shots, `failure-${flow}.png`) })
    console.error('FAIL ', error)
  } finally {
    session.complaints.forEach((complaint) => complaints.add(complaint))
    await session.browser.close()
    await server.stop()
  }
}

for (const complaint of complaints) console.error('COMPLAINT', complaint)
console.log(`screenshots in ${shots}`)
process.exitCode = failed || complaints.size > 0 ? 1 : 0
