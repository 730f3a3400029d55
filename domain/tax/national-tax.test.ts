import { describe, expect, it } from 'vitest'
import { type Currency, isCurrency } from '../shared/money.ts'
import { demandedCurrency, exchangeRefusal, nationalCurrencyOf } from './national-currency.ts'
import { nationalTaxOf } from './national-tax.ts'

const inNational = (tax: number, from: string, to: string, exchangeRate: string) =>
  nationalTaxOf(tax, from as Currency, { currency: to as Currency, exchangeRate }).amount

describe('the tax in the currency of the seller’s country', () => {
  it.each([
    // 1,000.00 EUR with 20 %: 200.00 × 0.8432 = 168.64.
    [20_000, 'EUR', 'GBP', '0.8432', 16_864],
    // 0.05 × 0.9 = 0.045, and 0.0449955 is below the half.
    [5, 'EUR', 'GBP', '0.9', 5],
    [5, 'EUR', 'GBP', '0.89991', 4],
    // 19.99 × 163.455 = 3,267.46545 yen, and 10.00 × 163.45 = 1,634.5.
    [1_999, 'EUR', 'JPY', '163.455', 3_267],
    [1_000, 'EUR', 'JPY', '163.45', 1_635],
    // 3,000 yen × 0.00612 = 18.36.
    [3_000, 'JPY', 'EUR', '0.00612', 1_836],
    // 200.00 × 0.407315 = 81.463 dinars.
    [20_000, 'USD', 'BHD', '0.407315', 81_463],
    [81_463, 'BHD', 'USD', '2.6595', 21_665],
    [0, 'EUR', 'GBP', '0.8432', 0],
    [-5, 'EUR', 'GBP', '0.9', -5],
  ])('makes of %i %s minor units in %s at %s: %i', (tax, from, to, rate, expected) => {
    expect(inNational(tax, from, to, rate)).toBe(expected)
  })

  it('knows the currency of a country, and which laws demand it', () => {
    const euro = ['DE', 'BG', 'HR', 'IE'].map(nationalCurrencyOf)
    expect(euro).toEqual(['EUR', 'EUR', 'EUR', 'EUR'])
    const [gb, dk, xx] = ['GB', 'DK', 'XX'].map(nationalCurrencyOf)
    expect([gb, dk, xx]).toEqual(['GBP', 'DKK', undefined])
    expect(isCurrency(gb ?? '')).toBe(true)
    const demanded = (country: string, currency: string) => demandedCurrency(country, currency as Currency)
    expect(demanded('GB', 'EUR')).toBe('GBP')
    expect(demanded('DE', 'USD')).toBe('EUR')
    expect(demanded('DE', 'EUR')).toBeUndefined()
    expect(demanded('US', 'EUR')).toBeUndefined()
  })

  it('says why a rate is refused', () => {
    expect(exchangeRefusal('GB', 'EUR')).toBeUndefined()
    expect(exchangeRefusal('', 'EUR')).toContain('needs the country')
    expect(exchangeRefusal('XX', 'EUR')).toContain('XX')
    expect(exchangeRefusal('GB', 'GBP')).toContain('GBP')
  })
})
