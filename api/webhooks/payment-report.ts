import { appendDecided } from '../../db/append-events.ts'
import { InvoiceRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import { decide } from '../../domain/invoice/index.ts'
import type { ProvenWebhook } from '../../integrations/bank/rail.ts'
import type { ApiDeps } from '../deps.ts'

/**
 * Brings a proven bank event to its invoice and says what came of it. Final states go to the workflow, which
 * decides what they mean. That money is on its way is only noted in the log: no decision of the workflow rests
 * on it, as the bank itself refuses to cancel such a payment, so it need not wake a worker.
 *
 * @throws TemporalUnavailableError: nothing happened, do it again later
 */
export async function reportPayment(deps: ApiDeps, webhook: ProvenWebhook): Promise<string> {
  const { em, rail, referee } = deps
  const { payment, eventId } = webhook
  if (!payment) return 'not_about_a_payment'
  const attempt = await findAttempt(deps, payment)
  if (!attempt) return 'unknown_payment'
  const { reading, providerPaymentId } = payment
  const { amount = attempt.amount, currency = attempt.currency, ...said } = reading
  const cause = { by: 'bank', eventId: `${rail.id}:${eventId}` } as const
  const report = {
    attemptId: attempt.id,
    ...said,
    providerPaymentId,
    amount: `${amount}` as const,
    currency,
    at: Date.now(),
    cause,
  }
  switch (reading.status) {
    case 'authorizing':
      return 'nothing_new'
    case 'processing':
      await appendDecided(em, attempt.invoiceId, async (state) => {
        const decision = decide(state, { type: 'bank_report', ...report })
        return 'events' in decision ? decision.events : []
      })
      return 'noted'
    case 'settled':
    case 'failed': {
      const invoice = await em.fork().findOneOrFail(InvoiceRow, { id: attempt.invoiceId })
      await referee.reportPayment(invoice, report)
      return 'signalled'
    }
  }
}

/** By our own id first: a webhook can be here before the answer that told us the rail's id. */
async function findAttempt({ em, rail }: ApiDeps, payment: NonNullable<ProvenWebhook['payment']>) {
  const { attemptId, providerPaymentId } = payment
  const read = em.fork()
  const ours = attemptId ? await read.findOne(PaymentAttemptRow, { id: attemptId, rail: rail.id }) : null
  if (ours && (!ours.providerPaymentId || ours.providerPaymentId === providerPaymentId)) return ours
  return read.findOne(PaymentAttemptRow, { rail: rail.id, providerPaymentId })
}
