import { dateInZone, formatShortDate } from '../../../domain/shared/calendar.ts'

/** Returns text such as `30 Nov 2026`. An account has no time zone of its own. */
export function shortDay(at: Date | number): string {
  return formatShortDate(dateInZone(Number(at), 'UTC'))
}
