import { Temporal } from 'temporal-polyfill'

/** An instant: milliseconds since 1970-01-01T00:00Z. */
export type Instant = number

/** A calendar date without a time or zone, `2026-11-30`. */
export type CalendarDate = string

/** Is this a real date, written `YYYY-MM-DD`, in the years 1900 to 9999? */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1900') return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

/** The calendar date that it is in this IANA zone at this instant. */
export function dateInZone(instant: Instant, zone: string): CalendarDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/**
 * The instant at which `date` is over in this IANA zone: the first moment of the next day there, which is not
 * midnight where the clocks change at midnight.
 */
export function endOfDate(date: CalendarDate, zone: string, daysLater = 0): Instant {
  return Temporal.PlainDate.from(date)
    .add({ days: 1 + daysLater })
    .toZonedDateTime(zone).epochMilliseconds
}

/** A date as a reader anywhere understands it: `30 November 2026`. */
export function formatDate(date: CalendarDate): string {
  const { day, month, year } = Temporal.PlainDate.from(date)
  return `${day} ${MONTHS[month - 1]} ${year}`
}

const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
] // prettier-ignore
