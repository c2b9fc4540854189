import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'

/** startSimulator runs a simulated org of the real binary and returns how to connect, from the line it prints. */
export async function startSimulator(...options) {
  const binary = resolve(process.env.BAILIWICK_BIN ?? '../bin/bailiwick')
  const child = spawn(binary, ['salesforce-sim', '--listen', '127.0.0.1:0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const ended = new Promise((done) => child.once('exit', done))
  const line = await new Promise((done, fail) => {
    createInterface({ input: child.stdout }).once('line', done)
    child.once('exit', (code) => fail(new Error(`the simulator ended with code ${code}`)))
  })
  return {
    ...JSON.parse(line),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** orgCalls signs in to a simulated org as its app does and returns a function that calls its API, as somebody else who works there would. */
export async function orgCalls(org) {
  const grant = new URLSearchParams({ grant_type: 'client_credentials', client_id: org.clientId, client_secret: org.clientSecret })
  const { access_token: token } = await (await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: grant })).json()
  return async (method, path, body) => {
    const answer = await fetch(`${org.url}/services/data/v67.0${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    const text = await answer.text()
    return text ? JSON.parse(text) : undefined
  }
}

/** control calls the simulator's own routes: faults, ended sessions and what no org has. */
export async function control(org, method, path, body) {
  const answer = await fetch(`${org.url}/simulator/${path}`, { method, headers: { 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) })
  if (!answer.ok) throw new Error(`${method} /simulator/${path}: ${answer.status}`)
}
