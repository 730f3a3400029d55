import { getDocumentProxy } from 'unpdf'
import { afterAll, describe, expect, it } from 'vitest'
import { invoiceDocument as document, paymentRecord } from '../../test/support/invoice-document.ts'
import { readPdf } from '../../test/support/read-pdf.ts'
import { createPdfs } from './pdfs.ts'

const pdfs = createPdfs()
afterAll(() => pdfs.close())

describe('a PDF', () => {
  it('renders the same bytes for the same document in any process', async () => {
    const other = createPdfs()
    try {
      const first = Buffer.from(await pdfs.invoice(document()))
      expect(first.equals(Buffer.from(await other.invoice(document())))).toBe(true)
      const changed = await pdfs.invoice(document({ number: 'INV-2026-0002' }))
      expect(first.equals(Buffer.from(changed))).toBe(false)
    } finally {
      await other.close()
    }
  })

  it('states PDF/A-3a and PDF/UA-1, with title, language, headings and heads of columns', async () => {
    const pdf = await getDocumentProxy(Uint8Array.from(await pdfs.invoice(document())))
    const { info, metadata } = await pdf.getMetadata()
    expect(info).toMatchObject({ Title: 'Invoice INV-2026-0001', Language: 'en-GB', IsLinearized: false })
    const xmp = Buffer.from(await pdfs.invoice(document())).toString('latin1')
    expect(xmp).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(xmp).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
    expect(xmp).toContain('<pdfuaid:part>1</pdfuaid:part>')
    expect(metadata?.get('dc:title')).toBe('Invoice INV-2026-0001')
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true })
    const roles = rolesOf(await (await pdf.getPage(1)).getStructTree())
    expect(roles.filter((role) => /^H\d$/.test(role))).toEqual(['H1', 'H2', 'H2'])
    expect(roles.filter((role) => role === 'TH')).toHaveLength(5)
  })

  it('adds pages for many lines and long texts', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => ({
      description: `Line ${i} ${'long '.repeat(20)}${'x'.repeat(300)}`.slice(0, 500),
      quantity: '1',
      unitAmount: '45035996273704',
    }))
    const pdf = await pdfs.invoice(document({ lines, instructions: 'word '.repeat(400) }))
    expect((await readPdf(pdf)).pages).toBeGreaterThan(5)
  })

  it('keeps the largest amount on one line', async () => {
    const one = { description: 'Line', quantity: '1', unitAmount: '9007199254740991' }
    const rows = (count: number) => document({ lines: Array.from({ length: count }, () => one) })
    expect((await readPdf(await pdfs.invoice(rows(40)))).pages).toBe(2)
  })

  it('breaks a long word inside its column', async () => {
    const name = 'W'.repeat(200)
    const lines = [{ description: 'W'.repeat(500), quantity: '1', unitAmount: '9007199254740991' }]
    const pdf = await getDocumentProxy(
      Uint8Array.from(
        await pdfs.invoice(
          document({
            lines,
            number: 'W'.repeat(50),
            customer: { name, email: name },
            merchant: { name, email: name },
          }),
        ),
      ),
    )
    const { items } = await (await pdf.getPage(1)).getTextContent()
    const ends = items.flatMap((item) => ('transform' in item ? [item.transform[4] + item.width] : []))
    expect(Math.max(...ends)).toBeLessThan(595 - 50)
  })

  it('shows each text as it is, and executes none', async () => {
    const hostile = '#import "@preview/x:1.0.0" $x$ *b* <l> @ref \\ #read("/etc/passwd") // c /* d'
    const { text } = await readPdf(
      await pdfs.invoice(document({ description: hostile, instructions: hostile })),
    )
    expect(text.replaceAll('\n', ' ').split(hostile)).toHaveLength(3)
  })

  it('renders a receipt only if the invoice is paid', async () => {
    await expect(pdfs.receipt(document())).rejects.toThrow(RangeError)
    const { text, pages } = await readPdf(await pdfs.receipt(document({ payment: paymentRecord() })))
    expect(pages).toBe(1)
    expect(text).toContain('Paid from Pebble')
  })

  it('reports a script without a font once, without the letters', async () => {
    const warned: unknown[] = []
    const reporting = createPdfs({ warn: (facts, event) => warned.push([event, facts]) })
    try {
      await reporting.invoice(document({ description: '株式会社' }))
      await reporting.invoice(document({ description: '有限会社 서울' }))
    } finally {
      await reporting.close()
    }
    expect(warned).toEqual([
      ['pdf.characters_missing', { scripts: ['Han'] }],
      ['pdf.characters_missing', { scripts: ['Hangul'] }],
    ])
  })

  it('renders a document once for simultaneous and later requests', async () => {
    const wanted = document({ number: 'INV-2026-0003' })
    const [first, second] = await Promise.all([pdfs.invoice(wanted), pdfs.invoice(wanted)])
    expect(first).toBe(second)
    expect(await pdfs.invoice(document({ number: 'INV-2026-0003' }))).toBe(first)
  })
})

interface Tagged {
  role?: string
  children?: readonly object[]
}

function rolesOf(tagged: Tagged): string[] {
  const { role, children = [] } = tagged
  return [...(role ? [role] : []), ...children.flatMap(rolesOf)]
}
