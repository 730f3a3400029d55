import { appendUnderLock } from '../db/invoices/event-store.ts'
import { InvoiceRow, PaymentAttemptRow } from '../db/entities/index.ts'
import type { EntityManager } from '../db/orm.ts'
import { decide, type RailCause } from '../domain/invoice/index.ts'
import type { PaymentStatusReport } from '../integrations/bank/rail.ts'
import { toBankReport } from '../integrations/bank/shared/to-bank-report.ts'
import type { EventOutcome, InboundDeps } from './deps.ts'

/**
 * Reports the status of a payment at its rail. The workflow gets only final states. The log records `processing`
 * without a signal, because the bank cancels no such payment.
 *
 * @throws TemporalUnavailableError: nothing was reported; retry later
 */
export async function reportPaymentStatus(
  { em, invoices }: Pick<InboundDeps, 'em' | 'invoices'>,
  attempt: PaymentAttemptRow,
  providerPaymentId: string,
  reported: PaymentStatusReport,
  cause: RailCause,
): Promise<Extract<EventOutcome, 'nothing_new' | 'noted' | 'signalled'>> {
  const invoice = await em.findOneOrFail(InvoiceRow, { id: attempt.invoiceId }, { disableIdentityMap: true })
  if (!attempt.providerPaymentId) await saveProviderId(em, attempt.id, providerPaymentId)
  const report = {
    ...toBankReport(attempt, providerPaymentId, reported),
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

/** The rail's response to our request may be lost. Refunds and the reconciliation need the rail's id. */
async function saveProviderId(em: EntityManager, id: string, providerPaymentId: string): Promise<void> {
  await em.nativeUpdate(PaymentAttemptRow, { id, providerPaymentId: null }, { providerPaymentId })
}
