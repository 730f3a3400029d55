import { afterAll, describe, expect, it } from 'vitest'
import { localeOf } from '../../domain/texts/locale.ts'
import {
  creditedInPart,
  creditNoteOf,
  oneRate,
  scripts,
  threeRates,
} from '../../test/support/einvoice-documents.ts'
import { paymentRecord } from '../../test/support/invoice-document.ts'
import { readAttachment, readPdf } from '../../test/support/read-pdf.ts'
import { createEInvoices } from '../einvoice/einvoices.ts'
import { invoiceContent } from './contents.ts'
import { createPdfs } from './pdfs.ts'

const eInvoices = createEInvoices()
const pdfs = createPdfs({ eInvoices })
afterAll(() => pdfs.close())

const embeddedIn = (pdf: Uint8Array) => readAttachment(pdf, 'factur-x.xml')

describe('a PDF with an e-invoice', () => {
  it('embeds exactly the file of Factur-X, and states so in its metadata', async () => {
    for (const document of [oneRate, scripts]) {
      const pdf = await pdfs.invoice(document)
      const file = await eInvoices.ofInvoice(document, 'factur_x')
      expect({ xml: await embeddedIn(pdf) }).toEqual(file)
      const text = Buffer.from(pdf).toString('latin1')
      expect(text).toContain('<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>')
      expect(text).toContain('<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>')
      expect(text).toContain('/AFRelationship /Alternative')
    }
    const creditNote = creditNoteOf(creditedInPart, { lines: [{ line: 0, quantity: '4' }] })
    const note = await pdfs.creditNote(creditNote)
    expect({ xml: await embeddedIn(note) }).toEqual(await eInvoices.ofCreditNote(creditNote, 'factur_x'))
  })

  it('has no file and no such metadata without the figures of an issue, or if something is missing', async () => {
    const { issue: _, ...sample } = oneRate
    const incomplete = { ...oneRate, customer: { name: 'Ada', email: 'ada@customer.example' } }
    for (const one of [sample, incomplete]) {
      const pdf = await pdfs.invoice(one)
      expect(await embeddedIn(pdf)).toBeUndefined()
      expect(Buffer.from(pdf).toString('latin1')).not.toContain('factur-x')
    }
  })

  it('keeps the issued figures and the file on the paper of a later day, and dates the position', async () => {
    const later = {
      ...threeRates,
      asOf: '2027-01-05',
      status: 'overdue' as const,
      dueDate: '2027-01-02',
      amountReceived: 10_000,
      amountDue: threeRates.amountDue - 10_000,
      amountRequested: threeRates.amountDue - 10_000,
      payments: [paymentRecord({ amount: 10_000 })],
    }
    const locale = localeOf('en')
    const { position, movements, ...issued } = invoiceContent({ ...threeRates, asOf: '2026-11-23' }, locale)
    const {
      position: laterPosition,
      movements: laterMovements,
      ...laterIssued
    } = invoiceContent(later, locale)
    expect(laterIssued).toEqual(issued)
    expect([position?.asOf, movements]).toEqual(['As of 23 November 2026', []])
    expect(laterPosition).toMatchObject({
      asOf: 'As of 5 January 2027',
      state: 'Overdue since 2 January 2027',
      sums: [
        ['Received', '100.00 EUR'],
        ['Still due', '329.54 EUR'],
      ],
    })
    expect(laterMovements).toHaveLength(1)
    const pdf = await pdfs.invoice(later)
    expect(await embeddedIn(pdf)).toBe(await embeddedIn(await pdfs.invoice(threeRates)))
    expect((await readPdf(pdf)).text).toContain('As of 5 January 2027 Overdue since 2 January 2027')
  })
})
