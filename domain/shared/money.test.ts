import { describe, expect, it } from 'vitest'
import {
  type Currency,
  currencyExponent,
  decimalAmount,
  formatMoney,
  isCurrency,
  toAmountSum,
} from './money.ts'

const money = (amount: number, currency: string) => formatMoney({ amount, currency: currency as Currency })

describe('money', () => {
  it('formats each currency with the decimals of ISO 4217', () => {
    expect(money(123_450, 'EUR')).toBe('1,234.50 EUR')
    expect(money(5, 'EUR')).toBe('0.05 EUR')
    expect(money(1_234, 'JPY')).toBe('1,234 JPY')
    expect(money(1_234_567, 'KWD')).toBe('1,234.567 KWD')
    expect(money(-1, 'GBP')).toBe('-0.01 GBP')
  })

  it.each([
    [5, 'EUR', '0.05'],
    [-5, 'EUR', '-0.05'],
    [0, 'EUR', '0.00'],
    [-1_234, 'JPY', '-1234'],
    [12_345, 'CLF', '1.2345'],
    ['-9007199254740993', 'KWD', '-9007199254740.993'],
  ])('writes %s minor units of %s as %s', (amount, currency, text) => {
    expect(decimalAmount({ amount, currency: currency as Currency })).toBe(text)
  })

  it('gives two decimals to HUF, IDR and COP, unlike ICU', () => {
    for (const code of ['HUF', 'IDR', 'COP']) expect(currencyExponent(code as Currency)).toBe(2)
  })

  it('turns a sum into text when a JSON number is not exact', () => {
    expect(toAmountSum(9_007_199_254_740_991n)).toBe(9_007_199_254_740_991)
    expect(toAmountSum(9_007_199_254_740_993n)).toBe('9007199254740993')
    expect(toAmountSum(-9_007_199_254_740_993n)).toBe('-9007199254740993')
  })

  it('accepts only the codes of ISO 4217', () => {
    expect(isCurrency('EUR')).toBe(true)
    for (const code of ['eur', 'XXX', '', 'EURO', 'BTC']) expect(isCurrency(code)).toBe(false)
  })
})
