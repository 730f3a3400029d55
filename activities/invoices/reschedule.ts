import type { InvoiceChanges, InvoiceRow, MerchantRow } from '../../db/entities/index.ts'
import { planOf, type ScheduleFacts, scheduleOf, zoneOf } from '../../db/invoices/schedule.ts'
import { addDays, type CalendarDate, dateInZone, daysBetween } from '../../domain/shared/calendar.ts'
import type { AmendedField, Channel, InvoiceState, Schedule } from '../../domain/invoice/index.ts'

export function rescheduleOf(
  invoice: ScheduleFacts,
  merchant: MerchantRow,
  changes: Partial<ScheduleFacts>,
  state: InvoiceState,
): Schedule {
  const schedule = scheduleOf(invoice, merchant, changes)
  const present = state.link?.expiresAt
  if (present === undefined || 'linkExpiresAt' in changes) return schedule
  const isMoved = schedule.dueDate !== invoice.dueDate
  return { ...schedule, linkExpiresAt: isMoved ? Math.max(present, schedule.linkExpiresAt) : present }
}

export function amended(
  invoice: InvoiceRow,
  changes: InvoiceChanges,
  merchant: MerchantRow,
): { facts: Partial<InvoiceRow>; changed: AmendedField[]; newAddress: Channel[] } {
  const { dueDate, reminders, instructions, linkExpiresAt, email, phone } = changes
  const changed: AmendedField[] = []
  if (dueDate !== undefined) changed.push('due_date')
  if (reminders !== undefined) changed.push('reminders')
  if (instructions !== undefined) changed.push('instructions')
  if (linkExpiresAt !== undefined) changed.push('link_expires_at')
  if (email !== undefined) changed.push('email')
  if (phone !== undefined) changed.push('phone')
  const newAddress: Channel[] = []
  if (email !== undefined && email.toLowerCase() !== invoice.customerEmail.toLowerCase())
    newAddress.push('email')
  if (phone !== undefined && phone !== invoice.customerPhone) newAddress.push('sms')
  const facts = {
    ...(dueDate === undefined ? {} : { dueDate }),
    ...(reminders === undefined ? {} : { reminders: reminders ?? planOf(merchant) }),
    ...(instructions === undefined ? {} : { instructions }),
    ...(linkExpiresAt === undefined
      ? {}
      : { linkExpiresAt: linkExpiresAt === null ? null : new Date(linkExpiresAt) }),
    ...(email === undefined ? {} : { customerEmail: email }),
    ...(phone === undefined ? {} : { customerPhone: phone }),
  }
  return { facts, changed, newAddress }
}

/** @param now milliseconds since 1970, by the invoice's clock */
export function shifted(
  invoice: InvoiceRow,
  state: InvoiceState,
  now: number,
  merchant: MerchantRow,
): Partial<Pick<InvoiceRow, 'dueDate' | 'linkExpiresAt'>> {
  const since = state.onHoldSince ?? now
  const timeZone = zoneOf(invoice, merchant)
  const days = daysBetween(dateInZone(since, timeZone), dateInZone(now, timeZone))
  const dueDate: CalendarDate = addDays(invoice.dueDate, days)
  const end = state.link?.expiresAt
  const usual = scheduleOf(invoice, merchant, { linkExpiresAt: null }).linkExpiresAt
  if (end === undefined || (!invoice.linkExpiresAt && end === usual)) return { dueDate }
  return { dueDate, linkExpiresAt: new Date(end + now - since) }
}
