import type { PaymentReport } from '../../../domain/invoice/index.ts'
import type { MinorUnits } from '../../../domain/shared/money.ts'
import type { RailPaymentReport } from '../rail.ts'

/** Counts `executed` as `settled` for an account outside the provider. */
export function toInvoiceStatus(
  { status, provisional: _, ...report }: RailPaymentReport,
  toExternalAccount: boolean,
): Omit<RailPaymentReport, 'status' | 'provisional'> & Pick<PaymentReport, 'status'> {
  if (status !== 'executed') return { status, ...report }
  return { status: toExternalAccount ? 'settled' : 'processing', ...report }
}

interface Attempt {
  id: string
  amount: MinorUnits
  currency: string
  toExternalAccount: boolean
}

export function toPaymentReport(
  attempt: Attempt,
  providerPaymentId: string,
  report: RailPaymentReport,
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
