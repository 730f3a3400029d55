import { InvoiceRow, PaymentAttemptRow, RefundRow } from '../db/entities/index.ts'
import { byRail, type Rail } from '../domain/invoice/index.ts'
import type { VerifiedWebhook } from '../integrations/bank/rail.ts'
import type { EventOutcome, InboundDeps } from './deps.ts'
import { reportPaymentStatus } from './report-payment-status.ts'

/**
 * Reports a verified bank event to the invoice.
 *
 * @throws TemporalUnavailableError, RailUnavailableError; nothing was reported, and a retry is safe
 */
export async function reportBankEvent(
  deps: InboundDeps,
  rail: Rail,
  webhook: VerifiedWebhook,
): Promise<EventOutcome> {
  if (webhook.payment) return reportPayment(deps, rail, webhook.payment, webhook.eventId)
  if (webhook.refund) return reportRefund(deps, rail, webhook.refund, webhook.eventId)
  return 'not_about_a_payment'
}

async function reportPayment(
  deps: InboundDeps,
  rail: Rail,
  payment: NonNullable<VerifiedWebhook['payment']>,
  eventId: string,
): Promise<EventOutcome> {
  const attempt = await findAttempt(deps, rail, payment)
  const { providerPaymentId, attemptId } = payment
  if (attempt === 'mismatched') {
    const ids = { source: rail, eventId, payment: providerPaymentId, attempt: attemptId }
    deps.log.error({ ...ids, reason: 'payment_of_another_attempt' }, 'webhook.refused')
    return 'mismatched'
  }
  if (!attempt) return 'unknown_payment'
  const report = payment.report.provisional
    ? await deps.rails.get(rail).readPayment(providerPaymentId)
    : payment.report
  return reportPaymentStatus(deps, attempt, providerPaymentId, report, causeOf(rail, eventId))
}

function causeOf(rail: Rail, eventId: string) {
  return byRail(rail, `${rail}:${eventId}`)
}

/**
 * Finds the attempt by the id in Duewell, then by the rail's id. A webhook can arrive before the rail's id is
 * stored. Both ids must belong to the same attempt.
 */
async function findAttempt(
  { em }: InboundDeps,
  rail: Rail,
  { attemptId, providerPaymentId }: NonNullable<VerifiedWebhook['payment']>,
): Promise<PaymentAttemptRow | 'mismatched' | null> {
  const byOwnId = attemptId ? await em.findOne(PaymentAttemptRow, { id: attemptId, rail }) : null
  const byRailId = await em.findOne(PaymentAttemptRow, { rail, providerPaymentId })
  const hasOtherPayment = byOwnId?.providerPaymentId && byOwnId.providerPaymentId !== providerPaymentId
  if (hasOtherPayment || (attemptId && byRailId && byRailId.id !== attemptId)) return 'mismatched'
  return byOwnId ?? byRailId
}

/** Reports the final status of a refund. The workflow ignores `pending`, so no signal is sent then. */
async function reportRefund(
  { em, invoices, log }: InboundDeps,
  rail: Rail,
  { refundId, providerRefundId, providerPaymentId, report }: NonNullable<VerifiedWebhook['refund']>,
  eventId: string,
): Promise<EventOutcome> {
  const refund =
    (refundId ? await em.findOne(RefundRow, { id: refundId }) : null) ??
    (await em.findOne(RefundRow, { providerRefundId }))
  if (!refund) return 'unknown_refund'
  const attempt = await em.findOneOrFail(PaymentAttemptRow, { id: refund.attemptId })
  const matches =
    attempt.rail === rail &&
    (!refund.providerRefundId || refund.providerRefundId === providerRefundId) &&
    (!providerPaymentId || !attempt.providerPaymentId || attempt.providerPaymentId === providerPaymentId) &&
    (!refundId || refund.id === refundId)
  if (!matches) {
    const ids = { source: rail, eventId, payment: providerPaymentId, refund: providerRefundId, refundId }
    log.error({ ...ids, reason: 'refund_of_another_payment' }, 'webhook.refused')
    return 'mismatched'
  }
  await em.nativeUpdate(RefundRow, { id: refund.id, providerRefundId: null }, { providerRefundId })
  if (report.status === 'pending') return 'nothing_new'
  const invoice = await em.findOneOrFail(InvoiceRow, { id: refund.invoiceId }, { disableIdentityMap: true })
  const at = Date.now() + invoice.testClockOffsetMs
  await invoices.reportRefund(invoice, { refundId: refund.id, ...report, at, cause: causeOf(rail, eventId) })
  return 'signalled'
}
