import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EInvoice } from '../../domain/einvoice/model.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { wrongSums } from '../../test/support/einvoice-sums.ts'
import { readEInvoice } from '../../test/support/read-einvoice.ts'
import { writeCii } from './cii.ts'
import { writeUbl } from './ubl.ts'

/** Peppol BIS Billing 3 publishes the figures in Allowance-example.xml. */
const PUBLISHED: EInvoice = {
  kind: 'invoice',
  number: 'Snippet1',
  issuedOn: '2017-11-13',
  dueDate: '2017-12-01',
  currency: 'EUR' as Currency,
  taxInNationalCurrency: { currency: 'SEK' as Currency, tax: 932_400 },
  seller: { name: 'Seller', address: { country: 'GB' } },
  buyer: { name: 'Buyer', address: { country: 'SE' } },
  payment: { meansCode: '30', account: { id: 'IBAN32423940', isIban: true } },
  adjustments: [
    {
      isCharge: true,
      amount: 20_000,
      percent: { rate: '20', of: 100_000 },
      reason: 'Cleaning',
      category: 'S',
      rate: '25',
    },
    { isCharge: false, amount: 20_000, reason: 'Discount', category: 'S', rate: '25' },
  ],
  totals: {
    lines: 590_000,
    discounts: 20_000,
    charges: 20_000,
    net: 590_000,
    tax: 122_500,
    gross: 712_500,
    paid: 100_000,
    rounding: 0,
    due: 612_500,
  },
  taxes: [
    { net: 490_000, tax: 122_500, category: 'S', rate: '25' },
    { net: 100_000, tax: 0, category: 'E', rate: '0', reason: 'Reason for tax exempt' },
  ],
  lines: [
    {
      id: '1',
      quantity: '10',
      unit: 'C62',
      net: 400_000,
      price: { net: '410', forQuantity: '1' },
      adjustments: [
        { isCharge: true, amount: 100, percent: { rate: '1', of: 10_000 }, reason: 'Cleaning' },
        { isCharge: false, amount: 10_100, reason: 'Discount' },
      ],
      category: 'S',
      rate: '25.0',
      name: 'item name',
    },
    {
      id: '2',
      quantity: '10',
      unit: 'C62',
      net: 100_000,
      price: { net: '200', forQuantity: '2' },
      adjustments: [],
      category: 'E',
      rate: '0',
      name: 'item name',
    },
    {
      id: '3',
      quantity: '10',
      unit: 'C62',
      net: 90_000,
      price: { net: '100' },
      adjustments: [
        { isCharge: true, amount: 100, percent: { rate: '1', of: 10_000 }, reason: 'Charge' },
        { isCharge: false, amount: 10_100, reason: 'Discount' },
      ],
      category: 'S',
      rate: '25',
      name: 'item name',
    },
  ],
}

describe('the writers', () => {
  it.each([
    ['CII', writeCii(PUBLISHED)],
    ['UBL', writeUbl(PUBLISHED, 'peppol')],
  ])('state the figures of a published example in %s', (_, xml) => {
    const read = readEInvoice(xml)
    expect(wrongSums(read)).toEqual([])
    expect(read.terms).toMatchObject({
      'BT-6': 'SEK',
      'BT-106': '5900.00',
      'BT-107': '200.00',
      'BT-108': '200.00',
      'BT-109': '5900.00',
      'BT-110': '1225.00',
      'BT-111': '9324.00',
      'BT-112': '7125.00',
      'BT-113': '1000.00',
      'BT-115': '6125.00',
    })
    expect(read.lines[0]?.terms).toMatchObject({ 'BT-146': '410' })
    expect(read.lines[0]?.adjustments[0]).toEqual({
      isCharge: 'true',
      reason: 'Cleaning',
      percent: '1',
      amount: '1.00',
      base: '100.00',
    })
  })

  it('write any text so that a parser reads it back, without what XML forbids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const named = { ...PUBLISHED, note: `a${text}z` }
        const [cii, ubl] = [writeCii(named), writeUbl(named, 'peppol')].map((xml) => readEInvoice(xml))
        expect(cii?.terms['BT-22']).toBe(ubl?.terms['BT-22'])
        expect(cii?.terms['BT-22']).toMatch(/^a[^]*z$/)
        if (/^[\x20-\x7E\n]*$/.test(text)) expect(cii?.terms['BT-22']).toBe(`a${text}z`)
      }),
      { numRuns: 40 },
    )
  })

  it('write the element of the delivery in CII although it is empty, because the schema demands it', () => {
    expect(writeCii(PUBLISHED)).toContain(
      '<ram:ApplicableHeaderTradeDelivery></ram:ApplicableHeaderTradeDelivery>',
    )
    expect(writeUbl(PUBLISHED, 'peppol')).not.toContain('Delivery>')
  })

  it('keep the credited invoice and the due date of a credit note in each syntax', () => {
    const credited = [{ number: 'INV-1', issuedOn: '2017-10-01' }]
    const note: EInvoice = { ...PUBLISHED, kind: 'credit_note', credited }
    for (const xml of [writeCii(note), writeUbl(note, 'peppol')]) {
      const { terms, credited: read } = readEInvoice(xml)
      expect(read).toEqual([{ 'BT-25': 'INV-1', 'BT-26': '2017-10-01' }])
      expect(terms).toMatchObject({ 'BT-3': '381', 'BT-9': '2017-12-01', 'BT-115': '6125.00' })
    }
  })

  it('make sums that are noticed when they are wrong', () => {
    const wrong = (changes: Partial<EInvoice>) =>
      wrongSums(readEInvoice(writeCii({ ...PUBLISHED, ...changes }))).map((text) => text.split(':')[0])
    const [first, ...others] = PUBLISHED.lines
    if (!first) throw new RangeError('there is no line')
    expect(wrong({ lines: [{ ...first, quantity: '11' }, ...others] })).toEqual(['price of line 1'])
    expect(wrong({ totals: { ...PUBLISHED.totals, due: 612_501 } })).toEqual(['BR-CO-16'])
    const [tax, exempt] = PUBLISHED.taxes
    if (!tax || !exempt) throw new RangeError('there is no tax')
    expect(wrong({ taxes: [{ ...tax, tax: 122_599 }, exempt] })).toEqual(['BR-CO-14', 'BR-CO-17 S 25 %'])
    expect(wrong({ taxes: [{ ...tax, net: 489_999, tax: 122_500 }, exempt] })).toEqual([
      'BR-S-08 S 25 %',
      'sum of BT-116',
    ])
  })
})
