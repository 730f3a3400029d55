import { describe, expect, it } from 'vitest'
import { type AttemptStatus, deadlines, DRAFT, type InvoiceState, nextDeadline } from './index.ts'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const attempt = (status: AttemptStatus) => ({
  id: 'a',
  rail: 'truelayer' as const,
  bankId: 'b',
  amount: 100,
  status,
  startedAt: 0,
})
const state: InvoiceState = {
  ...DRAFT,
  amount: 100,
  amountDue: 100,
  status: 'sent',
  overdueAt: 100 * MINUTE,
  link: { id: 'l', status: 'active', expiresAt: 900 * MINUTE, expired: false },
}

describe('the next deadline', () => {
  it('returns the end of the due date, then the link’s expiry, then none', () => {
    expect(nextDeadline(state)).toEqual({ at: 100 * MINUTE, reason: 'overdue' })
    expect(nextDeadline({ ...state, status: 'overdue' })).toEqual({ at: 900 * MINUTE, reason: 'link_expiry' })
    const expired = { id: 'l', status: 'expired', expiresAt: 900 * MINUTE, expired: true } as const
    expect(nextDeadline({ ...state, status: 'overdue', link: expired })).toBeUndefined()
  })

  it('checks an open payment hourly for three days, then daily, and not after 90 days', () => {
    const link = { id: 'l', status: 'locked', expiresAt: 900 * MINUTE, expired: false } as const
    const paying = { ...state, overdueAt: 10_000 * MINUTE, link, attempts: [attempt('authorizing')] }
    expect(nextDeadline(paying)).toEqual({ at: MINUTE, reason: 'payment_check', of: 'a' })
    expect(nextDeadline(paying, { a: MINUTE })?.at).toBe(5 * MINUTE)
    expect(nextDeadline(paying, { a: 5 * MINUTE })?.at).toBe(65 * MINUTE)
    expect(nextDeadline(paying, { a: 1_000 * MINUTE })?.at).toBe(1_060 * MINUTE)
    const checkAfter = (last: number) => deadlines(paying, { a: last }).find(({ of }) => of === 'a')?.at
    expect(checkAfter(3 * DAY - 1)).toBe(3 * DAY - 1 + 60 * MINUTE)
    expect(checkAfter(3 * DAY)).toBe(4 * DAY)
    expect(checkAfter(89 * DAY)).toBe(90 * DAY)
    expect(checkAfter(90 * DAY)).toBeUndefined()
  })

  it('checks an open payment of a paid invoice at once, and once', () => {
    const paid = { ...state, status: 'paid' as const, paidAt: 30_000, attempts: [attempt('authorizing')] }
    expect(nextDeadline(paid)).toEqual({ at: 30_000, reason: 'payment_check', of: 'a' })
    expect(nextDeadline(paid, { a: 30_001 })?.at).toBeGreaterThan(30_001)
  })
})
