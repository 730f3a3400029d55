import {
  type InvoiceDocument,
  isDepositRequested,
  moneyOf,
  requestedText,
} from '../../../domain/invoice/document.ts'
import { referenceFacts } from '../../../domain/invoice/document-facts.ts'
import { transferFacts } from '../../../domain/invoice/transfer.ts'
import type { OwnWords } from '../../../domain/invoice/messages/own-words.ts'
import { sumRows, taxNotes } from '../../../domain/tax/rows.ts'
import { capitalised } from '../../../domain/texts/capitalised.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { factText, invoiceFacts } from './parts/facts.ts'
import { emailBrand, page } from './parts/html-layout.ts'
import { type EmailContent, movedFacts, paragraphs, signature } from './parts/layout.ts'
import { emailWords } from './parts/words.ts'

export function invoiceEmail(
  document: InvoiceDocument,
  payUrl: string,
  locale: Locale,
  own: OwnWords,
  { pdf = 'attached' }: { pdf?: 'attached' | 'linked' } = {},
): EmailContent {
  const { amountDue, amountRequested, totals, merchant, customer, number, instructions } = document
  const { description } = document
  const { t } = locale
  const money = moneyOf(document, locale)
  const amount = money(totals.amount)
  const date = locale.date(document.dueDate)
  const pdfUrl = pdf === 'linked' ? `${payUrl}/invoice.pdf` : ''
  const requested = requestedText(document, locale)
  const deposit = isDepositRequested(document)
    ? capitalised(t('email.invoice.deposit', { requested, date }))
    : ''
  const moved = movedFacts(document, locale)
  if (moved.length > 0) moved.push(t('email.still_due', { amount: money(amountDue) }))
  const isFree = totals.amount === 0
  const due = isFree ? t('pdf.note.void') : t('email.due', { date })
  const sums = sumRows(document, totals, locale, money)
  const reasons = taxNotes(document, totals, locale)
  const total = [t('invoice.total'), amount] as const
  const sumLines = sums.length > 0 ? [...sums, total].map((fact) => factText(fact, locale)) : []
  const ours = {
    subject: isFree ? t('invoice.title', { number }) : t('email.invoice.subject', { number }),
    greeting: t('email.greeting', { customer: customer.name }),
    opening: openingOf(document, pdf, locale),
    closing: t('email.thanks'),
  }
  const { subject, greeting, opening, closing } = emailWords(ours, own, customer.name)
  return {
    subject,
    text: paragraphs(
      greeting,
      opening,
      deposit,
      [...sumLines, ...reasons].join('\n'),
      moved.join('\n'),
      opening.includes(payUrl) ? '' : t(isFree ? 'email.refund.link' : 'email.payment_link', { url: payUrl }),
      pdfUrl && t('email.pdf_link', { url: pdfUrl }),
      [due, ...referenceFacts(document, locale).map((fact) => factText(fact, locale))].join('\n'),
      transferText(document, locale),
      instructions ?? '',
      closing,
      signature(merchant, locale),
    ),
    html: page({
      locale,
      heading: amountRequested > 0 && amountRequested < totals.amount ? money(amountRequested) : amount,
      greeting,
      lines: [opening, deposit, t('email.for', { description })],
      facts: invoiceFacts(document, locale, sums),
      notes: [isFree ? due : '', ...reasons, instructions ?? ''],
      button: { label: t(isFree ? 'email.view_invoice' : 'email.pay'), url: payUrl },
      ...(pdfUrl ? { pdfUrl } : {}),
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}

function openingOf(document: InvoiceDocument, pdf: 'attached' | 'linked', locale: Locale): string {
  const { amountDue, totals } = document
  const money = moneyOf(document, locale)
  const total = money(totals.amount)
  return amountDue > 0 && amountDue < totals.amount
    ? locale.t(`email.invoice.${pdf}_rest`, { amount: money(amountDue), total })
    : locale.t(`email.invoice.${pdf}`, { amount: total })
}

function transferText(document: InvoiceDocument, locale: Locale): string {
  const facts = transferFacts(document, locale)
  if (!facts) return ''
  return [locale.t('transfer.heading'), ...facts.map((fact) => factText(fact, locale))].join('\n')
}
