import * as v from 'valibot'
import { type InvoiceChanges, type InvoiceRow, MerchantRow } from '../../../db/entities/index.ts'
import { zoneOf } from '../../../db/invoices/schedule.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { Channel } from '../../../domain/invoice/index.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import type { ApiDeps } from '../../deps.ts'
import { parseBody } from '../../http/request/json-body.ts'
import { isObject } from '../../http/request/merge-changes.ts'
import { type FieldError, invalidFields, Problem } from '../../http/errors/problem.ts'
import { LIMITS, TEN_YEARS_MS } from '../../../domain/invoice/limits.ts'
import { date, email, instant, phone, prose } from '../../http/request/fields.ts'
import type { ChangeRequest } from './request/change-request.ts'
import { needsTextMessages, ReminderPlanBody, toReminderPlan } from './request/reminder-plan-body.ts'
import { sendCommand } from './send-command.ts'

export const AmendBody = v.strictObject({
  due_date: v.optional(date),
  reminders: v.optional(v.nullable(ReminderPlanBody)),
  instructions: v.optional(v.nullable(prose(LIMITS.instructions))),
  link_expires_at: v.optional(v.nullable(instant)),
  customer: v.optional(v.strictObject({ email: v.optional(email), phone: v.optional(phone) })),
})

/** @throws Problem for invalid fields, or if the workflow refuses the change */
export async function amendInvoice(
  { channels, invoices }: Pick<ApiDeps, 'channels' | 'invoices'>,
  em: EntityManager,
  invoice: InvoiceRow,
  json: unknown,
  { commandId, actor, ifMatch }: ChangeRequest,
): Promise<void> {
  const merchant = await em.findOneOrFail(MerchantRow, { id: invoice.merchantId })
  if (invoice.customerEmail === '' && isObject(json) && json['customer'] !== undefined)
    throw new Problem('customer_erased')
  const changes = parseChanges(channels[invoice.mode], invoice, merchant, json)
  if (Object.keys(changes).length === 0) return
  const update = { type: 'amend', commandId, actor } as const
  await sendCommand(
    { invoices },
    em,
    invoice,
    ifMatch && !ifMatch.isAny ? { ...update, ifDecisionCount: invoice.decisionCount } : update,
    { changes },
  )
}

function parseChanges(
  channels: readonly Channel[],
  invoice: InvoiceRow,
  merchant: MerchantRow,
  json: unknown,
): InvoiceChanges {
  const body = parseBody(AmendBody, json)
  const { due_date: dueDate, reminders, instructions, link_expires_at: linkExpiresAt, customer } = body
  const { reminderTime } = merchant
  const timeZone = zoneOf(invoice, merchant)
  const now = Date.now() + invoice.testClockOffsetMs
  const errors: FieldError[] = []
  const issuedOn = invoice.issuedAt ? dateInZone(invoice.issuedAt.getTime(), timeZone) : ''
  if (dueDate !== undefined && dueDate < issuedOn) {
    const detail = `must not be before ${issuedOn}, the day the invoice was issued`
    errors.push({ pointer: '/due_date', code: 'due_before_issue', detail })
  }
  if (dueDate !== undefined && dueDate > dateInZone(now + TEN_YEARS_MS, timeZone)) {
    errors.push({ pointer: '/due_date', code: 'too_far', detail: 'must be within ten years' })
  }
  if (typeof linkExpiresAt === 'number' && linkExpiresAt <= now) {
    errors.push({ pointer: '/link_expires_at', code: 'expires_in_the_past', detail: 'must be in the future' })
  }
  if (reminders && needsTextMessages(reminders)) {
    const pointer = '/reminders'
    if (!channels.includes('sms')) {
      errors.push({ pointer, code: 'not_configured', detail: 'text messages are not set up on this server' })
    } else if (!invoice.customerPhone && !customer?.phone) {
      errors.push({
        pointer: '/customer/phone',
        code: 'required',
        detail: 'is required to send a text message',
      })
    }
  }
  if (errors.length > 0) throw invalidFields(errors)
  return {
    ...(dueDate === undefined ? {} : { dueDate }),
    ...(reminders === undefined ? {} : { reminders: reminders && toReminderPlan(reminders, reminderTime) }),
    ...(instructions === undefined ? {} : { instructions }),
    ...(linkExpiresAt === undefined ? {} : { linkExpiresAt }),
    ...(customer?.email === undefined ? {} : { email: customer.email }),
    ...(customer?.phone === undefined ? {} : { phone: customer.phone }),
  }
}
