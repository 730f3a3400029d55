import { describe, expect, it } from 'vitest'
import type { Currency } from '../shared/money.ts'
import { guessDecimal, readAmount, countDecimalMark } from './amounts.ts'

const GBP = 'GBP' as Currency
const code = (text: string, decimal: 'point' | 'comma' = 'point') => {
  const read = readAmount(text, { decimal }, GBP)
  return typeof read === 'number' ? read : read.code
}

describe('an amount', () => {
  it.each([
    ['1234.5', 123_450],
    ['1,234.50', 123_450],
    ["1'234.50", 123_450],
    ['1 234.50', 123_450],
    ['£1,234.50', 123_450],
    ['1234.50 gbp', 123_450],
    ['0.5', 50],
    ['1.500', 150],
    ['1.234,50', 'other_decimal_mark'],
    ['12,34', 'other_decimal_mark'],
    ['1,23,456', 'invalid_amount'],
    ['1.005', 'too_many_decimals'],
    ['€5', 'other_currency'],
    ['5 usd', 'other_currency'],
    ['--5', 'invalid_amount'],
    ['5-', 'invalid_amount'],
    ['five', 'invalid_amount'],
    ['5__proto__', 'invalid_amount'],
    ['constructor5', 'invalid_amount'],
    ['1 234 567', 123_456_700],
    ['1\u202f234.50 £', 123_450],
    ['10 50', 'invalid_amount'],
    ['1234 567', 'invalid_amount'],
    ["1,234'567", 'invalid_amount'],
    ['100\n200', 'invalid_amount'],
    ['1\t234', 'invalid_amount'],
    ['£5£', 'invalid_amount'],
    ['kr. 5', 'other_currency'],
  ])('reads %s with a decimal point as %s', (text, expected) => {
    expect(code(text)).toBe(expected)
  })

  it.each([
    ['1234,5', 123_450],
    ['1.234,50', 123_450],
    ['1.234', 123_400],
    ['0.500', 'other_decimal_mark'],
    ['1234.50', 'other_decimal_mark'],
  ])('reads %s with a decimal comma as %s', (text, expected) => {
    expect(code(text, 'comma')).toBe(expected)
  })
})

describe('an amount of a file with an unknown decimal mark', () => {
  it.each([
    ['1.500', 'decimal_mark_unknown'],
    ['1,500', 'decimal_mark_unknown'],
    ['£ 1,500', 'decimal_mark_unknown'],
    ['1500', 150_000],
    ['0.500', 50],
    ['1500.00', 150_000],
    ['1,500.00', 150_000],
  ])('reads %s with a guessed decimal point as %s', (text, expected) => {
    const read = readAmount(text, { decimal: 'point', isGuess: true }, GBP)
    expect(typeof read === 'number' ? read : read.code).toBe(expected)
  })

  it('refuses an ambiguous amount in a currency with three decimals too', () => {
    const read = readAmount('1.500', { decimal: 'point', isGuess: true }, 'KWD' as Currency)
    expect(read).toMatchObject({ code: 'decimal_mark_unknown' })
  })
})

describe('an amount in kroner', () => {
  it.each(['1.234,50 kr.', 'kr 1.234,50', '1.234,50 DKK', 'KR. 1.234,50'])('reads %s', (text) => {
    expect(readAmount(text, { decimal: 'comma' }, 'DKK' as Currency)).toBe(123_450)
  })
})

describe('the decimal mark of a file', () => {
  const guess = (amounts: string[], delimiter = ',') => {
    const counts = { point: 0, comma: 0, either: 0 }
    for (const amount of amounts) countDecimalMark(counts, amount)
    const { decimal, isGuess } = guessDecimal(counts, delimiter)
    return isGuess ? `${decimal}?` : decimal
  }

  it.each([
    [['1,234', '1,234.50'], ',', 'point'],
    [['1.234', '1.234,50'], ',', 'comma'],
    [['1.234', '12'], ',', 'point?'],
    [['1.234', '12'], ';', 'comma?'],
    [['1.50', '1,50', '2.50'], ',', 'point?'],
    [['0.500'], ';', 'point'],
    [['1.2.3', '12..5', '7.5'], ',', 'point'],
    [['€ 1.234.567'], ',', 'comma'],
  ] as const)(
    'guesses from amounts %j and delimiter %j the decimal mark %s',
    (amounts, delimiter, expected) => {
      expect(guess([...amounts], delimiter)).toBe(expected)
    },
  )
})
