import { defineEntity, p } from '@mikro-orm/postgresql'
import type { CalendarDate } from '../../domain/shared/calendar.ts'
import type { ReminderPlan } from '../../domain/invoice/reminder-plan.ts'

/** Texts and addresses of a merchant's command. Personal data must not be stored in workflow histories. */
export interface CommandPayload {
  /** The merchant's note on a hold, void, payment, undone payment or refund. */
  note?: string
  /** The text of a reminder, which the customer reads. */
  reminderText?: string
  changes?: InvoiceChanges
}

/** Changes of an issued invoice. Absent fields stay the same. */
export interface InvoiceChanges {
  dueDate?: CalendarDate
  reminders?: ReminderPlan | null
  instructions?: string | null
  /** Milliseconds since 1970; null for the lifetime in the merchant's settings. */
  linkExpiresAt?: number | null
  email?: string
  phone?: string
}

const CommandPayloadSchema = defineEntity({
  name: 'CommandPayloadRow',
  tableName: 'command_payload',
  properties: {
    /** The id of the command, also in the log. */
    id: p.string().primary(),
    invoiceId: p.string(),
    body: p.json<CommandPayload>(),
    createdAt: p.datetime(),
  },
})
export class CommandPayloadRow extends CommandPayloadSchema.class {}
CommandPayloadSchema.setClass(CommandPayloadRow)
