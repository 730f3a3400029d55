import { setTimeout as wait } from 'node:timers/promises'
import { inParallel } from '../lives/in-parallel.ts'
import type { PlayedInvoice } from './invoice.ts'

const AT_ONCE = 10
const POLL_MS = 250

export interface Finished {
  endedAt: number[]
  stuck: PlayedInvoice[]
}

export async function finishAll(played: readonly PlayedInvoice[], limitMs: number): Promise<Finished> {
  const deadline = performance.now() + limitMs
  const endedAt: number[] = []
  let open = [...played]
  while (open.length > 0 && performance.now() < deadline) {
    const current = open
    const ended = new Set<PlayedInvoice>()
    await inParallel({ count: current.length, atOnce: AT_ONCE }, async (index) => {
      const invoice = current[index]
      if (!invoice || !(await invoice.advance())) return
      ended.add(invoice)
      endedAt.push(performance.now())
    })
    open = current.filter((invoice) => !ended.has(invoice))
    if (open.length > 0) await wait(POLL_MS)
  }
  return { endedAt, stuck: open }
}
