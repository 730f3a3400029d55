import { describe, expect, it } from 'vitest'
import { dateInZone, endOfDate, formatDate, isCalendarDate } from './calendar.ts'

const iso = (instant: number) => new Date(instant).toISOString()

describe('calendar', () => {
  it('takes only dates that exist', () => {
    expect(isCalendarDate('2028-02-29')).toBe(true)
    for (const text of ['2027-02-29', '2026-13-01', '2026-1-1', '20261130', 'tomorrow', '2026-11-30T00:00']) {
      expect(isCalendarDate(text)).toBe(false)
    }
  })

  it('ends a date where the merchant lives', () => {
    expect(iso(endOfDate('2026-11-30', 'Europe/London'))).toBe('2026-12-01T00:00:00.000Z')
    expect(iso(endOfDate('2026-11-30', 'Pacific/Auckland'))).toBe('2026-11-30T11:00:00.000Z')
    expect(iso(endOfDate('2026-11-30', 'America/Los_Angeles', 30))).toBe('2026-12-31T08:00:00.000Z')
  })

  it('ends a date at the first moment of the next, where clocks change at midnight', () => {
    // Cairo skips from 00:00 to 01:00 on 2026-04-24.
    expect(iso(endOfDate('2026-04-23', 'Africa/Cairo'))).toBe('2026-04-23T22:00:00.000Z')
  })

  it('knows which date it is where', () => {
    const instant = Date.parse('2026-12-31T23:30:00Z')
    expect(dateInZone(instant, 'Europe/London')).toBe('2026-12-31')
    expect(dateInZone(instant, 'Asia/Tokyo')).toBe('2027-01-01')
  })

  it('writes dates for people', () => {
    expect(formatDate('2026-11-03')).toBe('3 November 2026')
  })
})
