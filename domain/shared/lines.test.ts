import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from './decimal.ts'
import { localeOf } from '../texts/locale.ts'
import { lineTotal, sumLines, taxRows } from './lines.ts'

const line = (unitAmount: number, quantity = '1', taxRate?: string) => ({
  description: 'x',
  quantity,
  unitAmount,
  ...(taxRate === undefined ? {} : { taxRate }),
})

describe('lines', () => {
  it('rounds halves away from zero on each line', () => {
    expect(lineTotal(line(5, '0.1')).amount).toBe(1)
    expect(lineTotal(line(-5, '0.1')).amount).toBe(-1)
    expect(lineTotal(line(1_050, '1', '5')).tax).toBe(53)
  })

  it('sums the rounded taxes of the lines', () => {
    const totals = sumLines([line(1_050, '1', '5'), line(1_050, '1', '5')])
    expect(totals).toEqual({ subtotal: 2_100, tax: 106, amount: 2_206 })
  })

  it('lists the tax of each rate, the highest rate first and lines without tax last', () => {
    const lines = [
      line(500),
      line(1_050, '1', '5.0'),
      line(1_050, '1', '5'),
      line(900, '1', '20'),
      line(7, '1', '0'),
    ]
    expect(taxRows(lines, localeOf(), String)).toEqual([
      ['Tax 20 % on 900', '180'],
      ['Tax 5 % on 2100', '106'],
      ['Tax 0 % on 7', '0'],
      ['No tax on 500', '0'],
    ])
    expect(taxRows([line(1_050, '1', '5.0'), line(1_050, '1', '5')], localeOf(), String)).toEqual([
      ['Tax', '106'],
    ])
    expect(taxRows([line(500), line(7, '1', '0')], localeOf(), String)).toEqual([])
  })

  it('computes exactly where floats would not', () => {
    expect(lineTotal(line(9_007_199_254_740_991, '1', '0.1')).tax).toBe(9_007_199_254_741)
    expect(lineTotal(line(10, '0.1')).amount).toBe(1)
  })

  it('differs from exact arithmetic by at most half a minor unit', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 12n), 10n ** 12n),
        fc.integer({ min: 0, max: 10_000 }),
        (unit, hundredths) => {
          const quantity = (hundredths / 100).toFixed(2)
          const { amount } = lineTotal(line(Number(unit), quantity))
          const difference = BigInt(amount) * 100n - unit * BigInt(hundredths)
          expect(2n * (difference < 0n ? -difference : difference)).toBeLessThanOrEqual(100n)
        },
      ),
    )
  })

  it('reads plain decimals exactly and refuses other texts', () => {
    expect(parseDecimal('2.50')).toEqual({ digits: 250n, scale: 2 })
    for (const text of ['', '.5', '1.', '1e3', 'NaN', '1,5', '0.1234567', '+1', ' 1']) {
      expect(parseDecimal(text)).toBeUndefined()
    }
  })
})
