import { describe, expect, it } from 'vitest'
import { exceedsLimits, liveRefusal, readAmounts, volumeEnd } from './trust.ts'

describe('liveRefusal', () => {
  it.each([
    ['suspended', ['payout_account', 'approval'], 'merchant_suspended'],
    ['pending', ['confirmed_email', 'payout_account', 'approval'], 'email_not_confirmed'],
    ['pending', ['payout_account', 'approval'], 'payout_account_missing'],
    ['pending', ['approval'], 'merchant_not_approved'],
    ['approved', [], undefined],
  ] as const)('refuses a merchant that is %s and lacks %j with %s', (status, missing, refusal) => {
    expect(liveRefusal({ status, missing: [...missing] })).toBe(refusal)
  })
})

describe('exceedsLimits', () => {
  const limits = { invoices: 3, amounts: { GBP: 100 } }
  const used = { invoices: 2, amounts: { GBP: 60 } }

  it('allows what just fits, and refuses one more', () => {
    expect(exceedsLimits({ limits, used }, { invoices: 1, amounts: { GBP: 40 } })).toBe(false)
    expect(exceedsLimits({ limits, used }, { invoices: 2, amounts: { GBP: 40 } })).toBe(true)
    expect(exceedsLimits({ limits, used }, { invoices: 1, amounts: { GBP: 41 } })).toBe(true)
  })

  it('does not limit what the limits do not name', () => {
    expect(exceedsLimits({ limits, used }, { invoices: 1, amounts: { EUR: 9_999 } })).toBe(false)
    expect(exceedsLimits({ limits: {}, used }, { invoices: 9_999, amounts: { GBP: 9_999 } })).toBe(false)
  })
})

it('ends the volume of a day at midnight in UTC', () => {
  expect(volumeEnd(Date.parse('2027-03-04T00:00:00Z'))).toBe(Date.parse('2027-03-05T00:00:00Z'))
  expect(volumeEnd(Date.parse('2027-03-04T23:59:59Z'))).toBe(Date.parse('2027-03-05T00:00:00Z'))
})

describe('readAmounts', () => {
  it('reads whole units of each currency as minor units', () => {
    expect(readAmounts('GBP=10, JPY=500')).toEqual({ GBP: 1_000, JPY: 500 })
  })

  it.each(['', 'GBP', 'GBP=1.5', 'XXX=1', 'GBP=-1'])('refuses %j', (text) => {
    expect(() => readAmounts(text)).toThrow(RangeError)
  })
})
