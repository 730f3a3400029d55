import { type InvoiceDocument, type PaymentRecord, unpaidPosition } from '../../domain/invoice/document.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { totalsOf } from '../../domain/tax/totals.ts'
import { NET_PRICES } from '../../domain/tax/types.ts'

export function invoiceDocument(changes: Partial<InvoiceDocument> = {}): InvoiceDocument {
  const lines = changes.lines ?? [{ description: 'Logo', quantity: '2', unitAmount: '5000', taxRate: '20' }]
  const totals = totalsOf({ ...NET_PRICES, ...changes, lines })
  return {
    number: 'INV-2026-0001',
    merchant: { name: 'Larkspur Studio', email: 'accounts@larkspur.example' },
    customer: { name: 'Ada Byron', email: 'ada@customer.example' },
    description: 'Brand identity',
    currency: 'GBP' as Currency,
    ...NET_PRICES,
    lines,
    totals,
    issuedOn: '2026-11-23',
    dueDate: '2026-11-30',
    ...unpaidPosition(totals.amount),
    ...changes,
  }
}

export function paymentRecord(changes: Partial<PaymentRecord> = {}): PaymentRecord {
  return {
    amount: 12_000,
    overpayment: 0,
    paidOn: '2026-11-24',
    from: 'Pebble',
    paymentReference: 'REF123',
    state: 'received',
    ...changes,
  }
}
