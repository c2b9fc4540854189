import { execFile, execFileSync } from 'node:child_process'
import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** binaries finds the newest PostgreSQL server installed, "" without one. */
async function binaries() {
  const versions = await readdir('/usr/lib/postgresql').catch(() => [])
  const newest = versions.sort((a, b) => Number(a) - Number(b)).at(-1)
  return newest ? `/usr/lib/postgresql/${newest}/bin` : ''
}

/**
 * startPostgres starts a real server on a socket in a folder of its own; undefined where PostgreSQL is not installed. It does
 * not run as root, so that it is given to the user postgres then.
 */
export async function startPostgres() {
  const bin = await binaries()
  if (bin === '') return undefined
  const folder = await mkdtemp(join(tmpdir(), 'pg'))
  const root = process.getuid?.() === 0
  const run = (name, ...args) => (root ? execute('runuser', ['-u', 'postgres', '--', `${bin}/${name}`, ...args], { cwd: '/' }) : execute(`${bin}/${name}`, args))
  if (root) {
    const { stdout } = await execute('id', ['-u', 'postgres']).catch(() => ({ stdout: '' }))
    if (stdout === '') return undefined
    await chown(folder, Number(stdout), -1)
  }
  await writeFile(join(folder, 'password'), 'secret-of-the-flow', { mode: 0o644 })
  const data = join(folder, 'data')
  await run('initdb', '-D', data, '-A', 'scram-sha-256', '-U', 'test', '--pwfile', join(folder, 'password'), '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8')
  await run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', `-k ${folder} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB`, 'start')
  const halt = () => execFileSync(root ? 'runuser' : `${bin}/pg_ctl`, [...(root ? ['-u', 'postgres', '--', `${bin}/pg_ctl`] : []), '-D', data, '-m', 'immediate', 'stop'], { cwd: '/', stdio: 'ignore' })
  process.once('exit', halt)
  const connection = `host=${folder} dbname=postgres user=test password=secret-of-the-flow`
  return {
    connection,
    sql: (text) => execute(`${bin}/psql`, [connection, '-q', '-c', text]),
    stop: async () => {
      process.off('exit', halt)
      await run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
