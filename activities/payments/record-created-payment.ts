import { appendUnderLock } from '../../db/invoices/event-store.ts'
import { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import { executePrepared } from '../../db/prepared.ts'
import { byRail, type InvoiceEvent, type Rail } from '../../domain/invoice/index.ts'
import type { CreatedPayment } from '../../integrations/bank/rail.ts'

/**
 * One transaction stores the rail's response and the event.
 *
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
    if (created.outcome === 'refused') {
      const attempt = await tx.findOneOrFail(PaymentAttemptRow, { id: attemptId })
      const { rail } = attempt
      attempt.isRequestInvalid = created.isRequestInvalid === true
      return [{ key, at, cause: byRail(rail), attemptId, type: 'payment_failed', reason: created.reason }]
    }
    const { rail, providerPaymentId } = await storePayment(tx, attemptId, created)
    return [{ key, at, cause: byRail(rail), attemptId, type: 'payment_authorizing', providerPaymentId }]
  })
  const recorded = log.find((event) => event.key === key)
  if (!recorded) throw new RangeError(`${key} is not in the log`)
  return recorded
}

async function storePayment(
  tx: EntityManager,
  id: string,
  { providerPaymentId, redirectUrl }: Extract<CreatedPayment, { outcome: 'created' }>,
): Promise<{ rail: Rail; providerPaymentId: string }> {
  const [stored] = await executePrepared<{ rail: Rail; providerPaymentId: string }>(
    tx,
    `update payment_attempt set provider_payment_id = coalesce(provider_payment_id, ?),
       redirect_url = case when provider_payment_id <> ? then redirect_url else ? end
     where id = ? returning rail, provider_payment_id as "providerPaymentId"`,
    [providerPaymentId, providerPaymentId, redirectUrl, id],
  )
  if (!stored) throw new RangeError(`no attempt ${id}`)
  return stored
}
