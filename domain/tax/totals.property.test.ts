import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitByWeight } from './split.ts'
import { adjustmentAmounts, lineAmounts, totalsOf } from './totals.ts'
import type { Adjustment, InvoiceLine, Priced } from './types.ts'
import { TAX_CATEGORIES } from './category.ts'

const decimal = (max: number, decimals: number) =>
  fc.integer({ min: 0, max }).map((digits) => (digits / 10 ** decimals).toFixed(decimals))
const signed = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.boolean())
    .map(([digits, isNegative]) => (isNegative && Number(digits) > 0 ? `-${digits}` : digits))
const adjustment: fc.Arbitrary<Adjustment> = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }).map((amount) => ({ amount })),
  decimal(10_000, 2).map((percent) => ({ percent })),
)
const some = fc.array(adjustment, { maxLength: 2 })
const rate = fc.constantFrom('0', '2.1', '5', '5.5', '20', '25.5', '8.025')
const anyLine: fc.Arbitrary<InvoiceLine> = fc
  .record({
    quantity: signed(decimal(10_000, 2)),
    unitAmount: signed(decimal(10_000_000, 4)),
    discounts: some,
    charges: some,
    taxRate: fc.option(rate, { nil: undefined }),
    taxCategory: fc.constantFrom(...TAX_CATEGORIES.slice(2)),
  })
  .map(({ taxRate, taxCategory, ...others }) => ({
    description: '',
    ...others,
    ...(taxRate === undefined ? { taxCategory } : { taxRate }),
  }))
const priced: fc.Arbitrary<Priced> = fc.record({
  lines: fc.array(anyLine, { minLength: 1, maxLength: 6 }),
  discounts: some,
  charges: some,
  pricesIncludeTax: fc.boolean(),
  taxRounding: fc.constantFrom('group' as const, 'line' as const),
})
const sum = (amounts: number[]) => amounts.reduce((all, amount) => all + amount, 0)

describe('the totals of any lines', () => {
  it('add up from the lines, the discounts and the groups to the amount', () => {
    fc.assert(
      fc.property(priced, (any) => {
        const { subtotal, discount, charge, net, tax, amount, groups } = totalsOf(any)
        const lines = lineAmounts(any)
        const wholes = adjustmentAmounts(any)
        const of = (field: 'amount' | 'net' | 'tax') =>
          sum(lines.map((line) => line[field])) +
          sum(wholes.map((whole) => (whole.isDiscount ? -whole[field] : whole[field])))
        expect(sum(lines.map((line) => line.amount))).toBe(subtotal)
        expect([of('net'), of('tax')]).toEqual([net, tax])
        expect([sum(groups.map((group) => group.net)), sum(groups.map((group) => group.tax))]).toEqual([
          net,
          tax,
        ])
        expect(net + tax).toBe(amount)
        const asPriced = subtotal - discount + charge
        expect(any.pricesIncludeTax ? amount : net).toBe(asPriced)
        for (const line of lines)
          expect(line.amount).toBe(any.pricesIncludeTax ? line.net + line.tax : line.net)
      }),
    )
  })

  it('state as rounding what differs from net times rate', () => {
    fc.assert(
      fc.property(priced, (any) => {
        const { tax, rounding, groups } = totalsOf(any)
        const standard = groups.map(({ net, taxRate }) => roundedTax(net, taxRate))
        expect(tax - rounding).toBe(sum(standard))
        if (!any.pricesIncludeTax && any.taxRounding === 'group') expect(rounding).toBe(0)
      }),
    )
  })

  it('ask exactly for the gross prices where they include tax', () => {
    const prices = fc.array(fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), rate), {
      minLength: 1,
      maxLength: 20,
    })
    fc.assert(
      fc.property(prices, (list) => {
        const lines = list.map(([price, taxRate]) => ({
          description: '',
          quantity: '1',
          unitAmount: String(price),
          taxRate,
        }))
        const { amount, groups } = totalsOf({ lines, pricesIncludeTax: true, taxRounding: 'group' })
        expect(amount).toBe(sum(list.map(([price]) => price)))
        for (const { net, tax, taxRate } of groups) {
          const exact = ((net + tax) * Number(taxRate)) / (100 + Number(taxRate))
          expect(Math.abs(tax - exact)).toBeLessThanOrEqual(0.500_001)
        }
      }),
    )
  })

  it('split an amount into parts that add up to it and are in proportion', () => {
    const weights = fc.array(fc.bigInt(-1_000n, 1_000_000n), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), weights, (total, list) => {
        const parts = splitByWeight(total, list)
        expect(parts.reduce((all, part) => all + part, 0n)).toBe(total)
        const positive = list.map((weight) => (weight > 0n ? weight : 0n))
        const whole = positive.reduce((all, weight) => all + weight, 0n)
        if (whole === 0n) return
        for (const [index, part] of parts.entries()) {
          const off = part * whole - total * (positive[index] ?? 0n)
          expect(off < whole && off > -whole).toBe(true)
        }
      }),
    )
  })
})

/** Reads the rate as thousandths of a per cent. */
function roundedTax(net: number, taxRate: string): number {
  const thousandths = BigInt(Math.round(Number(taxRate) * 1_000))
  const exact = BigInt(Math.abs(net)) * thousandths
  return Math.sign(net) * Number((exact + 50_000n) / 100_000n) || 0
}
