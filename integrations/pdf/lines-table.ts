import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { type InvoiceLine, lineTotal } from '../../domain/shared/lines.ts'
import { formatAmount, formatMoney } from '../../domain/shared/money.ts'
import { BODY_END, BODY_WIDTH, MARGIN, type Pdf, SMALL, TEXT } from './page.ts'

const COLUMNS = [
  { title: 'Description', x: MARGIN, width: 225, align: 'left' },
  { title: 'Quantity', x: 280, width: 60, align: 'right' },
  { title: 'Price', x: 345, width: 85, align: 'right' },
  { title: 'Tax', x: 435, width: 35, align: 'right' },
  { title: 'Amount', x: 475, width: 70, align: 'right' },
] as const

/** Draws the lines, and repeats the column heads on each page. */
export function drawLines(pdf: Pdf, document: InvoiceDocument): void {
  drawHeads(pdf)
  for (const line of document.lines) {
    const cells = cellsOf(line, document)
    pdf.font('regular').fontSize(SMALL)
    // Only the description wraps; numbers stay on one line.
    const height = pdf.heightOfString(line.description, { width: COLUMNS[0].width })
    if (pdf.y + height > BODY_END) {
      pdf.addPage()
      pdf.y = MARGIN
      drawHeads(pdf)
    }
    drawRow(pdf, cells, height)
  }
}

export function drawTotals(pdf: Pdf, { totals, currency }: InvoiceDocument): void {
  if (pdf.y + 70 > BODY_END) {
    pdf.addPage()
    pdf.y = MARGIN
  }
  pdf.y += 8
  if (totals.tax !== 0) {
    drawTotal(pdf, 'Subtotal', formatAmount({ amount: totals.subtotal, currency }), 'regular')
    drawTotal(pdf, 'Tax', formatAmount({ amount: totals.tax, currency }), 'regular')
  }
  drawTotal(pdf, 'Total', formatMoney({ amount: totals.amount, currency }), 'bold')
}

function cellsOf(line: InvoiceLine, { currency }: InvoiceDocument): string[] {
  const { amount } = lineTotal(line)
  const price = formatAmount({ amount: line.unitAmount, currency })
  const tax = line.taxRate === undefined ? '–' : `${line.taxRate} %`
  return [line.description, line.quantity, price, tax, formatAmount({ amount, currency })]
}

function drawHeads(pdf: Pdf): void {
  pdf.font('semibold').fontSize(8).fillColor('#5b635e')
  const { y } = pdf
  for (const { title, x, width, align } of COLUMNS) pdf.text(title, x, y, { width, align })
  rule(pdf, y + 13)
  pdf.y = y + 19
  pdf.fillColor('#1b1f1d')
}

function drawRow(pdf: Pdf, cells: string[], height: number): void {
  const { y } = pdf
  pdf.font('regular').fillColor('#1b1f1d')
  cells.forEach((cell, i) => {
    const column = COLUMNS[i]
    if (!column) return
    const { x, width, align } = column
    if (i === 0) pdf.fontSize(SMALL).text(cell, x, y, { width, align })
    else drawNumber(pdf, cell, x, y, width, SMALL)
  })
  rule(pdf, y + height + 4)
  pdf.y = y + height + 10
}

function drawTotal(pdf: Pdf, label: string, amount: string, weight: 'regular' | 'bold'): void {
  const { y } = pdf
  const size = weight === 'bold' ? TEXT + 2 : TEXT
  pdf.font(weight).fontSize(size)
  pdf.text(label, 300, y, { width: 90 })
  drawNumber(pdf, amount, 390, y, 155, size)
  pdf.y = y + 18
  pdf.x = MARGIN
}

// Kerning would draw a 7 over the following point: 977.75 would look like 97775.
const FIGURES = { features: { kern: false, tnum: true } as unknown as PDFKit.Mixins.OpenTypeFeatures[] }

/** Draws a number on one line, right-aligned, and shrinks a number that is too wide. */
function drawNumber(pdf: Pdf, text: string, x: number, y: number, width: number, size: number): void {
  const needed = pdf.fontSize(size).widthOfString(text, FIGURES)
  // The line breaker rounds differently, so half a point stays free.
  if (needed > width) pdf.fontSize(((width - 0.5) / needed) * size)
  pdf.text(text, x, y, { width, align: 'right', ...FIGURES })
}

function rule(pdf: Pdf, y: number): void {
  pdf
    .moveTo(MARGIN, y)
    .lineTo(MARGIN + BODY_WIDTH, y)
    .lineWidth(0.5)
    .strokeColor('#d7dbd5')
    .stroke()
}
