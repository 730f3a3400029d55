import {
  amountWrittenOff,
  counterpartyLabel,
  counterpartyText,
  hasMovements,
  type InvoiceDocument,
  isDepositRequested,
  moneyOf,
  type PaymentRecord,
} from '../../../../domain/invoice/document.ts'
import { referenceFacts } from '../../../../domain/invoice/document-facts.ts'
import { transferFacts } from '../../../../domain/invoice/transfer.ts'
import { isolated } from '../../../../domain/shared/direction.ts'
import type { Locale } from '../../../../domain/texts/locale.ts'
import type { Fact } from './html-layout.ts'

/**
 * The labels and conditions are those of the page and the PDF.
 *
 * @param sums rows above the total
 */
export function invoiceFacts(document: InvoiceDocument, locale: Locale, sums: readonly Fact[] = []): Fact[] {
  const { amountDue, amountRequested, dueDate, number, totals } = document
  const { t } = locale
  const money = moneyOf(document, locale)
  return [
    [t('pdf.number'), isolated(number)],
    ...(totals.amount === 0 ? [] : [[t('pdf.due'), locale.date(dueDate)] as const]),
    ...referenceFacts(document, locale).map(([label, text]) => [label, isolated(text)] as const),
    ...sums,
    [t('invoice.total'), money(totals.amount)],
    ...movedFacts(document, locale),
    ...(amountDue < totals.amount || hasMovements(document)
      ? [[t('page.still_due'), money(amountDue)] as const]
      : []),
    ...(isDepositRequested(document) ? [[t('page.deposit_now'), money(amountRequested)] as const] : []),
    ...(transferFacts(document, locale) ?? []).map(([label, text]) => [label, isolated(text)] as const),
  ]
}

export function factText([label, value]: Fact, { t }: Locale): string {
  return t('fact', { label, value })
}

export function paymentFacts(document: InvoiceDocument, payment: PaymentRecord, locale: Locale): Fact[] {
  const { amountDue, dueDate, number } = document
  const { t } = locale
  const money = moneyOf(document, locale)
  return [
    [t('pdf.number'), isolated(number)],
    [t('payment.paid_on'), locale.date(payment.paidOn)],
    [counterpartyLabel(payment.from, 'paid.from', locale), isolated(counterpartyText(payment.from, locale))],
    [t('payment.reference'), isolated(payment.paymentReference)],
    [t('payment.received'), money(payment.amount)],
    ...movedFacts(document, locale, payment.amount),
    ...(payment.overpayment > 0 ? [[t('pdf.overpaid'), money(payment.overpayment)] as const] : []),
    ...(amountDue > 0
      ? [[t('page.still_due'), money(amountDue)] as const, [t('pdf.due'), locale.date(dueDate)] as const]
      : []),
  ]
}

/** @param stated an amount that the other facts state already */
function movedFacts(document: InvoiceDocument, locale: Locale, stated = 0): Fact[] {
  const { amountReceived, amountRefunded, amountRefundPending, amountCredited } = document
  const writtenOff = amountWrittenOff(document)
  const { t } = locale
  const money = moneyOf(document, locale)
  return [
    ...(amountCredited > 0 ? [[t('page.credited'), money(amountCredited)] as const] : []),
    ...(amountReceived > stated ? [[t('page.received'), money(amountReceived)] as const] : []),
    ...(amountRefunded > 0 ? [[t('page.given_back'), money(amountRefunded)] as const] : []),
    ...(amountRefundPending > 0 ? [[t('refund.pending'), money(amountRefundPending)] as const] : []),
    ...(writtenOff > 0 ? [[t('refund.written_off'), money(writtenOff)] as const] : []),
  ]
}
