import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { ROOT } from '../dev/stack/paths.ts'
import { median, pairedRatio } from './lives/figures.ts'

const SIZES = [
  { lines: 1, documents: 60, aim: 1 / 6 },
  { lines: 3, documents: 60 },
  { lines: 45, documents: 30, aim: 1 / 3 },
  { lines: 500, documents: 5 },
]

const { values } = parseArgs({
  options: { against: { type: 'string' }, rounds: { type: 'string', default: '3' } },
})
if (!existsSync('/proc/self/stat')) throw new Error('CPU is read from /proc, which only Linux has')
const rounds = Number(values.rounds)
const from = process.env['INIT_CWD'] ?? process.cwd()
const theirs = values.against === undefined ? undefined : path.resolve(from, values.against)

let missed = 0
for (const { lines, documents, aim } of SIZES) {
  const ours: Measured[] = []
  const others: Measured[] = []
  for (let round = 0; round < rounds; round += 1) {
    const sides = [async () => ours.push(await measure(ROOT, lines, documents))]
    if (theirs) sides.push(async () => others.push(await measure(theirs, lines, documents)))
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side()
  }
  say(lines, ours, others, aim)
}
process.exit(missed > 0 ? 1 : 0)

interface Measured {
  cpuMs: number
  bytes: number
}

async function measure(checkout: string, lines: number, documents: number): Promise<Measured> {
  const script = path.join(ROOT, 'bench', 'pdf', 'side.ts')
  const args = ['--import', 'tsx', script, checkout, String(lines), String(documents)]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: checkout })
  return JSON.parse(stdout) as Measured
}

function say(lines: number, ours: Measured[], others: Measured[], aim: number | undefined): void {
  const size = `${lines} ${lines === 1 ? 'line' : 'lines'}`.padStart(8)
  const cpuOf = (side: Measured[]) => side.map(({ cpuMs }) => cpuMs)
  const textOf = (side: Measured[]) =>
    `${median(cpuOf(side)).toFixed(1)} ms of CPU, ${Math.round((side[0]?.bytes ?? 0) / 1_000)} KB`
  const parts = [`${size}  ${textOf(ours)}`]
  if (others.length > 0) {
    const ratio = pairedRatio(cpuOf(ours), cpuOf(others))
    parts.push(`theirs ${textOf(others)}`)
    parts.push(
      `${ratio.median.toFixed(2)} times (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)})` +
        (aim === undefined ? '' : `, aim at most ${aim.toFixed(2)}`),
    )
    if (aim !== undefined && ratio.median > aim) {
      parts.push('MISSED')
      missed += 1
    }
  }
  process.stdout.write(`${parts.join('; ')}\n`)
}
