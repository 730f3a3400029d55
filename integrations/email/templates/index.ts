import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { formatDate } from '../../../domain/calendar.ts'
import type { InvoiceDocument } from '../../../domain/invoice-document.ts'
import { formatAmount } from '../../../domain/money.ts'

export interface EmailText {
  subject: string
  text: string
  html: string
}

/** The e-mail that brings an invoice. The PDF goes with it as an attachment. */
export function invoiceEmail(document: InvoiceDocument, payUrl: string): EmailText {
  const amount = amountOf(document, document.totals.total)
  const due = formatDate(document.dueDate)
  const opening = `please find attached your invoice for ${amount}.`
  const closing = 'Thank you for your business.'
  return {
    subject: subjectLine(`Invoice ${document.number} - Payment Required`),
    text: paragraphs(
      `Dear ${document.customer.name},`,
      opening,
      `Payment link: ${payUrl}`,
      `Due date: ${due}`,
      ...(document.instructions ? [document.instructions] : []),
      closing,
      document.merchant.name,
    ),
    html: page({
      heading: amount,
      greeting: `Dear ${document.customer.name},`,
      lines: [opening, `For: ${document.description}`, `Due date: ${due}`, document.instructions ?? ''],
      button: { label: 'View and pay', url: payUrl },
      closing,
      from: document.merchant.name,
    }),
  }
}

/** The e-mail that confirms a payment. */
export function receiptEmail(document: InvoiceDocument, payUrl: string): EmailText {
  if (!document.payment) throw new RangeError(`invoice ${document.number} is not paid`)
  const { amount, paidOn, bankName, reference } = document.payment
  const paid = amountOf(document, amount)
  const opening = `we have received your payment of ${paid} for invoice ${document.number}. Your receipt is attached.`
  const facts = [`Paid on: ${formatDate(paidOn)}`, `Paid from: ${bankName}`, `Reference: ${reference}`]
  const closing = 'Thank you for your business.'
  return {
    subject: subjectLine(`Receipt for invoice ${document.number}`),
    text: paragraphs(
      `Dear ${document.customer.name},`,
      opening,
      facts.join('\n'),
      `Invoice and receipt: ${payUrl}`,
      closing,
      document.merchant.name,
    ),
    html: page({
      heading: `${paid} paid`,
      greeting: `Dear ${document.customer.name},`,
      lines: [opening, ...facts],
      button: { label: 'View receipt', url: payUrl },
      closing,
      from: document.merchant.name,
    }),
  }
}

interface Page {
  heading: string
  greeting: string
  lines: string[]
  button: { label: string; url: string }
  closing: string
  from: string
}

// Mail clients know little CSS: one column, styles on the elements, nothing that has to load.
function page({ heading, greeting, lines, button, closing, from }: Page): string {
  const paragraph =
    'margin:0 0 12px;font-size:16px;line-height:1.5;white-space:pre-line;overflow-wrap:break-word'
  const action =
    'display:inline-block;background:#14532d;color:#ffffff;text-decoration:none;font-weight:600;padding:14px 28px;border-radius:10px'
  // Nothing in it is awaited, so it is the text itself.
  const markup = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${heading}</title>
      </head>
      <body
        style="margin:0;padding:24px 12px;background:#f4f5f2;color:#1b1f1d;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
      >
        <div style="max-width:520px;margin:0 auto;background:#ffffff;border-radius:14px;padding:28px">
          <p style="margin:0 0 4px;font-size:14px;color:#5b635e">${from}</p>
          <p style="margin:0 0 20px;font-size:30px;font-weight:700;line-height:1.2">${heading}</p>
          <p style="${paragraph}">${greeting}</p>
          ${lines.filter(Boolean).map((line) => html`<p style="${paragraph}">${line}</p>`)}
          <p style="margin:24px 0"><a href="${button.url}" style="${action}">${button.label}</a></p>
          <p style="margin:0 0 20px;font-size:13px;color:#5b635e">
            Or open this address:<br /><a href="${button.url}" style="color:#14532d;word-break:break-all"
              >${button.url}</a
            >
          </p>
          <p style="${paragraph}">${closing}<br />${from}</p>
        </div>
      </body>
    </html>` as HtmlEscapedString
  return markup.toString()
}

function paragraphs(...texts: string[]): string {
  return `${texts.join('\n\n')}\n`
}

function amountOf({ currency }: InvoiceDocument, amount: bigint): string {
  return `${formatAmount({ amount, currency })} ${currency}`
}

/** A line end in a subject would start a header of the sender's choosing. */
function subjectLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
}
