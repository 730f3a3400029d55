import { loadStates } from '../../db/invoices/event-store.ts'
import { InvoiceRow, PaymentAttemptRow, RefundRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { Finding, RecordedMovement } from '../../domain/payment/reconciliation.ts'
import { type BankRail, RailUnavailableError, UnknownToRailError } from '../../integrations/bank/rail.ts'
import { toPaymentReport } from '../../integrations/bank/shared/to-payment-report.ts'
import type { MissedReport, UnreadAt } from './types.ts'

const MAX_REPORTS = 500

export async function missedReports(
  em: EntityManager,
  rail: BankRail,
  findings: readonly Finding[],
): Promise<{ missed: MissedReport[]; more: boolean; unread: UnreadAt[] }> {
  const missed: MissedReport[] = []
  const unread: UnreadAt[] = []
  for (const finding of findings) {
    if (missed.length === MAX_REPORTS) return { missed, more: true, unread }
    try {
      const report = await reportFor(em, rail, finding)
      if (report) missed.push(report)
    } catch (error) {
      if (!(error instanceof RailUnavailableError)) throw error
      unread.push({ subject: finding.subject, at: finding.at, reason: error.message })
    }
  }
  return { missed, more: false, unread }
}

async function reportFor(
  em: EntityManager,
  rail: BankRail,
  { kind, recorded, transactionId }: Finding,
): Promise<MissedReport | undefined> {
  if (!recorded) return undefined
  if (kind.endsWith('_missing')) return reversalReport(em, rail, recorded)
  if (!kind.endsWith('_unrecorded')) return undefined
  const { id, invoiceId, merchantId, providerId, type } = recorded
  const at = await invoiceNow(em, invoiceId)
  const event = transactionId ? { eventId: `${rail.id}:statement:${transactionId}` } : {}
  const cause = { ...byReconciliation(rail), ...event }
  if (type === 'refund') {
    return {
      invoiceId,
      merchantId,
      report: { type: 'refund_report', refundId: id, status: 'executed', at, cause },
    }
  }
  const report = await readReport(em, rail, id, providerId)
  if (report.status !== 'settled') return undefined
  return { invoiceId, merchantId, report: { type: 'payment_report', ...report, at, cause } }
}

async function invoiceNow(em: EntityManager, invoiceId: string): Promise<number> {
  const { testClockOffsetMs } = await em.findOneOrFail(InvoiceRow, { id: invoiceId })
  return Date.now() + testClockOffsetMs
}

async function readReport(em: EntityManager, rail: BankRail, attemptId: string, providerPaymentId: string) {
  const attempt = await em.findOneOrFail(PaymentAttemptRow, { id: attemptId })
  return toPaymentReport(attempt, providerPaymentId, await rail.readPayment(providerPaymentId))
}

async function reversalReport(
  em: EntityManager,
  rail: BankRail,
  { id, invoiceId, merchantId, providerId, type }: RecordedMovement,
): Promise<MissedReport | undefined> {
  const common = { at: await invoiceNow(em, invoiceId), cause: byReconciliation(rail) }
  try {
    if (type === 'refund') {
      const { attemptId } = await em.findOneOrFail(RefundRow, { id })
      const { providerPaymentId } = await em.findOneOrFail(PaymentAttemptRow, { id: attemptId })
      const { status, reason = 'unknown' } = await rail.readRefund(providerPaymentId ?? '', providerId)
      if (status !== 'failed') return undefined
      return {
        invoiceId,
        merchantId,
        report: { type: 'refund_report', refundId: id, status, reason, ...common },
      }
    }
    const state = (await loadStates(em, [invoiceId])).get(invoiceId)
    if (state?.payments.find((payment) => payment.id === id)?.reversed) return undefined
    const report = await readReport(em, rail, id, providerId)
    return report.status === 'failed'
      ? { invoiceId, merchantId, report: { type: 'payment_report', ...report, ...common } }
      : undefined
  } catch (error) {
    if (error instanceof UnknownToRailError) return undefined
    throw error
  }
}

function byReconciliation({ id: name }: BankRail) {
  return { type: 'reconciliation', actor: { type: 'rail', name } } as const
}
