import { describe, expect, it } from 'vitest'
import { fingerprint, type PayoutAccount } from './payout-account.ts'

describe('the mark of a payout account', () => {
  const british = {
    type: 'sort_code',
    sortCode: '040004',
    accountNumber: '12345678',
    holder: 'Lark',
  } as const

  it('is the same for the same account, in whatever order its fields were read', () => {
    const { holder, accountNumber, sortCode, type } = british
    expect(fingerprint({ holder, accountNumber, sortCode, type })).toBe(fingerprint(british))
  })

  it('is another for any other account, and does not name it', () => {
    const accounts: PayoutAccount[] = [
      british,
      { ...british, sortCode: '040005' },
      { ...british, accountNumber: '12345679' },
      { ...british, holder: 'Larkspur' },
      { type: 'iban', iban: 'DE89370400440532013000', holder: 'Lark' },
      { type: 'merchant_account' },
    ]
    const marks = accounts.map((account) => fingerprint(account))
    expect(new Set(marks).size).toBe(accounts.length)
    for (const mark of marks) expect(mark).toMatch(/^[0-9a-f]{8}$/)
  })
})
