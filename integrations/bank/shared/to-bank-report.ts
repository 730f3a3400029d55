import type { MinorUnits } from '../../../domain/shared/money.ts'
import type { BankReport } from '../../../domain/invoice/index.ts'
import type { PaymentStatusReport } from '../rail.ts'

/**
 * Translates a rail's status into the invoice's terms: `executed` becomes `settled` or `processing`.
 *
 * @param toExternalAccount true if the payout account is not at the provider
 */
export function toInvoiceStatus(
  { status, provisional: _, ...details }: PaymentStatusReport,
  toExternalAccount: boolean,
): Omit<PaymentStatusReport, 'status' | 'provisional'> & Pick<BankReport, 'status'> {
  if (status !== 'executed') return { status, ...details }
  return { status: toExternalAccount ? 'settled' : 'processing', ...details }
}

/** A requested payment attempt. The amount is in minor units. */
interface RequestedPayment {
  id: string
  amount: MinorUnits
  currency: string
  toExternalAccount: boolean
}

/** Builds the report for an invoice. A report without an amount gets the requested amount. */
export function toBankReport(
  requested: RequestedPayment,
  providerPaymentId: string,
  reported: PaymentStatusReport,
): Omit<BankReport, 'type' | 'at' | 'cause'> {
  const report = toInvoiceStatus(reported, requested.toExternalAccount)
  const { amount = requested.amount, currency = requested.currency } = report
  return { attemptId: requested.id, providerPaymentId, ...report, amount, currency }
}
