import { describe, expect, it } from 'vitest'
import { dateInZone, endOfDate, formatDate, isCalendarDate } from './calendar.ts'

const iso = (instant: number) => new Date(instant).toISOString()

describe('calendar', () => {
  it('accepts only existing dates in the form YYYY-MM-DD', () => {
    expect(isCalendarDate('2028-02-29')).toBe(true)
    for (const text of ['2027-02-29', '2026-13-01', '2026-1-1', '20261130', 'tomorrow', '2026-11-30T00:00']) {
      expect(isCalendarDate(text)).toBe(false)
    }
  })

  it('ends a date at midnight of the merchant’s time zone', () => {
    expect(iso(endOfDate('2026-11-30', 'Europe/London'))).toBe('2026-12-01T00:00:00.000Z')
    expect(iso(endOfDate('2026-11-30', 'Pacific/Auckland'))).toBe('2026-11-30T11:00:00.000Z')
    expect(iso(endOfDate('2026-11-30', 'America/Los_Angeles', 30))).toBe('2026-12-31T08:00:00.000Z')
  })

  it('ends a date at 01:00 where the clocks skip from midnight to 01:00', () => {
    expect(iso(endOfDate('2026-04-23', 'Africa/Cairo'))).toBe('2026-04-23T22:00:00.000Z')
  })

  it('converts an instant to the date of each time zone', () => {
    const instant = Date.parse('2026-12-31T23:30:00Z')
    expect(dateInZone(instant, 'Europe/London')).toBe('2026-12-31')
    expect(dateInZone(instant, 'Asia/Tokyo')).toBe('2027-01-01')
  })

  it('formats a date with the name of its month', () => {
    expect(formatDate('2026-11-03')).toBe('3 November 2026')
  })
})
