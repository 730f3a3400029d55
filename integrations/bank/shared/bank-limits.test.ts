import { describe, expect, it } from 'vitest'
import { readLimits, schemeLimit } from './bank-limits.ts'

describe('bank limits', () => {
  it('parses bank limits by bank and currency into minor units', () => {
    expect(readLimits('ob-one=10000 GBP, ob-two=5000 EUR,ob-one=7 JPY')).toEqual({
      'ob-one': { GBP: 1_000_000, JPY: 7 },
      'ob-two': { EUR: 500_000 },
    })
  })

  it.each(['ob-one', 'ob-one=10.5 GBP', 'ob-one=10 XXX', 'ob-one=10GBP', '=10 GBP', ''])(
    'refuses the bank limit %j',
    (text) => {
      expect(() => readLimits(text)).toThrow(RangeError)
    },
  )

  it('returns the limit of the currency’s scheme, if there is one', () => {
    expect([schemeLimit('GBP'), schemeLimit('DKK')]).toEqual([100_000_000, undefined])
  })
})
