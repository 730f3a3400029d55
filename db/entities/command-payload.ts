import { defineEntity, p } from '@mikro-orm/postgresql'
import type { CalendarDate } from '../../domain/shared/calendar.ts'
import type { WantedCredit } from '../../domain/credit-note/types.ts'
import type { ReminderPlan } from '../../domain/invoice/messages/reminder-plan.ts'

/** The texts and addresses must stay out of workflow histories. */
export interface CommandPayload {
  note?: string
  reminderText?: string
  changes?: InvoiceChanges
  credit?: { wanted: WantedCredit; reason?: string }
}

export interface InvoiceChanges {
  dueDate?: CalendarDate
  reminders?: ReminderPlan | null
  instructions?: string | null
  /** Milliseconds since 1970. */
  linkExpiresAt?: number | null
  email?: string
  phone?: string
}

const CommandPayloadSchema = defineEntity({
  name: 'CommandPayloadRow',
  tableName: 'command_payload',
  properties: {
    id: p.string().primary(),
    invoiceId: p.string(),
    body: p.json<CommandPayload>(),
    createdAt: p.datetime(),
  },
})
export class CommandPayloadRow extends CommandPayloadSchema.class {}
CommandPayloadSchema.setClass(CommandPayloadRow)
