import { describe, expect, it } from 'vitest'
import { moneyEntries } from '../../../../db/invoices/money-entries.ts'
import { fold } from '../../../../domain/invoice/index.ts'
import { SITUATIONS } from '../../../../domain/invoice/spec/situations.ts'
import { depositView, moneyView } from './invoice-view.ts'

describe('moneyView', () => {
  it.each([
    ['paid twice', [0, 10_000]],
    ['reversal accepted', [0]],
  ] as const)('states the overpayment of each payment that still counts: %s', (situation, overpayments) => {
    const log = SITUATIONS[situation]
    const { payments } = moneyView({ money: moneyEntries(fold(log), log) })
    expect(payments.map(({ overpayment }) => overpayment)).toEqual(overpayments)
  })
})

describe('depositView', () => {
  it.each([
    ['sent', 10_000, false],
    ['sent', 7_000, true],
    ['paid', 0, true],
    ['void', 0, false],
  ] as const)('states whether the deposit is paid: %s with %i due', (status, amountDue, paid) => {
    expect(depositView({ amount: 10_000, amountCredited: 0, amountDue, status }, 3_000)).toEqual({
      amount: 3_000,
      paid,
    })
  })
})
