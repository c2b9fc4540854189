// Plays the main job by hand in a browser against the real program, and checks every page for accessibility.
// Arguments choose flows: journey (the main job), keyboard (the same without a pointer), importing, datasets, postgres, explore, talk, table, boundaries, salesforce (an org, simulated), places, languages (long words on a phone), pictures (for the documents); without any all but the last are played.
// BAILIWICK_BIN names the binary (default ../bin/bailiwick), CHROMIUM the browser, SHOTS a folder for screenshots of every page (without, only of what failed).
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { open } from './browser.mjs'
import { boundaries } from './boundaries.mjs'
import { datasets } from './datasets.mjs'
import { explore } from './explore.mjs'
import { importing } from './importing.mjs'
import { journey } from './journey.mjs'
import { keyboard } from './keyboard.mjs'
import { languages } from './languages.mjs'
import { startOSRM } from './osrm.mjs'
import { postgres } from './postgres.mjs'
import { salesforce } from './salesforce.mjs'
import { places } from './places.mjs'
import { demoData, pictures } from './pictures.mjs'
import { table } from './table.mjs'
import { talk } from './talk.mjs'
import { startServer } from './server.mjs'

const binary = resolve(process.env.BAILIWICK_BIN ?? '../bin/bailiwick')
const shots = process.env.SHOTS ?? (await mkdtemp(join(tmpdir(), 'bailiwick-shots-')))
await mkdir(shots, { recursive: true })

const flows = { journey, keyboard, importing, datasets, postgres, explore, talk, table, boundaries, salesforce, places, languages, pictures }
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(flows).filter((flow) => flow !== 'pictures')
const complaints = new Set()
let failed = false
for (const flow of chosen) await play(flow, flows[flow])

/** play runs one flow on an empty program of its own. */
async function play(flow, steps) {
  const travel = flow === 'places' ? await startOSRM() : undefined
  const server = await startServer(binary, ['languages', 'pictures'].includes(flow) ? await demoData(binary) : undefined, travel ? ['--travel', travel.url] : [])
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
    await travel?.stop()
  }
}

for (const complaint of complaints) console.error('COMPLAINT', complaint)
console.log(`screenshots${process.env.SHOTS ? '' : ' of what failed'} in ${shots}`)
// A flow that failed half-way has not stopped the servers it started; they go with this process instead of keeping it.
process.exit(failed || complaints.size > 0 ? 1 : 0)
