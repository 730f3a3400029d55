import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditBasis } from '../../domain/credit-note/basis.ts'
import { creditOf } from '../../domain/credit-note/credit-of.ts'
import { EINVOICE_FILES, type EInvoiceFormat } from '../../domain/einvoice/format.ts'
import {
  creditNoteToEInvoice,
  type EInvoiceOrMissing,
  invoiceToEInvoice,
} from '../../domain/einvoice/from-invoice.ts'
import { totalsOf } from '../../domain/tax/totals.ts'
import type { InvoiceLine, Priced } from '../../domain/tax/types.ts'
import { invoicesOfCountries } from '../../test/support/einvoice-countries.ts'
import { oneRate } from '../../test/support/einvoice-documents.ts'
import { wrongSums } from '../../test/support/einvoice-sums.ts'
import { EINVOICE_KINDS, type EInvoiceKind } from '../../test/support/einvoice-kinds.ts'
import { readEInvoice, type ReadInvoice } from '../../test/support/read-einvoice.ts'
import { createEInvoices, write } from './einvoices.ts'

const eInvoices = createEInvoices()

async function fileOf(
  { document, creditNote }: Pick<EInvoiceKind, 'document' | 'creditNote'>,
  format: EInvoiceFormat,
): Promise<ReadInvoice> {
  const file = creditNote
    ? await eInvoices.ofCreditNote(creditNote, format)
    : await eInvoices.ofInvoice(document, format)
  if ('missing' in file) throw new Error(JSON.stringify(file.missing))
  return readEInvoice(file.xml)
}

const rows = EINVOICE_KINDS.flatMap((kind) =>
  EINVOICE_FILES.map((format) => [kind.name, format, kind] as const),
)

describe('an e-invoice that is read back', () => {
  it.each(rows)('states the figures worked out by hand: %s, %s', async (_, format, kind) => {
    const { document, creditNote, expected } = kind
    const read = await fileOf(kind, format)
    const { terms } = read
    expect(wrongSums(read)).toEqual([])
    expect({
      lines: terms['BT-106'],
      discounts: terms['BT-107'],
      charges: terms['BT-108'],
      net: terms['BT-109'],
      tax: terms['BT-110'],
      gross: terms['BT-112'],
      rounding: terms['BT-114'],
      paid: terms['BT-113'],
      due: terms['BT-115'],
      national: terms['BT-6'] === undefined ? undefined : [terms['BT-6'], terms['BT-111']],
      taxes: read.taxes.map((tax) => [tax['BT-118'], tax['BT-119'], tax['BT-116'], tax['BT-117']]),
    }).toEqual({
      discounts: undefined,
      charges: undefined,
      rounding: undefined,
      paid: undefined,
      national: undefined,
      ...expected,
      prices: undefined,
    })
    const prices = read.lines.map(({ terms: line }) => [line['BT-131'], line['BT-146']])
    if (expected.prices) expect(prices).toEqual(expected.prices)
    const own = creditNote ?? document
    expect(terms).toMatchObject({
      'BT-1': own.number,
      'BT-2': own.issuedOn,
      'BT-3': creditNote ? '381' : '380',
      'BT-5': document.currency,
      'BT-9': document.dueDate,
      'BT-10': document.buyerReference,
      'BT-13': document.purchaseOrder,
      'BT-27': 'Larkspur Studio GmbH',
      'BT-28': 'Larkspur Studio',
      'BT-40': 'DE',
      'BT-44': document.customer.name,
      'BT-47': document.customer.companyNumber,
      'BT-72': '2026-11-20',
    })
    expect(read.credited).toEqual(
      creditNote ? [{ 'BT-25': document.number, 'BT-26': document.issuedOn }] : [],
    )
    expect(read.lines.map(({ terms: line }) => [line['BT-153'], line['BT-129'], line['BT-130']])).toEqual(
      own.lines.map(({ description, quantity, unit }) => [description.split('\n')[0], quantity, unit]),
    )
  })

  it('states the same in each syntax', async () => {
    for (const kind of EINVOICE_KINDS) {
      const { 'BT-24': _, 'BT-23': __, ...cii } = (await fileOf(kind, 'factur_x')).terms
      const { 'BT-24': ___, 'BT-23': ____, ...ubl } = (await fileOf(kind, 'xrechnung')).terms
      expect(ubl).toEqual(cii)
    }
  })

  it.each([
    ['NL', '73512832', '0106', '73512832'],
    ['NL', '0000 0001 2345 6789 0000', '0190', '00000001234567890000'],
    ['IS', '450174-0519', '0196', '4501740519'],
  ])('states the company number of a customer in %s: %s', async (country, companyNumber, scheme, value) => {
    const { document } =
      invoicesOfCountries().find(({ name }) => name === `${country}-${country}-account`) ?? {}
    if (!document) throw new RangeError(country)
    const named = { ...document, customer: { ...document.customer, companyNumber } }
    for (const format of EINVOICE_FILES) {
      const { terms } = await fileOf({ document: named }, format)
      expect(terms).toMatchObject({ 'BT-47': value, 'BT-47-1': scheme })
    }
  })

  it('names the profile of each format', async () => {
    const profiles = await Promise.all(
      EINVOICE_FILES.map(async (format) => (await fileOf({ document: oneRate }, format)).terms['BT-24']),
    )
    expect(profiles).toEqual([
      'urn:cen.eu:en16931:2017',
      'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0',
      'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
    ])
  })

  it('does not change when the invoice is paid, amended or void after its issue', async () => {
    const later = {
      ...oneRate,
      status: 'void' as const,
      closedOn: '2027-01-05',
      dueDate: '2027-01-31',
      instructions: 'Another text',
      amountDue: 0,
      amountReceived: 50_000,
      customer: { ...oneRate.customer, email: '' },
    }
    for (const format of EINVOICE_FILES) {
      expect(await eInvoices.ofInvoice(later, format)).toEqual(await eInvoices.ofInvoice(oneRate, format))
    }
  })
})

