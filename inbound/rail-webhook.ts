import { InvoiceRow, PaymentAttemptRow, RefundRow } from '../db/entities/index.ts'
import { readRows } from '../db/prepared.ts'
import { byRail, type Rail } from '../domain/invoice/index.ts'
import type { Mode } from '../domain/shared/mode.ts'
import type { VerifiedWebhook } from '../integrations/bank/rail.ts'
import type { InboundOutcome, InboundDeps } from './deps.ts'
import { forwardPaymentReport } from './payment-report.ts'

/** @throws TemporalUnavailableError, RailUnavailableError */
export async function reportRailWebhook(
  deps: InboundDeps,
  mode: Mode,
  rail: Rail,
  { eventId, paymentReport, refundReport }: VerifiedWebhook,
): Promise<InboundOutcome> {
  if (paymentReport) return processPaymentReport(deps, mode, rail, paymentReport, eventId)
  if (refundReport) return processRefundReport(deps, mode, rail, refundReport, eventId)
  return 'not_about_a_payment'
}

async function processPaymentReport(
  deps: InboundDeps,
  mode: Mode,
  rail: Rail,
  report: NonNullable<VerifiedWebhook['paymentReport']>,
  eventId: string,
): Promise<InboundOutcome> {
  const attempt = await findAttempt(deps, mode, rail, report)
  const { providerPaymentId, attemptId } = report
  if (attempt === 'mismatched') {
    const ids = { source: rail, mode, eventId, payment: providerPaymentId, attempt: attemptId }
    deps.log.error({ ...ids, reason: 'payment_of_another_attempt' }, 'webhook.refused')
    return 'mismatched'
  }
  if (!attempt) return 'unknown_payment'
  return forwardPaymentReport(
    deps,
    attempt,
    providerPaymentId,
    report.provisional ? await deps.rails[mode].get(rail).readPayment(providerPaymentId) : report,
    causeOf(rail, eventId),
  )
}

function causeOf(rail: Rail, eventId: string) {
  return byRail(rail, `${rail}:${eventId}`)
}

/** Searches by both ids, because a webhook can arrive before the rail's id is stored. */
async function findAttempt(
  { em }: InboundDeps,
  mode: Mode,
  rail: Rail,
  { attemptId, providerPaymentId }: NonNullable<VerifiedWebhook['paymentReport']>,
): Promise<PaymentAttemptRow | 'mismatched' | null> {
  const attempts = await readRows(
    em,
    PaymentAttemptRow,
    'r.rail = ? and r.mode = ? and (r.provider_payment_id = ? or r.id = ?)',
    [rail, mode, providerPaymentId, attemptId ?? null],
  )
  const byOwnId = attempts.find(({ id }) => id === attemptId)
  const byRailId = attempts.find((attempt) => attempt.providerPaymentId === providerPaymentId)
  const hasOtherPayment = byOwnId?.providerPaymentId && byOwnId.providerPaymentId !== providerPaymentId
  if (hasOtherPayment || (attemptId && byRailId && byRailId.id !== attemptId)) return 'mismatched'
  return byOwnId ?? byRailId ?? null
}

async function processRefundReport(
  { em, invoices, log }: InboundDeps,
  mode: Mode,
  rail: Rail,
  report: NonNullable<VerifiedWebhook['refundReport']>,
  eventId: string,
): Promise<InboundOutcome> {
  const { refundId, providerRefundId, providerPaymentId, status, reason } = report
  const refunds = await readRows(
    em,
    RefundRow,
    `(r.id = ? or r.provider_refund_id = ?)
     and exists (select from payment_attempt a where a.id = r.attempt_id and a.mode = ?)`,
    [refundId ?? null, providerRefundId, mode],
  )
  const refund =
    refunds.find(({ id }) => id === refundId) ??
    refunds.find((one) => one.providerRefundId === providerRefundId)
  if (!refund) return 'unknown_refund'
  const attempt = await em.findOneOrFail(PaymentAttemptRow, { id: refund.attemptId })
  const matches =
    attempt.rail === rail &&
    (!refund.providerRefundId || refund.providerRefundId === providerRefundId) &&
    (!providerPaymentId || !attempt.providerPaymentId || attempt.providerPaymentId === providerPaymentId) &&
    (!refundId || refund.id === refundId)
  if (!matches) {
    const ids = {
      source: rail,
      mode,
      eventId,
      payment: providerPaymentId,
      refund: providerRefundId,
      refundId,
    }
    log.error({ ...ids, reason: 'refund_of_another_payment' }, 'webhook.refused')
    return 'mismatched'
  }
  await em.nativeUpdate(RefundRow, { id: refund.id, providerRefundId: null }, { providerRefundId })
  if (status === 'pending') return 'nothing_new'
  const invoice = await em.findOneOrFail(InvoiceRow, { id: refund.invoiceId }, { disableIdentityMap: true })
  const at = Date.now() + invoice.testClockOffsetMs
  const facts = { refundId: refund.id, status, ...(reason === undefined ? {} : { reason }) }
  await invoices.reportRefund(invoice, { ...facts, at, cause: causeOf(rail, eventId) })
  return 'signalled'
}
