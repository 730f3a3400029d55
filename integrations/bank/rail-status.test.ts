import { describe, expect, it } from 'vitest'
import { asTold } from './rail.ts'
import { readingOf } from './truelayer/payments/payment-states.ts'
import { refundReadingOf } from './truelayer/payments/refunds.ts'

describe('the words of a rail', () => {
  it('are kept one after the other, in plain characters and not at length', () => {
    expect(asTold('failed', 'authorizing')).toBe('failed/authorizing')
    expect(asTold('INITIATION_COMPLETED', undefined, '')).toBe('INITIATION_COMPLETED')
    expect(asTold('<script>\n“x”')).toBe('_script___x_')
    expect(asTold('x'.repeat(300_000))).toHaveLength(100)
    expect(asTold(undefined)).toBe('')
  })

  it('are bounded as a reason too', () => {
    const { reason = '' } = readingOf({ status: 'failed', failure_reason: 'a b'.repeat(1_000) })
    expect(reason).toMatch(/^[ab_]{100}$/)
    expect(refundReadingOf('failed', 'a b'.repeat(1_000))).toEqual({ status: 'failed', reason })
    expect(readingOf({ status: 'failed' })).toEqual({
      status: 'failed',
      reason: 'unknown',
      railStatus: 'failed',
    })
  })
})
