import { setTimeout as wait } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../db/entities/index.ts'
import { createOrm, type MikroORM } from '../../db/orm.ts'
import type { RestartablePart } from '../../dev/stack/parts.ts'
import { csvOf, type ImportJson } from '../clients/import-client.ts'
import { SEED } from '../support/seed.ts'
import { waitFor } from '../support/wait.ts'
import { useStack } from './use-stack.ts'

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 1)
const ROWS = Number(process.env['KILL_ROWS'] ?? 60)
const KILLS = Math.min(ROWS / 20, 12)
const PARTS: RestartablePart[] = ['worker', 'api', 'temporal']
/** Leaves the last third of the rows, so that the import runs at each kill. */
const startedAtKills = fc.uniqueArray(fc.integer({ min: 1, max: (ROWS * 2) / 3 }), {
  minLength: KILLS,
  maxLength: KILLS,
})

const stack = useStack()
let orm: MikroORM
let connection: Connection
let client: Client
let lastNumber: number | undefined
beforeAll(async () => {
  orm = await createOrm(stack.file.database_url, 2)
  connection = await Connection.connect({ address: stack.file.temporal_address })
  client = new Client({ connection })
})
afterAll(async () => {
  await connection?.close()
  await orm?.close()
})

describe('an import whose processes are killed', () => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    `makes each of ${ROWS} rows one invoice with one number and one e-mail, round %i`,
    { timeout: 1_800_000 },
    async (round) => {
      const tag = `kill${round}`
      const ended = new AbortController()
      const killing = killParts(round, ended.signal)
      let id = ''
      try {
        id = await play(csvOf(ROWS, tag))
      } finally {
        ended.abort()
        await killing
      }
      const invoices = await orm.em.fork().find(InvoiceRow, { importId: id })
      expect(invoices).toHaveLength(ROWS)
      const numbers = invoices.map(({ number }) => Number(number?.split('-')[2])).toSorted((a, b) => a - b)
      const first = lastNumber === undefined ? numbers[0] : lastNumber + 1
      expect(numbers).toEqual(Array.from({ length: ROWS }, (_, index) => (first ?? 0) + index))
      lastNumber = numbers.at(-1)
      const recipients = await recipientsOf(id)
      expect(recipients.toSorted()).toEqual(invoices.map(({ customerEmail }) => customerEmail).toSorted())
      expect(new Set(recipients).size).toBe(ROWS)
      expect(await workflowsOf(invoices)).toBe(ROWS)
      const killed = await killing
      expect(killed).toHaveLength(KILLS)
      process.stdout.write(`round ${round}: ${killed.join(' ')}\n`)
    },
  )
})

/** Returns what it killed, and how many workflows of invoices had started. */
async function killParts(round: number, signal: AbortSignal): Promise<string[]> {
  const killed: string[] = []
  const before = await countInvoiceWorkflows()
  const pids = new Map<RestartablePart, number>(PARTS.map((part) => [part, stack.file.pids[part] ?? 0]))
  const [starts = []] = fc.sample(startedAtKills, { numRuns: 1, seed: SEED + round })
  for (const [index, started] of starts.toSorted((a, b) => a - b).entries()) {
    await waitFor(
      async () => {
        const count = await countInvoiceWorkflows().catch(() => before)
        return signal.aborted || count - before >= started
      },
      { timeoutMs: 1_500_000, pauseMs: 20 },
    )
    if (signal.aborted) break
    const part = PARTS[index % PARTS.length] ?? 'worker'
    process.kill(pids.get(part) ?? 0, 'SIGKILL')
    const pid = await restart(part)
    pids.set(part, pid)
    stack.file.pids = { ...stack.file.pids, [part]: pid }
    killed.push(`${part} at ${started}`)
  }
  return killed
}

async function countInvoiceWorkflows(): Promise<number> {
  return (await client.workflow.count(`WorkflowType = 'invoiceWorkflow'`)).count
}

async function restart(part: RestartablePart): Promise<number> {
  for (let tries = 1; ; tries++) {
    try {
      return await stack.restart(part)
    } catch (error) {
      if (tries === 50) throw error
      await wait(200)
    }
  }
}

async function play(csv: string): Promise<string> {
  const { id } = await patiently(() => request('POST', '', csv))
  await patiently(async () => {
    const { status, parse_version } = await request('GET', `/${id}`)
    if (status === 'review') await request('POST', `/${id}/confirm`, JSON.stringify({ parse_version }))
    const seen = await request('GET', `/${id}`)
    return seen.status === 'issuing' || seen.status === 'completed' ? seen : undefined
  })
  await patiently(async () => {
    const seen = await request('GET', `/${id}`)
    return seen.status === 'completed' ? seen : undefined
  })
  return id
}

async function patiently<T>(work: () => Promise<T | undefined>): Promise<T> {
  return waitFor(() => work().catch(() => undefined), { timeoutMs: 1_500_000 })
}

async function request(method: string, path: string, body?: string): Promise<ImportJson> {
  const type = path === '' ? 'text/csv' : 'application/json'
  const response = await fetch(`${stack.file.api}/v1/imports${path}`, {
    method,
    headers: { authorization: `Bearer ${stack.file.api_key}`, 'content-type': type },
    ...(body === undefined ? {} : { body }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`)
  return (await response.json()) as ImportJson
}

async function recipientsOf(importId: string): Promise<string[]> {
  const recipients: string[] = []
  for (let batch = 0; batch * 500 < ROWS; batch++) {
    const query = `count=500&offset=0&metadata_batch_id=${importId}-${batch}`
    const response = await fetch(`${stack.file.postmark_url}/messages/outbound?${query}`, {
      headers: { 'x-postmark-server-token': stack.file.postmark_token, accept: 'application/json' },
    })
    const { TotalCount, Messages } = (await response.json()) as SentMessages
    expect(Messages).toHaveLength(TotalCount)
    recipients.push(...Messages.flatMap((message) => message.Recipients))
  }
  return recipients
}

interface SentMessages {
  TotalCount: number
  Messages: { Recipients: string[] }[]
}

async function workflowsOf(invoices: readonly InvoiceRow[]): Promise<number> {
  const known = new Set<string>()
  for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = 'invoiceWorkflow'` }))
    known.add(workflowId)
  return invoices.filter(({ id }) => known.has(`invoice-${id}`)).length
}
