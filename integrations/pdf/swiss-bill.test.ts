import { getDocumentProxy } from 'unpdf'
import { afterAll, describe, expect, it } from 'vitest'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { drawnReference } from '../../domain/payment/references/payment-reference.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import { invoiceDocument } from '../../test/support/invoice-document.ts'
import { readQr } from '../../test/support/read-qr.ts'
import { invoiceContent } from './contents.ts'
import { createPdfs } from './pdfs.ts'

const pdfs = createPdfs()
afterAll(() => pdfs.close())

const ADDRESS = { line1: 'Rue du Lac 1268', city: 'Biel', postal_code: '2501', country: 'CH' }
const CUSTOMER = {
  name: 'Pia Rutschmann',
  email: 'pia@customer.example',
  billingAddress: { line1: 'Marktgasse 28', city: 'Rorschach', postal_code: '9400', country: 'CH' },
}
const QR_IBAN = { iban: 'CH4431999123000889012', reference: 'qrr' } as const
const IBAN = { iban: 'CH9300762011623852957', reference: 'scor' } as const

function bill(
  changes: Partial<InvoiceDocument> = {},
  account: (typeof QR_IBAN | typeof IBAN | { iban: string; reference: 'number' }) & {
    currencies?: Currency[]
  } = QR_IBAN,
): InvoiceDocument {
  const bankDetails = { account_name: 'Lärkspur AG', ...account, show_on_documents: true }
  return invoiceDocument({
    language: 'de-CH',
    currency: 'CHF' as Currency,
    merchant: { name: 'Lärkspur', email: 'a@b.example', address: ADDRESS, bankDetails },
    customer: CUSTOMER,
    lines: [{ description: 'Logo', quantity: '1', unitAmount: '123456789' }],
    paymentReference: drawnReference(account.reference, 7),
    ...changes,
  })
}

const contentOf = (document: InvoiceDocument) => invoiceContent(document, localeOf(document.language))

interface Printed {
  text: string
  /** Millimetres from the left and from the lower edge. */
  x: number
  y: number
  /** Millimetres. */
  width: number
  /** Points. */
  size: number
}

async function pagesOf(document: InvoiceDocument): Promise<Printed[][]> {
  const pdf = await getDocumentProxy(Uint8Array.from(await pdfs.invoice(document)))
  const mm = (points: number) => (points * 25.4) / 72
  return Promise.all(
    Array.from({ length: pdf.numPages }, async (_, i) => {
      const { items } = await (await pdf.getPage(i + 1)).getTextContent()
      return items.flatMap((item) =>
        'transform' in item && item.str.trim() !== ''
          ? [
              {
                text: item.str,
                x: mm(item.transform[4]),
                y: mm(item.transform[5]),
                width: mm(item.width),
                size: Math.round(item.transform[0] * 10) / 10,
              },
            ]
          : [],
      )
    }),
  )
}

const lastOf = async (document: InvoiceDocument) => (await pagesOf(document)).at(-1) ?? []
const slipOf = (page: Printed[]) => page.filter(({ y }) => y < 105)
const textsOf = (printed: Printed[]) => printed.map(({ text }) => text)

