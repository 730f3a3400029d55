import { describe, expect, it } from 'vitest'
import type { Currency } from '../shared/money.ts'
import { nationalTaxOf } from './national-tax.ts'
import { sumRows } from './rows.ts'
import { localeOf } from '../texts/locale.ts'
import { adjustmentAmounts, lineAmounts, totalsOf } from './totals.ts'
import { type InvoiceLine, NET_PRICES, type Priced } from './types.ts'

const line = (unitAmount: string, taxRate?: string, more: Partial<InvoiceLine> = {}): InvoiceLine => ({
  description: 'Work',
  quantity: '1',
  unitAmount,
  ...(taxRate === undefined ? {} : { taxRate }),
  ...more,
})
const net = (lines: InvoiceLine[], more: Partial<Priced> = {}): Priced => ({ ...NET_PRICES, lines, ...more })
const gross = (lines: InvoiceLine[], more: Partial<Priced> = {}): Priced =>
  net(lines, { pricesIncludeTax: true, ...more })
const byLine = (lines: InvoiceLine[]) => net(lines, { taxRounding: 'line' })

type Sums = readonly [net: number, tax: number, rounding: number, amount: number]
type Row = readonly [category: string, rate: string, net: number, tax: number]

/** Worked out by hand. */
const TABLE: [kind: string, Priced, Sums, ...Row[]][] = [
  [
    'one rate',
    net([line('5000', '20', { quantity: '2' })]),
    [10_000, 2_000, 0, 12_000],
    ['standard', '20', 10_000, 2_000],
  ],
  [
    'three rates and lines without tax',
    net([line('10000', '5.5'), line('20000', '20.0'), line('900', '2.1'), line('5000'), line('1', '20')]),
    [35_901, 4_569, 0, 40_470],
    ['standard', '20', 20_001, 4_000],
    ['standard', '5.5', 10_000, 550],
    ['standard', '2.1', 900, 19],
    ['outside_scope', '0', 5_000, 0],
  ],
  // 1.05 × 5 % is 0.0525: twice 0.05 by line, and 0.105 as a group.
  [
    'tax rounded for the rate',
    net([line('105', '5'), line('105', '5')]),
    [210, 11, 0, 221],
    ['standard', '5', 210, 11],
  ],
  [
    'tax rounded on each line',
    byLine([line('105', '5'), line('105', '5')]),
    [210, 10, -1, 220],
    ['standard', '5', 210, 10],
  ],
  // 9.99 × 20 / 120 = 1.665. The standard takes 8.32 × 20 % = 1.664.
  ['inclusive price', gross([line('999', '20')]), [832, 167, 1, 999], ['standard', '20', 832, 167]],
  [
    'inclusive price without a difference',
    gross([line('12000', '20')]),
    [10_000, 2_000, 0, 12_000],
    ['standard', '20', 10_000, 2_000],
  ],
  // 2 × 9.99 + 4.20: 19.98 / 6 = 3.33, and 4.20 × 5 / 105 = 0.20.
  [
    'inclusive prices of two rates',
    gross([line('999', '20', { quantity: '2' }), line('420', '5')]),
    [2_065, 353, 0, 2_418],
    ['standard', '20', 1_665, 333],
    ['standard', '5', 400, 20],
  ],
  [
    'a price below a cent',
    net([line('0.35', '25', { quantity: '12500' })]),
    [4_375, 1_094, 0, 5_469],
    ['standard', '25', 4_375, 1_094],
  ],
  [
    'a discount and a charge of a line',
    net([
      line('10000', '20', {
        quantity: '3',
        discounts: [{ percent: '10' }, { amount: 50 }],
        charges: [{ amount: 500 }],
      }),
    ]),
    [27_450, 5_490, 0, 32_940],
    ['standard', '20', 27_450, 5_490],
  ],
  // 10 % of 300.00 and 100.00. 4.00 is split into 3.00 and 1.00, 8.00 into 6.00 and 2.00.
  [
    'discounts and charges of the whole',
    net([line('30000', '20'), line('10000', '5')], {
      discounts: [{ percent: '10' }, { amount: 400 }],
      charges: [{ amount: 800, description: 'Delivery' }],
    }),
    [36_400, 5_915, 0, 42_315],
    ['standard', '20', 27_300, 5_460],
    ['standard', '5', 9_100, 455],
  ],
  [
    'a line that takes something back',
    net([line('10000', '20', { quantity: '3' }), line('10000', '20', { quantity: '-1' })]),
    [20_000, 4_000, 0, 24_000],
    ['standard', '20', 20_000, 4_000],
  ],
  [
    'reverse charge',
    net([line('10000', undefined, { taxCategory: 'reverse_charge' })]),
    [10_000, 0, 0, 10_000],
    ['reverse_charge', '0', 10_000, 0],
  ],
  ['zero rate', net([line('10000', '0.0')]), [10_000, 0, 0, 10_000], ['zero', '0', 10_000, 0]],
  [
    'nothing to pay',
    net([line('10000', '20', { discounts: [{ percent: '100' }] })]),
    [0, 0, 0, 0],
    ['standard', '20', 0, 0],
  ],
]

