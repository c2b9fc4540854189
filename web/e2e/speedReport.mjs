import { readFile, writeFile } from 'node:fs/promises'
import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { resolve } from 'node:path'

const begin = '<!-- browser: written by web/e2e/speed.mjs -->'
const end = '<!-- browser: end -->'

const figure = (value, unit) => `${value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en')} ${unit}`

/** writeMarks keeps the marks as JSON, those of parts that were not run among them, and renews their section of docs/benchmarks.md. */
export async function writeMarks(marks, load) {
  const json = resolve('../docs/benchmarks-browser.json')
  const held = await readFile(json, 'utf8').then(JSON.parse, () => ({ marks: [] }))
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const fresh = marks.map((mark) => ({ ...mark, when: new Date().toISOString().slice(0, 16), commit, load: [load, loadavg()[0]].map((x) => Number(x.toFixed(1))) }))
  const all = [...held.marks.filter((old) => !fresh.some((mark) => mark.name === old.name)), ...fresh]
  await writeFile(json, `${JSON.stringify({ processor: cpus()[0]?.model ?? '', processors: cpus().length, marks: all }, null, 1)}\n`)
  const path = resolve('../docs/benchmarks.md')
  const text = await readFile(path, 'utf8')
  const [before] = text.split(begin)
  const after = text.includes(end) ? text.slice(text.indexOf(end) + end.length) : ''
  await writeFile(path, `${before.trimEnd()}\n\n${begin}\n${section(all)}${end}\n${after.trimStart()}`)
}

function section(marks) {
  const row = (mark) => {
    const spread = mark.values.length > 1 ? `${figure(Math.min(...mark.values), '')}to ${figure(Math.max(...mark.values), '')}` : ''
    const target = mark.most === undefined || mark.most === null ? '' : `≤ ${figure(mark.most, mark.unit)}${mark.note ? ` (${mark.note})` : ''}`
    const met = target === '' ? '' : mark.value <= mark.most ? 'yes' : '**no**'
    return `| ${mark.name} | ${figure(mark.value, mark.unit)} | ${spread} | ${target} | ${met} | ${mark.load.join(' → ')} |`
  }
  return `## The desk in a browser

Written by \`node e2e/speed.mjs --write\` in \`web/\`: headless Chromium at 1440×900, WebGL drawn in software on the processors of the
machine above. Medians; *load* is that of the machine when a run began and ended: above the number of processors, others were at work
and times are longer than they need be. Marks that the last run left out keep their earlier figures (benchmarks-browser.json).

| mark | median | from … to | target | met | load |
|---|---|---|---|---|---|
${marks.map(row).join('\n')}
`
}
