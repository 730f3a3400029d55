import type { InvoiceChanges, InvoiceRow, MerchantRow } from '../../db/entities/index.ts'
import {
  addDays,
  type CalendarDate,
  dateInZone,
  daysBetween,
  endOfDate,
} from '../../domain/shared/calendar.ts'
import type { AmendedField, Channel, InvoiceState, Schedule } from '../../domain/invoice/index.ts'
import {
  DEFAULT_PLAN,
  type PlannedReminder,
  type ReminderPlan,
  scheduleReminders,
} from '../../domain/invoice/reminder-plan.ts'

/** What of an invoice its dates follow from. */
export type ScheduleFacts = Pick<InvoiceRow, 'dueDate' | 'reminders' | 'linkExpiresAt' | 'customerPhone'>

/** The merchant's plan: an invoice without one of its own takes it over when it is issued. */
export function planOf({ reminderTime, reminderSteps }: MerchantRow): ReminderPlan {
  return { time: reminderTime, steps: reminderSteps ?? DEFAULT_PLAN.steps }
}

/** An invoice's dates as instants, by the calendar of its merchant; with changes, as they would be then. */
export function scheduleOf(
  invoice: ScheduleFacts,
  merchant: MerchantRow,
  changes: Partial<ScheduleFacts> = {},
): Schedule {
  const { dueDate = invoice.dueDate, reminders = invoice.reminders } = changes
  const { linkExpiresAt = invoice.linkExpiresAt, customerPhone = invoice.customerPhone } = changes
  const { timeZone, linkLifetimeDays } = merchant
  return {
    dueDate,
    overdueAt: endOfDate(dueDate, timeZone),
    linkExpiresAt: linkExpiresAt?.getTime() ?? endOfDate(dueDate, timeZone, linkLifetimeDays),
    reminders: reachable(scheduleReminders(reminders ?? planOf(merchant), dueDate, timeZone), customerPhone),
  }
}

/**
 * The dates of an invoice that is sent, with these changes. Its link keeps the end it has, also one that it got with a
 * regenerated link, unless the end itself is changed; a later due date can only make it longer.
 */
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

/** A merchant's plan may send text messages; a customer without a telephone is reminded by e-mail alone. */
function reachable(steps: PlannedReminder[], phone: string | null | undefined): PlannedReminder[] {
  if (phone) return steps
  return steps
    .map((step) => ({ ...step, channels: step.channels.filter((channel) => channel !== 'sms') }))
    .filter(({ channels }) => channels.length > 0)
}

/** What an amendment makes of an invoice's row, and what of it is new. */
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

/**
 * The due date after a hold, later by the days that it lasted in the merchant's calendar; a link whose end does not
 * follow from the due date gets the time itself.
 */
export function shifted(
  invoice: InvoiceRow,
  state: InvoiceState,
  now: number,
  merchant: MerchantRow,
): Partial<Pick<InvoiceRow, 'dueDate' | 'linkExpiresAt'>> {
  const since = state.onHoldSince ?? now
  const { timeZone } = merchant
  const days = daysBetween(dateInZone(since, timeZone), dateInZone(now, timeZone))
  const dueDate: CalendarDate = addDays(invoice.dueDate, days)
  const end = state.link?.expiresAt
  const usual = scheduleOf(invoice, merchant, { linkExpiresAt: null }).linkExpiresAt
  if (end === undefined || (!invoice.linkExpiresAt && end === usual)) return { dueDate }
  return { dueDate, linkExpiresAt: new Date(end + now - since) }
}
