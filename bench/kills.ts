import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { drawPorts } from '../dev/stack/ports.ts'
import { type RunningStack, startStack } from '../dev/stack/stack.ts'
import { gatherFacts } from './kills/facts.ts'
import { findFaults } from './kills/faults.ts'
import { finishAll } from './kills/finish.ts'
import { playInvoice } from './kills/invoice.ts'
import { killPart } from './kills/kill-part.ts'
import { readOwnServer } from './lives/dialects.ts'
import { count } from './lives/settings.ts'

const PARTS = ['temporal', 'postgres', 'worker', 'api'] as const
const WARM_UP = 10
const WARM_UP_MS = 120_000
const QUIET_MS = 15_000
const SHOWN = 5

const { values } = parseArgs({
  options: {
    part: { type: 'string', multiple: true, default: [...PARTS] },
    away: { type: 'string', default: '240' },
    invoices: { type: 'string', default: '100' },
  },
})
const awaySeconds = count('away', values.away)
const invoices = count('invoices', values.invoices)
const parts = values.part.map((name) => {
  const part = PARTS.find((known) => known === name)
  if (!part) throw new Error(`--part ${name} is not one of ${PARTS.join(', ')}`)
  return part
})

const stopping = new AbortController()
const stopped = Promise.withResolvers<never>()
// A second signal must not end this process before the stack has stopped.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    stopping.abort(new Error(`stopped by ${signal}`))
    stopped.reject(stopping.signal.reason)
  })
stopped.promise.catch(() => undefined)

const dir = mkdtempSync(path.join(tmpdir(), 'duewell-kills-'))
chmodSync(dir, 0o755)
const environment = { ...process.env, ...(await drawPorts()) }
const stack = await startStack({ dir, isTemporary: true, environment, signal: stopping.signal })
let missed = 0
try {
  await Promise.race([measure(stack), stopped.promise])
} catch (error) {
  missed += 1
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
} finally {
  await stack.stop()
}
process.exit(missed > 0 ? 1 : 0)

async function measure({ file }: RunningStack): Promise<void> {
  const server = readOwnServer(file)
  const all = Array.from({ length: WARM_UP }, () => playInvoice(server))
  const { stuck: unfinished } = await finishAll(all, WARM_UP_MS)
  if (unfinished[0]) throw new Error(`before any kill: ${unfinished[0].lastStep()}`)
  for (const part of parts) {
    const { lines, played, stuck } = await killPart({ stack, server, dir, part, awaySeconds, invoices })
    all.push(...played)
    await wait(QUIET_MS)
    print(lines)
    printFault(
      'invoices that did not reach their end',
      stuck.map((one) => `${one.id ?? one.email}: ${one.lastStep()}`),
    )
    const facts = await gatherFacts(server, file.bank, all)
    for (const { name, invoices: found } of findFaults(facts)) printFault(name, found)
    print([''])
  }
}

function printFault(name: string, found: readonly string[]): void {
  if (found.length > 0) missed += 1
  print([`${name}: ${found.length} (aim 0${found.length > 0 ? ', MISSED' : ''})`])
  print(found.slice(0, SHOWN).map((one) => `  ${one}`))
}

function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}
