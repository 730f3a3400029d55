import { describe, expect, it } from 'vitest'
import type { Currency } from '../../../domain/shared/money.ts'
import { readMoney } from './read-money.ts'

const [GBP, JPY] = ['GBP', 'JPY'] as unknown as readonly [Currency, Currency]

describe('readMoney', () => {
  it.each([
    ['1250', 125_000],
    [' 1,250.50 ', 125_050],
    ['1250,5', 125_050],
    ['1.250,50', 125_050],
    ['-10', -1_000],
    ['0', 0],
    ['0.00', 0],
  ])('reads %j', (text, amount) => {
    expect(readMoney(text, GBP)).toBe(amount)
  })

  it.each([
    ['1,250', 'write 1250.00 if it is 1250'],
    ['', 'must not be empty'],
    ['12.5051', 'at most 2 decimals'],
    ['ten', 'must be a number'],
    ['1e3', 'must be a number'],
  ])('refuses %j, and says what to write', (text, words) => {
    expect(readMoney(text, GBP)).toEqual({ mistake: expect.stringContaining(words) })
  })

  it('reads thousands and refuses decimals in a currency without decimals', () => {
    expect(readMoney('1,250', JPY)).toBe(1_250)
    expect(readMoney('100.5', JPY)).toEqual({ mistake: expect.stringContaining('no decimals') })
  })
})
