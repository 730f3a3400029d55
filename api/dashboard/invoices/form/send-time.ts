import {
  type CalendarDate,
  dateInZone,
  isCalendarDate,
  isTimeOfDay,
  type TimeOfDay,
  timeOfDay,
  timeOnDate,
} from '../../../../domain/shared/calendar.ts'
import { toIso } from '../../../../domain/events/public-event.ts'
import type { Fields } from '../../../identity/form.ts'

const USUAL_TIME: TimeOfDay = '09:00'

/** The form has only minutes, so `send_at` keeps the exact instant. */
export function sendFields(sendAt: Date | null | undefined, zone: string): Fields {
  if (!sendAt) return { send_on: '', send_time: '', send_at: '' }
  const at = sendAt.getTime()
  return { send_on: dateInZone(at, zone), send_time: timeOfDay(at, zone), send_at: toIso(at) }
}

/** @returns the instant for `/v1`, undefined without a date, or the mistake */
export function sendInstant(fields: Fields, zone: string): string | undefined | { mistake: string } {
  const { send_on: date = '', send_time: typed = '', send_at: kept = '' } = fields
  if (date === '') return undefined
  const time = typed || USUAL_TIME
  if (!isCalendarDate(date) || !isTimeOfDay(time)) return { mistake: 'is no date and time' }
  if (isSame(kept, date, time, zone)) return kept
  const at = timeOnDate(date, time, zone)
  return at > Date.now() ? toIso(at) : { mistake: 'must be later than now' }
}

function isSame(kept: string, date: CalendarDate, time: TimeOfDay, zone: string): boolean {
  const at = Date.parse(kept)
  return !Number.isNaN(at) && dateInZone(at, zone) === date && timeOfDay(at, zone) === time
}
