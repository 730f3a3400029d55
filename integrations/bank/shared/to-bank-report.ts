import type { BankReport } from '../../../domain/invoice/index.ts'
import type { PaymentReading } from '../rail.ts'

/** A rail's reading as what it means for an invoice. @param toExternalAccount the money does not come to rest at the provider */
export function toInvoiceStatus(
  { status, provisional: _, ...said }: PaymentReading,
  toExternalAccount: boolean,
): Omit<PaymentReading, 'status' | 'provisional'> & Pick<BankReport, 'status'> {
  if (status !== 'executed') return { status, ...said }
  return { status: toExternalAccount ? 'settled' : 'processing', ...said }
}

/** What was asked for, and to which kind of account. Amount in minor units. */
interface AskedPayment {
  id: string
  amount: bigint
  currency: string
  toExternalAccount: boolean
}

/** A reading as the report that an invoice takes; where the rail names no amount, it is what was asked for. */
export function reportOf(
  asked: AskedPayment,
  providerPaymentId: string,
  reading: PaymentReading,
): Omit<BankReport, 'type' | 'at' | 'cause'> {
  const said = toInvoiceStatus(reading, asked.toExternalAccount)
  const { amount = asked.amount, currency = asked.currency } = said
  return { attemptId: asked.id, providerPaymentId, ...said, amount: `${amount}`, currency }
}
