import { describe, expect, it } from 'vitest'
import { type Currency, currencyExponent, formatMoney, isCurrency } from './money.ts'

const money = (amount: bigint, currency: string) => formatMoney({ amount, currency: currency as Currency })

describe('money', () => {
  it('shows exactly the digits that ISO 4217 gives a currency', () => {
    expect(money(123_450n, 'EUR')).toBe('1,234.50 EUR')
    expect(money(5n, 'EUR')).toBe('0.05 EUR')
    expect(money(1_234n, 'JPY')).toBe('1,234 JPY')
    expect(money(1_234_567n, 'KWD')).toBe('1,234.567 KWD')
    expect(money(-1n, 'GBP')).toBe('-0.01 GBP')
  })

  it('counts the currencies that ICU shows without decimals in hundredths', () => {
    for (const code of ['HUF', 'IDR', 'COP']) expect(currencyExponent(code as Currency)).toBe(2)
  })

  it('knows only codes of the standard', () => {
    expect(isCurrency('EUR')).toBe(true)
    for (const code of ['eur', 'XXX', '', 'EURO', 'BTC']) expect(isCurrency(code)).toBe(false)
  })
})
