import { setTimeout as wait } from 'node:timers/promises'
import type { RestartablePart } from '../../dev/stack/parts.ts'
import type { RunningStack } from '../../dev/stack/stack.ts'
import type { Server } from '../lives/dialects.ts'
import { say } from '../lives/run.ts'
import { until } from '../lives/until.ts'
import { type Answers, countAnswers } from './answers.ts'
import { finishAll } from './finish.ts'
import { bringInFlight, type InFlight } from './in-flight.ts'
import { type PlayedInvoice, playInvoice } from './invoice.ts'
import { describeLog, markLog } from '../lives/log.ts'

export interface KillOptions {
  stack: RunningStack
  server: Server
  dir: string
  part: RestartablePart
  awaySeconds: number
  invoices: number
}

export interface Killed {
  lines: string[]
  played: PlayedInvoice[]
  stuck: PlayedInvoice[]
}

const PACE = 3
const LIMIT_MS = 600_000
const MAX_STARTS = 20
const START_PAUSE_MS = 500

export async function killPart(options: KillOptions): Promise<Killed> {
  const { stack, server, dir, part, awaySeconds, invoices } = options
  say(`${part}: ${invoices} invoices are brought in flight`)
  const flight = await bringInFlight(server, invoices)
  const logs = (['api', 'worker'] as const).map((name) => ({ name, mark: markLog(dir, name) }))
  process.kill(required(stack.file.pids[part]), 'SIGKILL')
  say(`${part}: killed, and away for ${awaySeconds} s`)
  const answers = countAnswers()
  const { created, asked } = await useDuringOutage(server, flight, answers, awaySeconds)
  const logged = logs.map(({ name, mark }) => ({ name, lines: mark.lines() }))
  for (const { name, mark } of logs) if (name === part) mark.beforeRestart()

  const begun = performance.now()
  stack.file.pids[part] = await restart(stack, part)
  const up = performance.now()
  say(`${part}: started again`)
  const recovery = await recover(server, flight, up)
  const played = [...flight.all, ...created, ...recovery.created]
  say(`${part}: ${played.length} invoices are played to their end`)
  const [{ endedAt, stuck }] = await Promise.all([finishAll(played, LIMIT_MS), ...asked])
  const afterwards = logs.map(({ name, mark }, index) => {
    const all = mark.lines()
    return { name, lines: all.slice(logged[index]?.lines.length) }
  })
  const lines = [
    `${part} killed with SIGKILL and away for ${awaySeconds} s, with ${invoices} invoices in flight`,
    ...answers.describe().map((line) => `meanwhile, ${line}`),
    ...logged.flatMap((log) => describeLog(`${log.name} meanwhile`, log.lines)),
    ...afterwards.flatMap((log) => describeLog(`${log.name} afterwards`, log.lines)),
    `${part} answers after its start: ${seconds(up - begun)}`,
    ...recovery.lines,
    describeEnds(endedAt, up),
  ]
  return { lines, played, stuck }
}

async function useDuringOutage(
  server: Server,
  { all, viewed, pressed, inProgress }: InFlight,
  answers: Answers,
  awaySeconds: number,
): Promise<{ created: PlayedInvoice[]; asked: Promise<void>[] }> {
  const created: PlayedInvoice[] = []
  const asked = inProgress.map(({ step, work }) => answers.add(`${step} at the kill`, work))
  const end = performance.now() + awaySeconds * 1_000
  for (let tick = 0; performance.now() < end; tick += 1) {
    const one = all[tick % all.length]
    if (one?.id !== undefined) {
      asked.push(answers.add('reads', readOf(one)))
      asked.push(answers.add('pages', one.openPage()))
    }
    if (tick % PACE === 0) {
      const fresh = playInvoice(server)
      created.push(fresh)
      asked.push(answers.add('creations', fresh.create()))
      const payer = viewed[(tick / PACE) % viewed.length]
      if (payer) asked.push(answers.add('presses', payer.press()))
      const approving = pressed[tick / PACE]
      if (approving) asked.push(answers.add('approvals', approving.approve()))
    }
    await wait(Math.min(1_000, Math.max(0, end - performance.now())))
  }
  return { created, asked }
}

async function readOf(one: PlayedInvoice) {
  try {
    await one.read()
    return { isDone: true, status: '200' }
  } catch (error) {
    if (error instanceof TypeError) return { isDone: false, status: 'no answer' }
    return { isDone: false, status: error instanceof Error ? error.message : String(error) }
  }
}

async function recover(
  server: Server,
  { sent }: InFlight,
  up: number,
): Promise<{ created: PlayedInvoice[]; lines: string[] }> {
  const payer = sent[0]
  if (!payer) throw new Error('no invoice was sent')
  const created: PlayedInvoice[] = []
  const since = () => seconds(performance.now() - up)
  const lines = await Promise.all([reads(), creations(), presses()])
  return { created, lines: lines.flat() }

  async function reads(): Promise<string[]> {
    await within('a read', async () => (await readOf(payer as PlayedInvoice)).isDone)
    return [`a read succeeds after that: ${since()}`]
  }

  async function creations(): Promise<string[]> {
    await within('an issued invoice', async () => {
      const fresh = playInvoice(server)
      created.push(fresh)
      const { isDone, status } = await fresh.create()
      return isDone && !status.endsWith('draft')
    })
    const issued = `a created invoice is issued after that: ${since()}`
    await within('an e-mail', async () => ((await created.at(-1)?.subjects()) ?? []).length > 0)
    return [issued, `its e-mail is sent after that: ${since()}`]
  }

  async function presses(): Promise<string[]> {
    const one = payer as PlayedInvoice
    await within('a press', async () => (await one.press()).isDone)
    const pressed = `a press leads to a bank after that: ${since()}`
    const finishing = finishAll([one], LIMIT_MS)
    await within('a payment', async () => {
      const read = await one.read().catch(() => undefined)
      return read?.status === 'paid'
    })
    const paid = `its payment is recorded after that: ${since()}`
    await finishing
    return [pressed, paid, `its receipt is sent after that: ${since()}`]
  }
}

function describeEnds(endedAt: readonly number[], up: number): string {
  const since = (share: number) => seconds((endedAt[Math.ceil(endedAt.length * share) - 1] ?? up) - up)
  return `${endedAt.length} invoices are paid, each with a receipt, after that: half in ${since(0.5)}, all in ${since(1)}`
}

async function within(what: string, holds: () => Promise<boolean>): Promise<void> {
  await until(what, holds, LIMIT_MS)
}

async function restart(stack: RunningStack, part: RestartablePart): Promise<number> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await stack.restart(part)
    } catch (error) {
      if (starts === MAX_STARTS) throw error
      await wait(START_PAUSE_MS)
    }
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the stack has no process of the part')
  return value
}
