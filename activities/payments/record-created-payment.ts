import { appendUnderLock, loadEvents } from '../../db/invoices/event-store.ts'
import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import { byRail, type InvoiceEvent } from '../../domain/invoice/index.ts'
import type { CreatedPayment } from '../../integrations/bank/rail.ts'

/**
 * Keeps the rail's answer with the attempt, together with the event. A process that comes late does not take the place
 * of the payment that its payer was sent to: the event names the one that is kept.
 */
export async function recordCreated(
  em: EntityManager,
  invoiceId: string,
  attemptId: string,
  created: CreatedPayment,
  testClockOffsetMs: number,
): Promise<InvoiceEvent> {
  const type = created.outcome === 'created' ? 'payment_authorizing' : 'payment_failed'
  const key = `${type}:${attemptId}`
  const at = Date.now() + testClockOffsetMs
  const { events } = await appendUnderLock(em, invoiceId, async (_state, _invoice, tx) => {
    const { rail } = await tx.findOneOrFail(PaymentAttemptRow, { id: attemptId })
    const facts = { key, at, cause: byRail(rail), attemptId }
    return [
      created.outcome === 'created'
        ? { ...facts, type: 'payment_authorizing', providerPaymentId: await keep(tx, attemptId, created) }
        : { ...facts, type: 'payment_failed', reason: created.reason },
    ]
  })
  const [recorded = (await loadEvents(em.fork(), invoiceId)).find((event) => event.key === key)] = events
  if (!recorded) throw new RangeError(`${key} is not in the log`)
  return recorded
}

/** @returns the id of the payment that the attempt has, which a webhook may have told before */
async function keep(
  tx: EntityManager,
  id: string,
  { providerPaymentId, redirectUrl }: Extract<CreatedPayment, { outcome: 'created' }>,
): Promise<string> {
  const isItsOwn = { id, $or: [{ providerPaymentId: null }, { providerPaymentId }] }
  await tx.nativeUpdate(PaymentAttemptRow, isItsOwn, { providerPaymentId, redirectUrl })
  const kept = await tx.findOneOrFail(PaymentAttemptRow, { id })
  return kept.providerPaymentId ?? providerPaymentId
}
