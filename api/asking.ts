import { InvoiceRow } from '../db/entities/index.ts'
import type { EntityManager } from '../db/orm.ts'
import { createLanes } from './lanes.ts'

/**
 * Notes that an invoice's workflow is being asked something, for as long as there is no answer. If there never is
 * one, the question may have been decided and recorded without the workflow's coming to know: a worker that died at
 * the wrong moment, a task that Temporal refused. The sweep then has it read its log again.
 */
export async function asking<T>(em: EntityManager, invoiceId: string, ask: () => Promise<T>): Promise<T> {
  return lanes(invoiceId, async () => {
    const askedAt = new Date()
    await em.fork().nativeUpdate(InvoiceRow, { id: invoiceId }, { askedAt })
    const answer = await ask()
    await em.fork().nativeUpdate(InvoiceRow, { id: invoiceId, askedAt }, { askedAt: null })
    return answer
  })
}

/** Half of what Temporal takes, so that another process has room too. */
const lanes = createLanes(5)
