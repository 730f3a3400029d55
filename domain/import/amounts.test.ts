import { describe, expect, it } from 'vitest'
import type { Currency } from '../money.ts'
import { guessDecimal, readAmount, voteAmount } from './amounts.ts'

const GBP = 'GBP' as Currency
const code = (text: string, decimal: 'point' | 'comma' = 'point') => {
  const read = readAmount(text, decimal, GBP)
  return typeof read === 'bigint' ? read : read.code
}

describe('an amount', () => {
  it.each([
    ['1234.5', 123_450n],
    ['1,234.50', 123_450n],
    ["1'234.50", 123_450n],
    ['1 234.50', 123_450n],
    ['£1,234.50', 123_450n],
    ['1234.50 gbp', 123_450n],
    ['0.5', 50n],
    ['1.500', 150n],
    ['1.234,50', 'other_decimal_mark'],
    ['12,34', 'other_decimal_mark'],
    ['1,23,456', 'invalid_amount'],
    ['1.005', 'too_many_decimals'],
    ['€5', 'other_currency'],
    ['5 usd', 'other_currency'],
    ['--5', 'invalid_amount'],
    ['5-', 'invalid_amount'],
    ['five', 'invalid_amount'],
    // Names that every object has.
    ['5__proto__', 'invalid_amount'],
    ['constructor5', 'invalid_amount'],
  ])('%s with a decimal point is %s', (text, expected) => {
    expect(code(text)).toBe(expected)
  })

  it.each([
    ['1234,5', 123_450n],
    ['1.234,50', 123_450n],
    ['1.234', 123_400n],
    ['0.500', 'other_decimal_mark'],
    ['1234.50', 'other_decimal_mark'],
  ])('%s with a decimal comma is %s', (text, expected) => {
    expect(code(text, 'comma')).toBe(expected)
  })
})

describe('the convention of a file', () => {
  const guess = (amounts: string[], delimiter = ',') => {
    const votes = { point: 0, comma: 0 }
    for (const amount of amounts) voteAmount(votes, amount)
    return guessDecimal(votes, delimiter)
  }

  it.each([
    [['1,234', '1,234.50'], ',', 'point'],
    [['1.234', '1.234,50'], ',', 'comma'],
    [['1.234', '12'], ',', 'point'],
    [['1.234', '12'], ';', 'comma'],
    [['1.2.3', '12..5', '7.5'], ',', 'point'],
    [['€ 1.234.567'], ',', 'comma'],
  ] as const)('%j with %j between its cells is a decimal %s', (amounts, delimiter, expected) => {
    expect(guess([...amounts], delimiter)).toBe(expected)
  })
})
