import { describe, expect, it } from 'vitest'
import { fingerprint, type PayoutAccount } from './payout-account.ts'

describe('the fingerprint of a payout account', () => {
  const british = {
    type: 'sort_code',
    sortCode: '040004',
    accountNumber: '12345678',
    holder: 'Lark',
  } as const

  it('gives the same fingerprint to the same account in any order of its fields', () => {
    const { holder, accountNumber, sortCode, type } = british
    expect(fingerprint({ holder, accountNumber, sortCode, type })).toBe(fingerprint(british))
  })

  it('gives every other account another fingerprint of 8 hex digits', () => {
    const accounts: PayoutAccount[] = [
      british,
      { ...british, sortCode: '040005' },
      { ...british, accountNumber: '12345679' },
      { ...british, holder: 'Larkspur' },
      { type: 'iban', iban: 'DE89370400440532013000', holder: 'Lark' },
      { type: 'merchant_account' },
    ]
    const fingerprints = accounts.map((account) => fingerprint(account))
    expect(new Set(fingerprints).size).toBe(accounts.length)
    for (const one of fingerprints) expect(one).toMatch(/^[0-9a-f]{8}$/)
  })
})
