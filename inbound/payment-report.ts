import { appendDecision } from '../db/invoices/event-store.ts'
import { type InvoiceRow, PaymentAttemptRow } from '../db/entities/index.ts'
import type { EntityManager } from '../db/orm.ts'
import { executePrepared } from '../db/prepared.ts'
import { decide, type RailCause } from '../domain/invoice/index.ts'
import type { RailPaymentReport } from '../integrations/bank/rail.ts'
import { toPaymentReport } from '../integrations/bank/shared/to-payment-report.ts'
import type { InboundOutcome, InboundDeps } from './deps.ts'

/** @throws TemporalUnavailableError */
export async function forwardPaymentReport(
  { em, invoices }: Pick<InboundDeps, 'em' | 'invoices'>,
  attempt: PaymentAttemptRow,
  providerPaymentId: string,
  report: RailPaymentReport,
  cause: RailCause,
): Promise<Extract<InboundOutcome, 'nothing_new' | 'noted' | 'signalled'>> {
  if (!attempt.providerPaymentId) await saveProviderId(em, attempt.id, providerPaymentId)
  if (report.status === 'authorizing') return 'nothing_new'
  const invoice = await readClock(em, attempt.invoiceId)
  const paymentReport = {
    ...toPaymentReport(attempt, providerPaymentId, report),
    at: Date.now() + invoice.testClockOffsetMs,
    cause,
  }
  if (paymentReport.status === 'processing') {
    await appendDecision(em, attempt.invoiceId, (state) => {
      const decision = decide(state, { type: 'payment_report', ...paymentReport })
      return 'events' in decision ? decision.events : []
    })
    return 'noted'
  }
  await invoices.reportPayment(invoice, paymentReport)
  return 'signalled'
}

async function readClock(
  em: EntityManager,
  invoiceId: string,
): Promise<Pick<InvoiceRow, 'id' | 'merchantId' | 'testClockOffsetMs'>> {
  const [invoice] = await executePrepared<Pick<InvoiceRow, 'id' | 'merchantId' | 'testClockOffsetMs'>>(
    em,
    `select id, merchant_id as "merchantId", test_clock_offset_ms as "testClockOffsetMs"
     from invoice where id = ?`,
    [invoiceId],
  )
  if (!invoice) throw new RangeError(`no invoice ${invoiceId}`)
  return invoice
}

/** Stores the rail's id from a report, because the rail's response can be lost. */
async function saveProviderId(em: EntityManager, id: string, providerPaymentId: string): Promise<void> {
  await em.nativeUpdate(PaymentAttemptRow, { id, providerPaymentId: null }, { providerPaymentId })
}
