import { dateInZone } from '../domain/calendar.ts'
import type { InvoiceDocument } from '../domain/invoice-document.ts'
import type { Currency } from '../domain/money.ts'
import { InvoiceRow, MerchantRow, PaymentAttemptRow } from './entities/index.ts'
import type { EntityManager } from './orm.ts'

/** An issued invoice as people read it, with the id of its link. Dates are in the merchant's zone. */
export async function loadDocument(
  em: EntityManager,
  invoiceId: string,
): Promise<{ document: InvoiceDocument; linkId: string; invoice: InvoiceRow }> {
  const read = em.fork()
  const invoice = await read.findOneOrFail(InvoiceRow, { id: invoiceId })
  const merchant = await read.findOneOrFail(MerchantRow, { id: invoice.merchantId })
  const { number, linkId, issuedAt } = invoice
  if (!number || !linkId || !issuedAt) throw new RangeError(`invoice ${invoiceId} is not issued`)
  const paidBy = invoice.paidAt
    ? await read.findOne(PaymentAttemptRow, { invoiceId, state: 'settled' }, { orderBy: { id: 'asc' } })
    : null
  return { document: toDocument(invoice, merchant, { number, issuedAt }, paidBy), linkId, invoice }
}

function toDocument(
  invoice: InvoiceRow,
  merchant: MerchantRow,
  issue: { number: string; issuedAt: Date },
  paidBy: PaymentAttemptRow | null,
): InvoiceDocument {
  const { customerPhone: phone, billingAddress, instructions, paidAt } = invoice
  const dateOf = (date: Date) => dateInZone(date.getTime(), merchant.timeZone)
  return {
    number: issue.number,
    merchant: { name: merchant.name, email: merchant.email },
    customer: {
      name: invoice.customerName,
      email: invoice.customerEmail,
      ...(phone ? { phone } : {}),
      ...(billingAddress ? { billingAddress } : {}),
    },
    description: invoice.description,
    ...(instructions ? { instructions } : {}),
    currency: invoice.currency as Currency,
    lines: invoice.lines,
    totals: { subtotal: invoice.subtotal, tax: invoice.tax, total: invoice.amount },
    issuedOn: dateOf(issue.issuedAt),
    dueDate: invoice.dueDate,
    ...(paidAt && paidBy
      ? {
          payment: {
            amount: paidBy.amount,
            paidOn: dateOf(paidAt),
            bankName: paidBy.bankName,
            reference: paidBy.id.slice(-12).toUpperCase(),
          },
        }
      : {}),
  }
}
