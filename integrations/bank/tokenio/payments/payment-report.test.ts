import { describe, expect, it } from 'vitest'
import { paymentReportOf } from './payment-report.ts'

const accounts = { EUR: 'pa:1' }
const payment = (status: string, bankPaymentStatus?: string, currency = 'DKK', value = '12.50') => ({
  id: 'pm2:1',
  status,
  ...(bankPaymentStatus ? { bankPaymentStatus } : {}),
  initiation: { amount: { value, currency } },
})

describe('a payment at Token.io', () => {
  it.each([
    ['ACSC', 'DKK', 'settled'],
    ['ACCC', 'DKK', 'settled'],
    ['ACSP', 'DKK', 'processing'],
    ['ACSC', 'EUR', 'processing'],
  ])(
    'reads a completed payment with the bank status %s in %s as %s when `debited` counts as paid',
    (atBank, currency, status) => {
      const report = paymentReportOf(payment('INITIATION_COMPLETED', atBank, currency), accounts, 'debited')
      expect(report.status).toBe(status)
      expect(report.provisional).toBe(status === 'settled' && atBank === 'ACSC' ? true : undefined)
    },
  )

  it.each<[string, string | undefined, string, string, string?]>([
    ['INITIATION_PENDING', undefined, 'DKK', 'authorizing'],
    ['INITIATION_PENDING_REDIRECT_AUTH', undefined, 'DKK', 'authorizing'],
    ['INITIATION_PENDING_REDIRECT_HP', undefined, 'DKK', 'authorizing'],
    ['INITIATION_PENDING_REDIRECT_PBL', undefined, 'DKK', 'authorizing'],
    ['INITIATION_PENDING_EMBEDDED_AUTH', undefined, 'DKK', 'authorizing'],
    ['INITIATION_PENDING_DECOUPLED_AUTH', undefined, 'DKK', 'authorizing'],
    ['INITIATION_PENDING_REDIRECT_AUTH_VERIFICATION', undefined, 'DKK', 'processing'],
    ['INITIATION_PENDING_EMBEDDED_AUTH_VERIFICATION', undefined, 'DKK', 'processing'],
    ['INITIATION_PENDING_REDEMPTION', undefined, 'DKK', 'processing'],
    ['INITIATION_PENDING_REDEMPTION_VERIFICATION', undefined, 'DKK', 'processing'],
    ['INITIATION_PROCESSING', 'ACSC', 'DKK', 'processing'],
    ['INITIATION_COMPLETED', undefined, 'DKK', 'processing'],
    ['INITIATION_COMPLETED', 'ACSP', 'DKK', 'processing'],
    ['INITIATION_COMPLETED', 'ACSC', 'DKK', 'processing'],
    ['INITIATION_COMPLETED', 'ACCC', 'DKK', 'settled'],
    ['INITIATION_COMPLETED', 'AcceptedCreditSettlementCompleted', 'DKK', 'settled'],
    ['INITIATION_COMPLETED', 'ACCC', 'EUR', 'processing'],
    ['INITIATION_COMPLETED', 'ACCC', 'NOK', 'settled'],
    ['SETTLEMENT_IN_PROGRESS', 'ACCC', 'EUR', 'processing'],
    ['SETTLEMENT_COMPLETED', undefined, 'EUR', 'settled'],
    ['SETTLEMENT_INCOMPLETE', 'ACSC', 'EUR', 'processing'],
    ['INITIATION_NO_FINAL_STATUS_AVAILABLE', undefined, 'DKK', 'processing'],
    ['INITIATION_EXPIRED', undefined, 'DKK', 'failed', 'expired'],
    ['INITIATION_EXPIRED', 'AwaitingAuthorisation', 'DKK', 'failed', 'expired'],
    ['INITIATION_EXPIRED', 'ACSP', 'DKK', 'processing'],
    ['INITIATION_EXPIRED', 'some other status', 'DKK', 'processing'],
    ['INITIATION_REJECTED', 'RJCT', 'DKK', 'failed', 'provider_rejected'],
    ['INITIATION_REJECTED_INSUFFICIENT_FUNDS', 'RJCT', 'DKK', 'failed', 'insufficient_funds'],
    ['INITIATION_DECLINED', undefined, 'DKK', 'failed', 'declined'],
    ['INITIATION_FAILED', undefined, 'DKK', 'failed', 'initiation_failed'],
    ['CANCELED', undefined, 'DKK', 'failed', 'canceled'],
    ['SOMETHING_NEW', 'ACCC', 'DKK', 'authorizing'],
  ])(
    'reads a payment with the status %s and the bank status %s in %s as %s',
    (status, atBank, currency, expected, reason) => {
      const { amount, unknownStatus, ...report } = paymentReportOf(
        payment(status, atBank, currency),
        accounts,
        'credited',
      )
      expect(unknownStatus).toBe(status === 'SOMETHING_NEW' ? 'SOMETHING_NEW/ACCC' : undefined)
      expect(amount).toBe(1_250)
      expect(report).toEqual({
        status: expected,
        currency,
        ...(reason ? { reason } : {}),
        railStatus: [status, ...(atBank ? [atBank.replaceAll(' ', '_')] : [])].join('/'),
      })
    },
  )

  it.each([
    ['1250', 'DKK', 125_000],
    ['12.5', 'DKK', 1_250],
    ['12.5000', 'DKK', 1_250],
    ['0.01', 'DKK', 1],
    ['1250', 'JPY', 1_250],
  ])('reads the amount %s %s in minor units', (value, currency, amount) => {
    expect(
      paymentReportOf(payment('SETTLEMENT_COMPLETED', undefined, currency, value), accounts, 'credited')
        .amount,
    ).toBe(amount)
  })

  it.each([
    ['12.505', '12.505/DKK'],
    ['-1', '-1/DKK'],
    ['1e3', '1e3/DKK'],
    ['', 'empty/DKK'],
    ['1,250.00', '1_250.00/DKK'],
  ])('keeps the text of the unreadable amount %j, and reads the status', (value, unreadableAmount) => {
    const unreadable = payment('SETTLEMENT_COMPLETED', undefined, 'DKK', value)
    const report = paymentReportOf(unreadable, accounts, 'credited')
    expect(report).toEqual({ status: 'settled', railStatus: 'SETTLEMENT_COMPLETED', unreadableAmount })
  })

  it.each([7, 'much', [], { value: 12.5, currency: 'DKK' }, { value: '12.50' }])(
    'reads the status of a failed payment whose amount is %j',
    (amount) => {
      const odd = { id: 'pm2:1', status: 'INITIATION_REJECTED', initiation: { amount } }
      expect(paymentReportOf(odd, accounts, 'credited')).toMatchObject({
        status: 'failed',
        unreadableAmount: expect.any(String),
      })
    },
  )
})
