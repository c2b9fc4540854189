import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

/** startServer runs the real binary on a data folder, by default an empty one that goes with it, with further arguments, and waits until it answers. */
export async function startServer(binary, kept, further = []) {
  const data = kept ?? await mkdtemp(join(tmpdir(), 'bailiwick-e2e-'))
  const address = `127.0.0.1:${await freePort()}`
  const child = spawn(binary, ['serve', '--data', data, '--listen', address, ...further], { stdio: ['ignore', 'inherit', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const base = `http://${address}`
  const answers = async () => {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`)
      const up = await fetch(`${base}/api/v1/health`).then((r) => r.ok, () => false)
      if (up) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('the server did not answer within ten seconds')
  }
  await answers()
  return {
    base,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      if (!kept) await rm(data, { recursive: true, force: true })
    },
  }
}
