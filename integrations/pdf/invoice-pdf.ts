import { formatDate } from '../../domain/shared/calendar.ts'
import {
  type Address,
  type InvoiceDocument,
  isDepositRequested,
  type PaymentDetails,
  requestedText,
} from '../../domain/invoice/document.ts'
import { type Currency, formatMoney } from '../../domain/shared/money.ts'
import { drawLines, drawTotals } from './lines-table.ts'
import { BODY_WIDTH, finish, MARGIN, openDocument, type Pdf, SMALL, TEXT } from './page.ts'

/** Renders the invoice as an A4 PDF. Equal documents give equal bytes, so no PDF needs to be stored. */
export async function renderInvoicePdf(document: InvoiceDocument): Promise<Uint8Array> {
  const pdf = openDocument(`Invoice ${document.number}`, document.issuedOn)
  drawHead(pdf, document, 'Invoice', [
    ['Number', document.number],
    ['Issued', formatDate(document.issuedOn)],
    ['Due', formatDate(document.dueDate)],
  ])
  drawCustomer(pdf, document)
  drawLines(pdf, document)
  drawTotals(pdf, document)
  if (isDepositRequested(document)) {
    const due = formatDate(document.dueDate)
    drawNote(pdf, `To pay first: ${requestedText(document)}. The rest is due by ${due}.`)
  }
  if (document.instructions) drawNote(pdf, document.instructions)
  return finish(pdf, `Invoice ${document.number}`)
}

/**
 * Renders the receipt of a payment as an A4 PDF. Equal documents give equal bytes.
 *
 * @throws RangeError if the invoice is not paid
 */
export async function renderReceiptPdf(document: InvoiceDocument): Promise<Uint8Array> {
  const { payment } = document
  if (!payment) throw new RangeError(`invoice ${document.number} is not paid`)
  const pdf = openDocument(`Receipt for invoice ${document.number}`, payment.paidOn)
  drawHead(pdf, document, 'Receipt', [
    ['Invoice', document.number],
    ['Paid on', formatDate(payment.paidOn)],
    ['Paid from', payment.from],
    ['Reference', payment.reference],
  ])
  drawCustomer(pdf, document)
  drawLines(pdf, document)
  drawTotals(pdf, document)
  drawNote(pdf, outcomeOf(payment, document.currency))
  return finish(pdf, `Receipt for invoice ${document.number}`)
}

function outcomeOf({ amount, amountDue, overpayment }: PaymentDetails, currency: Currency): string {
  const paid = `${formatMoney({ amount, currency })} received with thanks.`
  if (amountDue > 0) return `${paid} ${formatMoney({ amount: amountDue, currency })} is still to be paid.`
  if (overpayment > 0)
    return `${paid} This is ${formatMoney({ amount: overpayment, currency })} more than was due.`
  return `${paid} Nothing more is due.`
}

function drawHead(pdf: Pdf, document: InvoiceDocument, title: string, facts: [string, string][]): void {
  if (document.preview) {
    const sentence = 'Preview. This invoice has not been sent, and nothing has been paid.'
    pdf
      .font('semibold')
      .fontSize(SMALL)
      .fillColor('#9a3412')
      .text(sentence, MARGIN, MARGIN - 24, { width: BODY_WIDTH })
    pdf.fillColor('#1b1f1d')
  }
  pdf.font('bold').fontSize(24).text(title, MARGIN, MARGIN, { width: 230 })
  pdf
    .font('semibold')
    .fontSize(TEXT)
    .text(document.merchant.name, MARGIN, MARGIN + 36, { width: 230 })
  pdf.font('regular').fontSize(SMALL).fillColor('#5b635e').text(document.merchant.email, { width: 230 })
  const leftEnd = pdf.y
  let y = MARGIN + 6
  for (const [label, value] of facts) {
    pdf.font('regular').fontSize(SMALL).fillColor('#5b635e').text(label, 330, y, { width: 60 })
    pdf
      .font('semibold')
      .fillColor('#1b1f1d')
      .text(value, 395, y, { width: MARGIN + BODY_WIDTH - 395 })
    y = Math.max(pdf.y, y + 14)
  }
  pdf.y = Math.max(leftEnd, y) + 18
}

function drawCustomer(pdf: Pdf, { customer, description }: InvoiceDocument): void {
  const { name, email, phone, billingAddress: address } = customer
  pdf
    .font('regular')
    .fontSize(SMALL)
    .fillColor('#5b635e')
    .text('Bill to', MARGIN, pdf.y, { width: BODY_WIDTH })
  pdf.font('semibold').fontSize(TEXT).fillColor('#1b1f1d').text(name, { width: BODY_WIDTH })
  pdf.font('regular').fontSize(SMALL)
  for (const line of [email, phone, ...linesOf(address)]) if (line) pdf.text(line, { width: BODY_WIDTH })
  pdf.moveDown(1.2).font('semibold').fontSize(TEXT).text(description, { width: BODY_WIDTH }).moveDown(0.8)
}

function linesOf(address: Address | undefined): (string | undefined)[] {
  if (!address) return []
  if ('text' in address) return address.text.split(/\r\n|\r|\n/)
  const { line1, line2, postal_code: postalCode = '', city, country } = address
  return [line1, line2, `${postalCode} ${city}`.trim(), country]
}

function drawNote(pdf: Pdf, text: string): void {
  pdf
    .moveDown(1.5)
    .font('regular')
    .fontSize(TEXT)
    .fillColor('#1b1f1d')
    .text(text, MARGIN, pdf.y, { width: BODY_WIDTH })
}
