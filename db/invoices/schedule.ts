import { endOfDate } from '../../domain/shared/calendar.ts'
import type { Schedule } from '../../domain/invoice/index.ts'
import {
  DEFAULT_PLAN,
  type PlannedReminder,
  type ReminderPlan,
  scheduleReminders,
} from '../../domain/invoice/messages/reminder-plan.ts'
import type { InvoiceRow, MerchantRow } from '../entities/index.ts'

export type ScheduleFacts = Pick<InvoiceRow, 'dueDate' | 'reminders' | 'linkExpiresAt' | 'customerPhone'> &
  Partial<Pick<InvoiceRow, 'timeZone'>>

/** An issued invoice keeps its zone when the merchant's zone changes. */
export function zoneOf(
  { timeZone }: Partial<Pick<InvoiceRow, 'timeZone'>>,
  merchant: Pick<MerchantRow, 'timeZone'>,
): string {
  return timeZone ?? merchant.timeZone
}

export function planOf({ reminderTime, reminderSteps }: MerchantRow): ReminderPlan {
  return { time: reminderTime, steps: reminderSteps ?? DEFAULT_PLAN.steps }
}

export function scheduleOf(
  invoice: ScheduleFacts,
  merchant: MerchantRow,
  changes: Partial<ScheduleFacts> = {},
): Schedule {
  const { dueDate = invoice.dueDate, reminders = invoice.reminders } = changes
  const { linkExpiresAt = invoice.linkExpiresAt, customerPhone = invoice.customerPhone } = changes
  const { linkLifetimeDays } = merchant
  const timeZone = zoneOf(invoice, merchant)
  return {
    dueDate,
    overdueAt: endOfDate(dueDate, timeZone),
    linkExpiresAt: linkExpiresAt?.getTime() ?? endOfDate(dueDate, timeZone, linkLifetimeDays),
    reminders: withReachableChannels(
      scheduleReminders(reminders ?? planOf(merchant), dueDate, timeZone),
      customerPhone,
    ),
  }
}

function withReachableChannels(
  steps: PlannedReminder[],
  phone: string | null | undefined,
): PlannedReminder[] {
  if (phone) return steps
  return steps
    .map((step) => ({ ...step, channels: step.channels.filter((channel) => channel !== 'sms') }))
    .filter(({ channels }) => channels.length > 0)
}
