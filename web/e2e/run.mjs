// Plays the main job by hand in a browser against the real program, and checks every page for accessibility.
// BAILIWICK_BIN names the binary (default ../bin/bailiwick), CHROMIUM the browser, SHOTS the folder of screenshots.
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { open } from './browser.mjs'
import { journey } from './journey.mjs'
import { startServer } from './server.mjs'

const binary = resolve(process.env.BAILIWICK_BIN ?? '../bin/bailiwick')
const shots = process.env.SHOTS ?? (await mkdtemp(join(tmpdir(), 'bailiwick-shots-')))
await mkdir(shots, { recursive: true })

const server = await startServer(binary)
const session = await open(server.base, shots)
let failed = false
try {
  for (const [name, step] of journey) {
    const start = Date.now()
    await step(session)
    console.log(`ok    ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
  }
} catch (error) {
  failed = true
  await session.page.screenshot({ path: join(shots, 'failure.png') })
  console.error('FAIL ', error)
} finally {
  await session.browser.close()
  await server.stop()
}

const complaints = [...new Set(session.complaints)]
for (const complaint of complaints) console.error('COMPLAINT', complaint)
console.log(`screenshots in ${shots}`)
process.exitCode = failed || complaints.length > 0 ? 1 : 0
