import { carriedReference } from '../../domain/payment/references/payment-reference.ts'
import type { BankRail } from '../../integrations/bank/rail.ts'

interface Referenced {
  id: string
  currency: string
  paymentReference?: string | null | undefined
}

/** The part of the id is for invoices that were issued without a reference. */
export function referenceFor(
  { capabilities }: Pick<BankRail, 'capabilities'>,
  { id, currency, paymentReference }: Referenced,
): string {
  const carried = capabilities.reference(currency)
  return paymentReference ? carriedReference(paymentReference, carried) : id.slice(-12)
}
