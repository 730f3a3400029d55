import { appendUnderLock } from '../../db/invoices/event-store.ts'
import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import { byRail, type InvoiceEvent } from '../../domain/invoice/index.ts'
import type { CreatedPayment } from '../../integrations/bank/rail.ts'

/**
 * Stores the rail's response and the event in one transaction. A late response does not replace a stored
 * payment.
 *
 * @returns the recorded event, which names the stored payment
 * @throws UnknownInvoiceError
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
  const { log } = await appendUnderLock(em, invoiceId, async (_state, _invoice, tx) => {
    const { rail } = await tx.findOneOrFail(PaymentAttemptRow, { id: attemptId })
    const common = { key, at, cause: byRail(rail), attemptId }
    if (created.outcome === 'refused') return [{ ...common, type: 'payment_failed', reason: created.reason }]
    const providerPaymentId = await storePayment(tx, attemptId, created)
    return [{ ...common, type: 'payment_authorizing', providerPaymentId }]
  })
  const recorded = log.find((event) => event.key === key)
  if (!recorded) throw new RangeError(`${key} is not in the log`)
  return recorded
}

/** @returns the id of the attempt's payment, which a webhook may have stored before */
async function storePayment(
  tx: EntityManager,
  id: string,
  { providerPaymentId, redirectUrl }: Extract<CreatedPayment, { outcome: 'created' }>,
): Promise<string> {
  const hasNoOtherPayment = { id, $or: [{ providerPaymentId: null }, { providerPaymentId }] }
  await tx.nativeUpdate(PaymentAttemptRow, hasNoOtherPayment, { providerPaymentId, redirectUrl })
  const stored = await tx.findOneOrFail(PaymentAttemptRow, { id }, { refresh: true })
  return stored.providerPaymentId ?? providerPaymentId
}
