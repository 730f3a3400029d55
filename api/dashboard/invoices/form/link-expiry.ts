import { dateInZone, endOfDate, isCalendarDate } from '../../../../domain/shared/calendar.ts'
import { toIso } from '../../../../domain/events/public-event.ts'
import type { Fields } from '../../../identity/form.ts'

/** The form has only dates, so `link_expires_at` keeps the exact instant. */
export function linkExpiryFields(expiresAt: Date | null | undefined, zone: string): Fields {
  if (!expiresAt) return { link_expires_on: '', link_expires_at: '' }
  const at = expiresAt.getTime()
  return { link_expires_on: lastDateOf(at, zone), link_expires_at: toIso(at) }
}

/** @returns the instant for `/v1`, undefined without a date, or the mistake */
export function linkExpiry(fields: Fields, zone: string): string | undefined | { mistake: string } {
  const { link_expires_on: date = '', link_expires_at: kept = '' } = fields
  if (date === '') return undefined
  if (!isCalendarDate(date)) return { mistake: 'is no date' }
  const at = Date.parse(kept)
  return !Number.isNaN(at) && lastDateOf(at, zone) === date ? kept : toIso(endOfDate(date, zone))
}

/** A day ends where the next begins. */
function lastDateOf(at: number, zone: string): string {
  return dateInZone(at - 1, zone)
}