describe('the totals', () => {
  it.each(TABLE)(
    'are those that were worked out by hand for an invoice with %s',
    (_, priced, sums, ...rows) => {
      const { groups, ...totals } = totalsOf(priced)
      expect([totals.net, totals.tax, totals.rounding, totals.amount]).toEqual(sums)
      expect(groups.map(({ category, taxRate, net: of, tax }) => [category, taxRate, of, tax])).toEqual(rows)
    },
  )

  it('state the sum of the lines, and the discounts and charges of the whole, as priced', () => {
    const priced = gross([line('12000', '20')], {
      discounts: [{ percent: '50' }],
      charges: [{ amount: 600 }],
    })
    expect(totalsOf(priced)).toMatchObject({
      subtotal: 12_000,
      discount: 6_000,
      charge: 600,
      amount: 6_600,
      net: 5_500,
    })
    expect(adjustmentAmounts(priced).map(({ amount, net: of, tax }) => [amount, of, tax])).toEqual([
      [6_000, 5_000, 1_000],
      [600, 500, 100],
    ])
  })

  it('give the cent that is left of a split discount to the largest remainder', () => {
    const lines = [line('100', '20'), line('100', '10'), line('100', '5')]
    const [discount] = adjustmentAmounts(net(lines, { discounts: [{ amount: 100 }] }))
    expect(discount?.shares.map(({ amount }) => amount)).toEqual([34, 33, 33])
    const back = [line('-500', '20'), line('300', '10')]
    const [whole] = adjustmentAmounts(net(back, { discounts: [{ amount: 7 }] }))
    expect(whole?.shares.map(({ amount }) => amount)).toEqual([0, 7])
  })

  it('split the net and the tax of a rate over its lines without a rest', () => {
    const lines = [line('333', '20'), line('333', '20'), line('333', '20')]
    expect(lineAmounts(gross(lines))).toEqual([
      { amount: 333, net: 277, tax: 56 },
      { amount: 333, net: 277, tax: 56 },
      { amount: 333, net: 278, tax: 55 },
    ])
  })

  it('round halves away from zero, and compute exactly where floats would not', () => {
    expect(totalsOf(net([line('5', undefined, { quantity: '0.1' })])).amount).toBe(1)
    expect(totalsOf(net([line('-5', undefined, { quantity: '0.1' })])).amount).toBe(-1)
    expect(totalsOf(net([line('9007199254740991', '0.1')])).tax).toBe(9_007_199_254_741)
  })

  it('exempt lines without a rate for a small business, and keep the reasons of a category together', () => {
    const lines = [
      line('100'),
      line('100', undefined, { taxCategory: 'exempt', exemptionReason: 'Training' }),
    ]
    expect(totalsOf(net(lines, { smallBusinessNote: 'Small business' })).groups).toEqual([
      { category: 'exempt', taxRate: '0', net: 200, tax: 0, reason: 'Small business; Training' },
    ])
  })

  it('print the tax in the national currency below that of the invoice', () => {
    const priced = net([line('100000', '20')])
    const totals = totalsOf(priced)
    const exchange = { currency: 'GBP' as Currency, exchangeRate: '0.8432' }
    const nationalTax = nationalTaxOf(totals.tax, 'EUR' as Currency, exchange)
    const rowsIn = (language: string) =>
      sumRows(priced, { ...totals, nationalTax }, localeOf(language), String)
    expect(rowsIn('en').at(-1)).toEqual(['Tax in GBP (1 EUR = 0.8432 GBP)', '168.64 GBP'])
    expect(rowsIn('de').at(-1)?.[0]).toBe('MwSt. in GBP (1 EUR = 0,8432 GBP)')
    const untaxed = net([line('100000')])
    expect(sumRows(untaxed, { ...totalsOf(untaxed), nationalTax }, localeOf('en'), String)).toEqual([])
  })

  it('print the discount of a small business as its totals state it, although the document keeps no note', () => {
    const rowsOf = (lines: InvoiceLine[], smallBusinessNote?: string) => {
      const kept = net(lines, { discounts: [{ percent: '10' }] })
      const totals = totalsOf({ ...kept, smallBusinessNote })
      const [, [, discount] = []] = sumRows(kept, totals, localeOf('en'), String)
      return [discount, String(-totals.discount)]
    }
    const stated = line('10005', undefined, { taxCategory: 'exempt', exemptionReason: 'Training' })
    const outside = line('10000', undefined, { taxCategory: 'outside_scope' })
    expect(rowsOf([stated, line('10005')], 'Small business')).toEqual(['-2001', '-2001'])
    expect(rowsOf([stated, line('10005')])).toEqual(['-2002', '-2002'])
    expect(rowsOf([outside, line('10005'), stated], 'Small business')).toEqual(['-3001', '-3001'])
  })
})
