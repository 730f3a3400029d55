import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createSupervisor } from '../dev/processes/supervisor.ts'
import { readJson } from '../dev/stack/json-file.ts'
import { ROOT } from '../dev/stack/paths.ts'
import { ensureTemporalBinary } from '../dev/temporal/binary.ts'
import { at } from './lives/dialects.ts'
import { nodeOf, startSide } from './lives/side.ts'
import { createSender, type Sender } from './webhooks/requests.ts'

const PROOF_AIM = 1 / 12
const REQUEST_AIM = 1 / 3

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    calls: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
  },
})
const [calls, rounds] = [Number(values.calls), Number(values.rounds)]
const against =
  values.against === undefined
    ? undefined
    : path.resolve(process.env['INIT_CWD'] ?? process.cwd(), values.against)
const checkouts = against === undefined ? [ROOT] : [ROOT, against]

const folder = mkdtempSync(path.join(tmpdir(), 'duewell-bench-'))
chmodSync(folder, 0o755)
const supervisor = createSupervisor({ dir: folder, isTemporary: true })
let isWithinAims = false
try {
  const proofs = checkouts.map(() => [] as Record<string, number>[])
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, checkout] of checkouts.entries()) proofs[side]?.push(proofOf(checkout))
    say(`proof: round ${round + 1}`)
  }
  await ensureTemporalBinary(say)
  const senders: Sender[] = []
  for (const [index, checkout] of checkouts.entries()) {
    const name = index === 0 ? 'ours' : 'theirs'
    say(`${name}: starting the stack of ${path.basename(checkout)}`)
    const copy = path.join(folder, name)
    const server = await startSide({ name, checkout, folder: copy, supervisor })
    const bank = String(at(readJson(path.join(copy, '.stack', 'stack.json')), 'bank'))
    senders.push(await createSender(server, bank))
  }
  const requests = senders.map(() => [] as Record<string, number>[])
  for (const sender of senders) await sender.measure(Math.ceil(calls / 4))
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, sender] of senders.entries()) requests[side]?.push(await sender.measure(calls))
    say(`request: round ${round + 1}`)
  }
  isWithinAims = [
    report('proof, genuine', 'genuine', proofs, PROOF_AIM),
    report('proof, forged signature', 'forged', proofs, PROOF_AIM),
    report('proof, unknown kid', 'unknownKid', proofs),
    report('request, genuine', 'genuine', requests, REQUEST_AIM),
    report('request, forged signature', 'forged', requests, REQUEST_AIM),
  ].every(Boolean)
} finally {
  await supervisor.stop()
}
process.exit(isWithinAims ? 0 : 1)

function proofOf(checkout: string): Record<string, number> {
  const script = path.join(ROOT, 'bench', 'webhooks', 'proof.ts')
  const args = ['--import', 'tsx', script, checkout, String(calls)]
  const printed = execFileSync(nodeOf(checkout), args, { cwd: checkout })
  return JSON.parse(printed.toString()) as Record<string, number>
}

function report(name: string, kind: string, sides: Record<string, number>[][], aim?: number): boolean {
  const [ours = 0, theirs] = sides.map((side) => median(side.map((round) => round[kind] ?? 0)))
  const row = `${name.padEnd(28)}${ours.toFixed(2).padStart(9)} ms`
  if (theirs === undefined) {
    process.stdout.write(`${row}\n`)
    return true
  }
  const isMet = aim === undefined || ours <= theirs * aim
  const aimed = aim === undefined ? '' : ` (aim: at most 1/${Math.round(1 / aim)})${isMet ? '' : ' MISSED'}`
  process.stdout.write(`${row}${theirs.toFixed(2).padStart(9)} ms  1/${(theirs / ours).toFixed(1)}${aimed}\n`)
  return isMet
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
