import { type InvoiceJson, readInvoice } from '../clients/client.ts'
import type { World } from './harness.ts'

const PATIENCE_MS = 200_000
const LONGEST_PAUSE_MS = 100
const SHORT_PAUSE_MS = 40

export interface WaitOptions {
  timeoutMs?: number
  /** No pause between two looks is longer. */
  pauseMs?: number
}

export async function waitFor<T>(
  look: () => Promise<T | undefined | false>,
  { timeoutMs = PATIENCE_MS, pauseMs = LONGEST_PAUSE_MS }: WaitOptions = {},
): Promise<T> {
  const late = new Error(`the condition does not hold after ${timeoutMs / 1_000} s`)
  const giveUpAt = performance.now() + timeoutMs
  for (let pause = 10; ; pause = 2 * pause) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (performance.now() > giveUpAt) throw late
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, pauseMs)))
  }
}

async function whenLogGrows<T>(
  world: World,
  invoiceId: string,
  look: () => Promise<T | undefined | false>,
): Promise<T> {
  let looked = { seq: -1, at: 0 }
  return waitFor(
    async () => {
      const seq = await lastSeq(world, invoiceId)
      const now = performance.now()
      if (seq === looked.seq && now - looked.at < 1_000) return undefined
      looked = { seq, at: now }
      return look()
    },
    { pauseMs: SHORT_PAUSE_MS },
  )
}

async function lastSeq({ em }: World, invoiceId: string): Promise<number> {
  const [row] = await em
    .fork()
    .execute<{ last_seq: number }[]>('select last_seq from invoice where id = ?', [invoiceId])
  return row?.last_seq ?? 0
}

export async function untilInvoice(
  world: World,
  id: string,
  holds: (invoice: InvoiceJson) => boolean,
): Promise<InvoiceJson> {
  return whenLogGrows(world, id, async () => {
    const invoice = await readInvoice(world, id)
    return holds(invoice) && invoice
  })
}

export async function untilStatus(world: World, id: string, status: string): Promise<InvoiceJson> {
  return untilInvoice(world, id, (invoice) => invoice.status === status)
}

export async function untilEvent(world: World, id: string, type: string, times = 1): Promise<void> {
  const sql = 'select seq from invoice_event where invoice_id = ? and type = ?'
  await waitFor(async () => (await world.em.fork().execute<object[]>(sql, [id, type])).length >= times, {
    pauseMs: SHORT_PAUSE_MS,
  })
}

export async function untilCompleted({ client }: World, workflowId: string): Promise<void> {
  await client.workflow.getHandle(workflowId).result()
}

/** Waits until a statement waits for a lock. The pattern is one of LIKE. */
export async function untilLocked({ em }: World, pattern = '%'): Promise<void> {
  const sql = `select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like ?`
  await waitFor(async () => (await em.fork().execute<unknown[]>(sql, [pattern])).length > 0)
}
