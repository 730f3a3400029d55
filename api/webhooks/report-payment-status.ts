import { appendUnderLock } from '../../db/invoices/event-store.ts'
import { InvoiceRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import { decide, type RailCause } from '../../domain/invoice/index.ts'
import type { PaymentStatusReport } from '../../integrations/bank/rail.ts'
import { toBankReport } from '../../integrations/bank/shared/to-bank-report.ts'
import type { ApiDeps } from '../deps.ts'

/**
 * What a rail said of a payment, by a webhook or because it was asked. Final states go to the workflow, which decides
 * what they mean. That money is on its way is only noted in the log: no decision of the workflow rests on it, as the
 * bank itself refuses to cancel such a payment, so it need not wake a worker.
 *
 * @throws TemporalUnavailableError: nothing happened, do it again later
 */
export async function reportPaymentStatus(
  { em, invoices }: ApiDeps,
  attempt: PaymentAttemptRow,
  providerPaymentId: string,
  statusReport: PaymentStatusReport,
  cause: RailCause,
): Promise<'nothing_new' | 'noted' | 'signalled'> {
  const invoice = await em.fork().findOneOrFail(InvoiceRow, { id: attempt.invoiceId })
  if (!attempt.providerPaymentId) await keepProviderId(em, attempt.id, providerPaymentId)
  const report = {
    ...toBankReport(attempt, providerPaymentId, statusReport),
    at: Date.now() + invoice.testClockOffsetMs,
    cause,
  }
  switch (report.status) {
    case 'authorizing':
      return 'nothing_new'
    case 'processing':
      await appendUnderLock(em, attempt.invoiceId, async (state) => {
        const decision = decide(state, { type: 'bank_report', ...report })
        return 'events' in decision ? decision.events : []
      })
      return 'noted'
    case 'settled':
    case 'failed':
      await invoices.reportPayment(invoice, report)
      return 'signalled'
  }
}

/** The answer that told it may have been lost on its way; a refund needs it, and the reconciliation. */
async function keepProviderId(em: EntityManager, id: string, providerPaymentId: string): Promise<void> {
  await em.fork().nativeUpdate(PaymentAttemptRow, { id, providerPaymentId: null }, { providerPaymentId })
}
