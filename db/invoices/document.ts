import { type CalendarDate, dateInZone } from '../../domain/shared/calendar.ts'
import { amountRequested, fold, type InvoiceEvent, type Payment } from '../../domain/invoice/index.ts'
import type { InvoiceDocument, PaymentDetails } from '../../domain/invoice/document.ts'
import type { Currency, MinorUnits } from '../../domain/shared/money.ts'
import { loadEvents } from './event-store.ts'
import { InvoiceRow, MerchantRow, PaymentAttemptRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

/**
 * Loads an issued invoice as people read the document, with the link's id. Dates are in the merchant's time
 * zone.
 *
 * @param paymentId the payment that the document shows; the latest one by default
 * @throws RangeError if the invoice is not issued
 */
export async function loadDocument(
  em: EntityManager,
  invoiceId: string,
  paymentId?: string,
): Promise<{ document: InvoiceDocument; linkId: string; invoice: InvoiceRow }> {
  // The caller may have loaded the invoice before the latest payment.
  const invoice = await em.findOneOrFail(InvoiceRow, { id: invoiceId }, { refresh: true })
  const merchant = await em.findOneOrFail(MerchantRow, { id: invoice.merchantId })
  const { document, linkId } = documentOf(invoice, merchant)
  const payment = invoice.amountPaid > 0 ? await loadPayment(em, invoice, merchant, paymentId) : undefined
  return { document: payment ? { ...document, payment } : document, linkId, invoice }
}

/**
 * Builds the document from loaded rows, without payments.
 *
 * @throws RangeError if the invoice is not issued
 */
export function documentOf(
  invoice: InvoiceRow,
  merchant: MerchantRow,
): { document: InvoiceDocument; linkId: string } {
  const { number, linkId, issuedAt } = invoice
  if (!number || !linkId || !issuedAt) throw new RangeError(`invoice ${invoice.id} is not issued`)
  return {
    document: { ...contentsOf(invoice, merchant), number, issuedOn: dayOf(issuedAt, merchant) },
    linkId,
  }
}

/**
 * Builds the document of a draft, with today as the date of issue.
 *
 * @param amountDue minor units
 */
export function draftDocument(
  invoice: InvoiceRow,
  merchant: MerchantRow,
  amountDue: MinorUnits,
): InvoiceDocument {
  const { number, amount, deposit, status } = invoice
  return {
    ...contentsOf(invoice, merchant),
    number: number ?? 'DRAFT',
    issuedOn: dayOf(new Date(Date.now() + invoice.testClockOffsetMs), merchant),
    ...amountsOf({ amount, amountDue, deposit, status }),
    preview: true,
  }
}

function dayOf(instant: Date, { timeZone }: MerchantRow): CalendarDate {
  return dateInZone(instant.getTime(), timeZone)
}

function contentsOf(
  invoice: InvoiceRow,
  merchant: MerchantRow,
): Omit<InvoiceDocument, 'number' | 'issuedOn'> {
  const { customerPhone: phone, billingAddress, instructions } = invoice
  return {
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
    totals: { subtotal: invoice.subtotal, tax: invoice.tax, amount: invoice.amount },
    dueDate: invoice.dueDate,
    ...amountsOf(invoice),
  }
}

function amountsOf(amounts: Pick<InvoiceRow, 'amount' | 'amountDue' | 'deposit' | 'status'>) {
  const { amount, amountDue } = amounts
  return {
    amountDue,
    amountRequested: amountRequested(amounts),
    netPaid: amount - amountDue,
  }
}

/** Loads the payment with the given id. The default is the latest payment that counts for the invoice. */
async function loadPayment(
  em: EntityManager,
  invoice: InvoiceRow,
  { timeZone }: MerchantRow,
  paymentId: string | undefined,
): Promise<PaymentDetails | undefined> {
  const events = await loadEvents(em, invoice.id)
  const { payments } = fold(events)
  const payment = paymentId
    ? payments.find(({ id }) => id === paymentId)
    : payments.findLast(({ undone, allocated }) => !undone && allocated !== 0)
  if (!payment) return undefined
  const before = payments.slice(0, payments.indexOf(payment) + 1).filter(({ undone }) => !undone)
  const common = {
    amountDue: before.reduce((due, { allocated }) => due - allocated, invoice.amount),
    amount: payment.amount,
    overpayment: payment.amount - payment.allocated,
    reference: payment.id.slice(-12).toUpperCase(),
  }
  if (payment.by === 'manual') return { ...common, ...manualDetails(events, payment) }
  const { bankName } = await em.findOneOrFail(PaymentAttemptRow, { id: payment.id })
  return { ...common, from: bankName, paidOn: dateInZone(payment.at, timeZone) }
}

const METHODS = {
  cash: 'Cash',
  transfer: 'Bank transfer',
  card: 'Card',
  cheque: 'Cheque',
  other: 'Other means',
} as const

function manualDetails(events: InvoiceEvent[], { id }: Payment): Pick<PaymentDetails, 'from' | 'paidOn'> {
  const recorded = events.find((event) => event.type === 'manual_payment_recorded' && event.paymentId === id)
  if (recorded?.type !== 'manual_payment_recorded') throw new RangeError(`no record of payment ${id}`)
  return { from: METHODS[recorded.method], paidOn: recorded.paidOn }
}