describe('the payment part of a Swiss QR-bill', () => {
  it.each([
    ['de-CH', 'Vor der Einzahlung abzutrennen', 'Empfangsschein', 'Zahlteil', 'Konto / Zahlbar an'],
    ['fr', 'A détacher avant le versement', 'Récépissé', 'Section paiement', 'Compte / Payable à'],
    ['it', 'Da staccare prima del versamento', 'Ricevuta', 'Sezione pagamento', 'Conto / Pagabile a'],
    ['en', 'Separate before paying in', 'Receipt', 'Payment part', 'Account / Payable to'],
    ['nl', 'Separate before paying in', 'Receipt', 'Payment part', 'Account / Payable to'],
  ])('has the headings in %s, with receipt at the left', async (language, note, receipt, part, payableTo) => {
    const page = await lastOf(bill({ language }))
    const slip = slipOf(page)
    expect(page.find(({ text }) => text === note)?.y).toBeGreaterThan(105)
    const titles = slip.filter(({ size }) => size === 11)
    expect(titles.map(({ text, x }) => [text, Math.round(x)])).toEqual([
      [receipt, 5],
      [part, 67],
    ])
    expect(slip.filter(({ text }) => text === payableTo).map(({ size }) => size)).toEqual([6, 8])
  })

  it('states account, creditor, reference, payer and amount twice, in black letters of 6 to 11 points', async () => {
    const slip = slipOf(await lastOf(bill()))
    const [left, right] = [slip.filter(({ x }) => x < 62), slip.filter(({ x }) => x >= 62)]
    for (const part of [left, right]) {
      const texts = textsOf(part)
      for (const text of [
        'CH44 3199 9123 0008 8901 2',
        'Lärkspur AG',
        'Rue du Lac 1268',
        '2501 Biel',
        '00 00000 00000 00001 00000 00077',
        'Pia Rutschmann',
        'Marktgasse 28',
        '9400 Rorschach',
        'CHF',
        '1 234 567.89',
      ]) {
        expect(texts).toContain(text)
      }
    }
    expect([...new Set(slip.map(({ size }) => size))].toSorted((a, b) => a - b)).toEqual([6, 8, 10, 11])
    for (const { x, y, width } of left) {
      expect(x + width).toBeLessThanOrEqual(57.1)
      expect(y).toBeGreaterThan(5)
    }
    for (const { x, width } of right) expect(x + width).toBeLessThanOrEqual(205)
  })

  it('is on the last page alone, below all other texts', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => ({
      description: `Line ${i}`,
      quantity: '1',
      unitAmount: '5000',
    }))
    for (const count of [1, 6, 7, 8, 9, 10, 60]) {
      const pages = await pagesOf(bill({ lines: lines.slice(0, count), instructions: 'Danke' }))
      const withSlip = pages.filter((page) => textsOf(page).includes('Zahlteil'))
      expect(withSlip).toEqual(pages.slice(-1))
      const note = pages.at(-1)?.find(({ text }) => text === 'Vor der Einzahlung abzutrennen')
      const others = pages.at(-1)?.filter(({ y, text }) => y >= 105 && text !== note?.text) ?? []
      for (const { y } of others) expect(y).toBeGreaterThan(note?.y ?? Infinity)
      expect(textsOf(others)).toContain(`Seite ${pages.length} von ${pages.length}`)
    }
  })

  it.each([
    ['a deposit', { deposit: 3_600, amountRequested: 3_600 }, '36.00'],
    ['what is left', { amountReceived: 10_000, amountDue: 23_450, amountRequested: 23_450 }, '234.50'],
  ])('asks for %s, in the code and in print', async (_, position, amount) => {
    const { swissBill } = contentOf(bill(position))
    expect(swissBill?.amount).toBe(amount)
    expect((await readQr(swissBill?.code.svg ?? '')).split('\n').slice(18, 27)).toEqual([
      amount,
      'CHF',
      'S',
      'Pia Rutschmann',
      'Marktgasse 28',
      '',
      '9400',
      'Rorschach',
      'CH',
    ])
  })

  it('states a creditor reference in groups of four, and another number as information', () => {
    const scor = contentOf(bill({}, IBAN)).swissBill
    expect(scor?.reference).toMatch(/^RF\d\d 1000 0000 07$/)
    expect(scor?.information).toBeNull()
    const number = contentOf(bill({ paymentReference: 'INV-1' }, { ...IBAN, reference: 'number' })).swissBill
    expect([number?.reference, number?.information]).toEqual([null, 'INV-1'])
  })

  it('has a box for a payer without an address or in other letters, and the country of one abroad', async () => {
    for (const customer of [
      { name: 'Pia Rutschmann', email: 'pia@customer.example' },
      { ...CUSTOMER, name: 'Пиа' },
    ]) {
      expect(contentOf(bill({ customer })).swissBill?.debtor).toBeNull()
      const texts = textsOf(slipOf(await lastOf(bill({ customer }))))
      expect(texts.filter((text) => text === 'Zahlbar durch (Name/Adresse)')).toHaveLength(2)
    }
    const address = { line1: 'Ring 1', city: 'Wien', postal_code: '1010', country: 'AT' }
    const abroad = contentOf(bill({ customer: { ...CUSTOMER, billingAddress: address } })).swissBill
    expect(abroad?.debtor?.town).toBe('AT-1010 Wien')
  })

  it('keeps the longest names and addresses within their sections', async () => {
    const name = 'Vereinigung der sehr langen Namen von Kontoinhabern in der Schweiz AG'
    const billingAddress = {
      ...ADDRESS,
      line1: `Am ${name}`.slice(0, 70),
      city: 'Sankt Margrethen an der Aa',
    }
    const merchant = bill().merchant
    const document = bill({
      customer: { ...CUSTOMER, name, billingAddress },
      merchant: {
        ...merchant,
        address: { ...ADDRESS, line1: billingAddress.line1 },
        ...(merchant.bankDetails ? { bankDetails: { ...merchant.bankDetails, account_name: name } } : {}),
      },
    })
    const slip = slipOf(await lastOf(document))
    const amounts = slip.filter(({ text }) => text === 'Währung')
    for (const { x, y } of slip.filter(({ x: left }) => left < 62)) {
      if (y < (amounts[0]?.y ?? 0)) expect([5, 17, 42].some((column) => x > column - 1)).toBe(true)
    }
    const lowest = slip.filter(({ x, text }) => x < 62 && /Biel|Margrethen/.test(text)).map(({ y }) => y)
    expect(Math.min(...lowest)).toBeGreaterThan(amounts[0]?.y ?? Infinity)
    expect(textsOf(slip).join(' ')).toContain('Sankt Margrethen')
  })

  it('does not exist where nothing is due, for a draft, or in another currency', () => {
    expect(contentOf(bill({ status: 'paid', amountDue: 0, amountRequested: 0 })).swissBill).toBeUndefined()
    const { paymentReference: _, ...draft } = bill()
    expect(contentOf(draft).swissBill).toBeUndefined()
    expect(contentOf(bill({ currency: 'GBP' as Currency })).swissBill).toBeUndefined()
    expect(contentOf(bill({ currency: 'GBP' as Currency })).transfer).toBeUndefined()
    const currencies = ['GBP' as Currency]
    const shown = bill({ currency: 'GBP' as Currency }, { ...QR_IBAN, currencies })
    expect(contentOf(shown).transfer).toBeDefined()
    expect(contentOf(shown).swissBill).toBeUndefined()
  })
})
