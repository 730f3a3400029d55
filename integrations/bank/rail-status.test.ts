import { describe, expect, it } from 'vitest'
import { railStatusText } from './rail.ts'
import { paymentReportOf } from './truelayer/payments/payment-report.ts'
import { refundReportOf } from './truelayer/payments/refunds.ts'

describe('the status text of a rail', () => {
  it('joins the parts of a rail status in plain characters, at most 100', () => {
    expect(railStatusText('failed', 'authorizing')).toBe('failed/authorizing')
    expect(railStatusText('INITIATION_COMPLETED', undefined, '')).toBe('INITIATION_COMPLETED')
    expect(railStatusText('<script>\n“x”')).toBe('_script___x_')
    expect(railStatusText('x'.repeat(300_000))).toHaveLength(100)
    expect(railStatusText(undefined)).toBe('')
  })

  it('limits a failure reason to 100 plain characters', () => {
    const { reason = '' } = paymentReportOf({ status: 'failed', failure_reason: 'a b'.repeat(1_000) })
    expect(reason).toMatch(/^[ab_]{100}$/)
    expect(refundReportOf('failed', 'a b'.repeat(1_000))).toEqual({ status: 'failed', reason })
    expect(paymentReportOf({ status: 'failed' })).toEqual({
      status: 'failed',
      reason: 'unknown',
      railStatus: 'failed',
    })
  })
})
