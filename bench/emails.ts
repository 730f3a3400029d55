import { execFile } from 'node:child_process'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { ROOT } from '../dev/stack/paths.ts'
import { median, pairedRatio } from './lives/figures.ts'

const EMAILS = 20_000
const ROUNDS = 3
const AIM_MS = 0.5

const { values } = parseArgs({ options: { against: { type: 'string' } } })
const from = process.env['INIT_CWD'] ?? process.cwd()
const theirs = values.against === undefined ? undefined : path.resolve(from, values.against)

const ours: number[] = []
const others: number[] = []
for (let round = 0; round < ROUNDS; round += 1) {
  ours.push(await measure(ROOT))
  if (theirs !== undefined) others.push(await measure(theirs))
}
const isMissed = median(ours) > AIM_MS
const parts = [`an invoice e-mail: ${median(ours).toFixed(3)} ms of CPU, aim at most ${AIM_MS}`]
if (others.length > 0) {
  const { median: middle, min, max } = pairedRatio(ours, others)
  parts.push(`theirs ${median(others).toFixed(3)} ms`)
  parts.push(`${middle.toFixed(2)} times (${min.toFixed(2)}–${max.toFixed(2)})`)
}
process.stdout.write(`${parts.join('; ')}${isMissed ? '; MISSED' : ''}\n`)
process.exit(isMissed ? 1 : 0)

async function measure(checkout: string): Promise<number> {
  const script = path.join(ROOT, 'bench', 'emails', 'side.ts')
  const args = ['--import', 'tsx', script, checkout, String(EMAILS)]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: checkout })
  return Number(stdout)
}
