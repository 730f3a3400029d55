import { loadStates } from '../../db/invoices/event-store.ts'
import { InvoiceRow, PaymentAttemptRow, RefundRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { Finding, RecordedMovement } from '../../domain/payment/reconciliation.ts'
import { type BankRail, RailUnavailableError, UnknownToRailError } from '../../integrations/bank/rail.ts'
import { toBankReport } from '../../integrations/bank/shared/to-bank-report.ts'
import type { UnreadAt, MissedReport } from './types.ts'

/** As many as Temporal takes from an activity by far. */
const AT_ONCE = 500

/**
 * The rail's own word on each payment and refund that is final there and not here, or that it has taken back, for the
 * invoice to decide on. Of very many the first: `more` says that the others were not looked at.
 */
export async function missedReports(
  em: EntityManager,
  rail: BankRail,
  findings: readonly Finding[],
): Promise<{ missed: MissedReport[]; more: boolean; unread: UnreadAt[] }> {
  const missed: MissedReport[] = []
  const unread: UnreadAt[] = []
  for (const finding of findings) {
    if (missed.length === AT_ONCE) return { missed, more: true, unread }
    try {
      const news = await reportFor(em, rail, finding)
      if (news) missed.push(news)
    } catch (error) {
      if (!(error instanceof RailUnavailableError)) throw error
      unread.push({ subject: finding.subject, at: finding.at, reason: error.message })
    }
  }
  return { missed, more: false, unread }
}

/** @throws RailUnavailableError */
async function reportFor(
  em: EntityManager,
  rail: BankRail,
  { kind, recorded, transactionId }: Finding,
): Promise<MissedReport | undefined> {
  if (!recorded) return undefined
  if (kind.endsWith('_missing')) return reversalReport(em, rail, recorded)
  if (!kind.endsWith('_unrecorded')) return undefined
  const { id, invoiceId, merchantId, providerId, type } = recorded
  const invoice = await em.fork().findOneOrFail(InvoiceRow, { id: invoiceId })
  const at = Date.now() + invoice.testClockOffsetMs
  const event = transactionId ? { eventId: `${rail.id}:statement:${transactionId}` } : {}
  const cause = { ...byReconciliation(rail), ...event }
  if (type === 'refund') {
    return {
      invoiceId,
      merchantId,
      report: { type: 'refund_report', refundId: id, status: 'executed', at, cause },
    }
  }
  const said = await readStatus(em, rail, id, providerId)
  if (said.status !== 'settled') return undefined
  return { invoiceId, merchantId, report: { type: 'bank_report', ...said, at, cause } }
}

/**
 * What the rail says of an attempt's payment now.
 *
 * @throws RailUnavailableError
 */
async function readStatus(em: EntityManager, rail: BankRail, attemptId: string, providerPaymentId: string) {
  const attempt = await em.fork().findOneOrFail(PaymentAttemptRow, { id: attemptId })
  return toBankReport(attempt, providerPaymentId, await rail.readPayment(providerPaymentId))
}

/**
 * The webhook that took it back was lost. What the rail does not know at all, or still calls final, is for a person to
 * look at.
 *
 * @throws RailUnavailableError
 */
async function reversalReport(
  em: EntityManager,
  rail: BankRail,
  { id, invoiceId, merchantId, providerId, type }: RecordedMovement,
): Promise<MissedReport | undefined> {
  const read = em.fork()
  const invoice = await read.findOneOrFail(InvoiceRow, { id: invoiceId })
  const common = { at: Date.now() + invoice.testClockOffsetMs, cause: byReconciliation(rail) }
  try {
    if (type === 'refund') {
      const { attemptId } = await read.findOneOrFail(RefundRow, { id })
      const paid = await read.findOneOrFail(PaymentAttemptRow, { id: attemptId })
      const { status, reason = 'unknown' } = await rail.readRefund(paid.providerPaymentId ?? '', providerId)
      if (status !== 'failed') return undefined
      return {
        invoiceId,
        merchantId,
        report: { type: 'refund_report', refundId: id, status, reason, ...common },
      }
    }
    const state = (await loadStates(em, [invoiceId])).get(invoiceId)
    if (state?.payments.find((payment) => payment.id === id)?.reversed) return undefined
    const said = await readStatus(em, rail, id, providerId)
    return said.status === 'failed'
      ? { invoiceId, merchantId, report: { type: 'bank_report', ...said, ...common } }
      : undefined
  } catch (error) {
    if (error instanceof UnknownToRailError) return undefined
    throw error
  }
}

function byReconciliation({ id: name }: BankRail) {
  return { type: 'reconciliation', actor: { type: 'rail', name } } as const
}
