import { InvoiceRow, PaymentAttemptRow, RefundRow } from '../../db/entities/index.ts'
import { byRail, type Rail } from '../../domain/invoice/index.ts'
import type { VerifiedWebhook } from '../../integrations/bank/rail.ts'
import type { ApiDeps } from '../deps.ts'
import { reportPaymentStatus } from './report-payment-status.ts'

/**
 * Brings a proven bank event to its invoice and says what came of it.
 *
 * @throws TemporalUnavailableError, RailUnavailableError: nothing happened, do it again later
 */
export async function reportBankEvent(deps: ApiDeps, rail: Rail, webhook: VerifiedWebhook): Promise<string> {
  if (webhook.payment) return reportPayment(deps, rail, webhook.payment, webhook.eventId)
  if (webhook.refund) return reportRefund(deps, rail, webhook.refund, webhook.eventId)
  return 'not_about_a_payment'
}

async function reportPayment(
  deps: ApiDeps,
  rail: Rail,
  payment: NonNullable<VerifiedWebhook['payment']>,
  eventId: string,
): Promise<string> {
  const attempt = await findAttempt(deps, rail, payment)
  if (attempt === 'mismatched') {
    const { providerPaymentId, attemptId } = payment
    const named = { source: rail, eventId, payment: providerPaymentId, attempt: attemptId }
    deps.log.error(named, 'webhook refused: the payment is not that of the attempt it names')
    return 'mismatched'
  }
  if (!attempt) return 'unknown_payment'
  const { providerPaymentId } = payment
  const report = payment.report.provisional
    ? await deps.rails.get(rail).readPayment(providerPaymentId)
    : payment.report
  return reportPaymentStatus(deps, attempt, providerPaymentId, report, causeOf(rail, eventId))
}

function causeOf(rail: Rail, eventId: string) {
  return byRail(rail, `${rail}:${eventId}`)
}

/**
 * By our own id first: a webhook can be here before the answer that told us the rail's id. Where both are known they
 * have to be of the same attempt: what happened to one payment must not be told of another one's invoice.
 */
async function findAttempt(
  { em }: ApiDeps,
  rail: Rail,
  { attemptId, providerPaymentId }: NonNullable<VerifiedWebhook['payment']>,
): Promise<PaymentAttemptRow | 'mismatched' | null> {
  const read = em.fork()
  const named = attemptId ? await read.findOne(PaymentAttemptRow, { id: attemptId, rail }) : null
  const known = await read.findOne(PaymentAttemptRow, { rail, providerPaymentId })
  const isAnother = named?.providerPaymentId && named.providerPaymentId !== providerPaymentId
  if (isAnother || (attemptId && known && known.id !== attemptId)) return 'mismatched'
  return named ?? known
}

/** What became of a refund is for the workflow to decide on; that it is pending is no news. */
async function reportRefund(
  { em, invoices, log }: ApiDeps,
  rail: Rail,
  { refundId, providerRefundId, providerPaymentId, report }: NonNullable<VerifiedWebhook['refund']>,
  eventId: string,
): Promise<string> {
  const read = em.fork()
  const refund =
    (refundId ? await read.findOne(RefundRow, { id: refundId }) : null) ??
    (await read.findOne(RefundRow, { providerRefundId }))
  if (!refund) return 'unknown_refund'
  const paid = await read.findOneOrFail(PaymentAttemptRow, { id: refund.attemptId })
  const belongs =
    paid.rail === rail &&
    (!refund.providerRefundId || refund.providerRefundId === providerRefundId) &&
    (!providerPaymentId || !paid.providerPaymentId || paid.providerPaymentId === providerPaymentId) &&
    (!refundId || refund.id === refundId)
  if (!belongs) {
    const named = { source: rail, eventId, payment: providerPaymentId, refund: providerRefundId, refundId }
    log.error(named, 'webhook refused: the refund is not that of the payment it names')
    return 'mismatched'
  }
  await em.fork().nativeUpdate(RefundRow, { id: refund.id, providerRefundId: null }, { providerRefundId })
  if (report.status === 'pending') return 'nothing_new'
  const invoice = await read.findOneOrFail(InvoiceRow, { id: refund.invoiceId })
  const cause = causeOf(rail, eventId)
  const at = Date.now() + invoice.testClockOffsetMs
  await invoices.reportRefund(invoice, { refundId: refund.id, ...report, at, cause })
  return 'signalled'
}
