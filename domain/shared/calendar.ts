import { Temporal } from 'temporal-polyfill'

/** An instant is in milliseconds since 1970-01-01T00:00Z. */
export type Instant = number

/** A calendar date has neither time nor zone: `2026-11-30`. */
export type CalendarDate = string

/** A time of day has the form `09:00`. */
export type TimeOfDay = string

/** Accepts existing dates from 1900 to 9999, as `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1900') return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

/** Refuses offsets such as `+01:00`, because an offset has no daylight saving. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

export function dateInZone(instant: Instant, zone: string): CalendarDate {
  return zoned(instant, zone).toPlainDate().toString()
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

export function mondayOf(date: CalendarDate): CalendarDate {
  const day = Temporal.PlainDate.from(date)
  return day.subtract({ days: day.dayOfWeek - 1 }).toString()
}

export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days
}

/** Returns the first instant after `date` plus `daysLater` days, in an IANA zone. */
export function endOfDate(date: CalendarDate, zone: string, daysLater = 0): Instant {
  return Temporal.PlainDate.from(date)
    .add({ days: 1 + daysLater })
    .toZonedDateTime(zone).epochMilliseconds
}

export function timeOnDate(date: CalendarDate, time: TimeOfDay, zone: string): Instant {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds
}

export function isTimeOfDay(text: string): text is TimeOfDay {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

export function timeOfDay(instant: Instant, zone: string): TimeOfDay {
  return localTime(instant, zone).slice(11, 16)
}

export function localTime(instant: Instant, zone: string): string {
  return zoned(instant, zone).toString({ timeZoneName: 'never', fractionalSecondDigits: 0 })
}

/** Adds an ISO 8601 duration, such as `P1M` or `PT36H`, in an IANA zone. */
export function afterDuration(instant: Instant, duration: string, zone: string): Instant | undefined {
  try {
    return zoned(instant, zone).add(Temporal.Duration.from(duration)).epochMilliseconds
  } catch {
    return undefined
  }
}

export function formatDate(date: CalendarDate): string {
  const { day, month, year } = Temporal.PlainDate.from(date)
  return `${day} ${MONTHS[month - 1]} ${year}`
}

export function formatShortDate(date: CalendarDate): string {
  const { day, month, year } = Temporal.PlainDate.from(date)
  return `${day} ${MONTHS[month - 1]?.slice(0, 3)} ${year}`
}

function zoned(instant: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
}

const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
] // prettier-ignore