const percent = fc.integer({ min: 0, max: 10_000 }).map((n) => (n / 100).toFixed(2))
const some = fc.array(
  fc.oneof(
    fc.integer({ min: 1, max: 50_000 }).map((amount) => ({ amount })),
    percent.map((text) => ({ percent: text })),
  ),
  { maxLength: 2 },
)
const anyLine: fc.Arbitrary<InvoiceLine> = fc
  .record({
    quantity: fc.integer({ min: -9_999, max: 9_999_999 }).map((n) => ((n || 1) / 100).toFixed(2)),
    unitAmount: fc.integer({ min: 0, max: 100_000_000 }).map((n) => (n / 10_000).toFixed(4)),
    discounts: some,
    charges: some,
    tax: fc.constantFrom<Partial<InvoiceLine>>(
      { taxRate: '19' },
      { taxRate: '7' },
      { taxRate: '5.5' },
      { taxRate: '0' },
      { taxCategory: 'exempt', exemptionReason: 'Training' },
      { taxCategory: 'reverse_charge' },
    ),
  })
  .map(({ tax, ...line }) => ({ description: 'Work', ...line, ...tax }))
const anyPriced: fc.Arbitrary<Priced> = fc.record({
  lines: fc.array(anyLine, { minLength: 1, maxLength: 5 }),
  discounts: some,
  charges: some,
  pricesIncludeTax: fc.boolean(),
  taxRounding: fc.constantFrom('group' as const, 'line' as const),
})

function written(found: EInvoiceOrMissing, format: 'factur_x' | 'peppol'): ReadInvoice {
  if ('missing' in found) throw new Error(JSON.stringify(found.missing))
  return readEInvoice(write(found.eInvoice, format))
}

describe('an e-invoice of any lines', () => {
  it('has the right sums and prices, and asks for exactly the amount of the invoice', () => {
    fc.assert(
      fc.property(anyPriced, (priced) => {
        const totals = totalsOf(priced)
        const invoice = { ...oneRate, ...priced, totals }
        for (const format of ['factur_x', 'peppol'] as const) {
          const read = written(invoiceToEInvoice(invoice, format), format)
          expect(wrongSums(read)).toEqual([])
          expect(read.terms['BT-115']).toBe((totals.amount / 100).toFixed(2))
        }
        const words = { reduction: 'Credit', adjustment: 'Rest' }
        const half = { lines: [{ line: 0, quantity: '0.01' }] }
        for (const wanted of [{ rest: true } as const, half, { amount: 1 }]) {
          const content = creditOf(creditBasis(priced, totals.groups), [], wanted, words)
          if ('refused' in content) continue
          const note = { id: 'crn_1', number: 'CN-1', issuedOn: '2026-11-30', invoice, ...content }
          const read = written(creditNoteToEInvoice(note, 'factur_x'), 'factur_x')
          expect(wrongSums(read)).toEqual([])
          expect(read.terms['BT-115']).toBe((content.amount / 100).toFixed(2))
        }
      }),
      { numRuns: 150 },
    )
  })
})
