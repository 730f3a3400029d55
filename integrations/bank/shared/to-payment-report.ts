import type { PaymentReport } from '../../../domain/invoice/index.ts'
import type { MinorUnits } from '../../../domain/shared/money.ts'
import type { PaymentStatusReport } from '../rail.ts'

/**
 * Translates a rail's status into the invoice's terms: `executed` becomes `settled` or `processing`.
 *
 * @param toExternalAccount the payout account is the merchant's own, not one at the provider
 */
export function toInvoiceStatus(
  { status, provisional: _, isUnknown: __, ...report }: PaymentStatusReport,
  toExternalAccount: boolean,
): Omit<PaymentStatusReport, 'status' | 'provisional' | 'isUnknown'> & Pick<PaymentReport, 'status'> {
  if (status !== 'executed') return { status, ...report }
  return { status: toExternalAccount ? 'settled' : 'processing', ...report }
}

/** The requested payment. Amount in minor units. */
interface Attempt {
  id: string
  amount: MinorUnits
  currency: string
  toExternalAccount: boolean
}

/** Builds the report for an invoice. A rail that names no amount means the requested one. */
export function toPaymentReport(
  attempt: Attempt,
  providerPaymentId: string,
  report: PaymentStatusReport,
): Omit<PaymentReport, 'type' | 'at' | 'cause'> {
  const { amount = attempt.amount, currency = attempt.currency } = report
  return {
    ...toInvoiceStatus(report, attempt.toExternalAccount),
    attemptId: attempt.id,
    providerPaymentId,
    amount,
    currency,
  }
}
