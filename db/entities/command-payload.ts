import { defineEntity, p } from '@mikro-orm/postgresql'
import type { CalendarDate } from '../../domain/shared/calendar.ts'
import type { ReminderPlan } from '../../domain/invoice/reminder-plan.ts'

/** What a merchant asked for, with the words and addresses that do not travel through Temporal. */
export interface CommandPayload {
  /** Of a payment outside, a refund, a hold or a reminder. */
  note?: string
  changes?: InvoiceChanges
}

/** What is to be different about an issued invoice; absent stays as it is. */
export interface InvoiceChanges {
  dueDate?: CalendarDate
  reminders?: ReminderPlan | null
  instructions?: string | null
  /** Milliseconds since 1970; null: so many days after the due date, as the merchant's settings say. */
  linkExpiresAt?: number | null
  email?: string
  phone?: string
}

const MerchantRequestSchema = defineEntity({
  name: 'CommandPayloadRow',
  tableName: 'command_payload',
  properties: {
    /** The command's id in the log. */
    id: p.string().primary(),
    invoiceId: p.string(),
    body: p.json<CommandPayload>(),
    createdAt: p.datetime(),
  },
})
export class CommandPayloadRow extends MerchantRequestSchema.class {}
MerchantRequestSchema.setClass(CommandPayloadRow)
