import { appendRecurring } from '../../db/recurring/event-store.ts'
import {
  ApiKeyRow,
  InvoiceRow,
  MerchantRow,
  type RecurringRow,
  RecurringTemplateRow,
} from '../../db/entities/index.ts'
import { occurrenceInvoiceId } from '../../db/ids.ts'
import { payableCurrencies } from '../../db/payments/payout-accounts.ts'
import type { EntityManager } from '../../db/orm.ts'
import { addDays, dateInZone } from '../../domain/shared/calendar.ts'
import { sumLines } from '../../domain/shared/lines.ts'
import {
  decide,
  type DueOccurrence,
  type FailureCode,
  type RecurringCommand,
} from '../../domain/recurring/index.ts'
import { renderPeriodTexts } from '../../domain/recurring/period.ts'
import { type RecurringTemplate, tooLong } from '../../domain/recurring/template.ts'
import type { RecurringRecordActivities } from './types.ts'

interface Deps {
  em: EntityManager
  /** Absent where no text messages are set up. */
  sms?: unknown
}

/**
 * Makes the invoice of an occurrence that is due, and records it, in one transaction under the plan's row lock. It is
 * a draft whose time to be sent has come: should its workflow not be started, the sweep starts it.
 */
export async function issueOccurrence(
  deps: Deps,
  { recurringId, number }: Parameters<RecurringRecordActivities['issueOccurrence']>[0],
): ReturnType<RecurringRecordActivities['issueOccurrence']> {
  let start: { invoiceId: string; merchantId: string } | undefined
  const state = await appendRecurring(deps.em, recurringId, async (before, row, tx) => {
    const made = await tx.findOne(InvoiceRow, { recurringId, occurrence: number })
    const due = before.due.find((one) => one.number === number)
    // An earlier try came through and was not heard of.
    if (made && !due && made.status === 'draft' && made.sendAt) start = startOf(made)
    if (!due) return []
    const at = Date.now() + due.testClockOffsetMs
    const outcome = await make(deps, tx, row, due, at)
    if (outcome.type === 'issued') start = { invoiceId: outcome.invoiceId, merchantId: row.merchantId }
    const decision = decide(before, { ...outcome, number, at })
    return 'events' in decision ? decision.events : []
  })
  return start ? { state, start } : { state }
}

function startOf({ id: invoiceId, merchantId }: InvoiceRow) {
  return { invoiceId, merchantId }
}

type Outcome =
  | { type: 'issued' | 'drafted'; invoiceId: string }
  | Pick<Extract<RecurringCommand, { type: 'failed' }>, 'type' | 'code'>

async function make(
  deps: Deps,
  tx: EntityManager,
  row: RecurringRow,
  due: DueOccurrence,
  at: number,
): Promise<Outcome> {
  const template = await tx.findOneOrFail(RecurringTemplateRow, { id: due.templateId })
  const { body } = template
  if (!body) return failed('template_missing')
  const code = await whyNot(deps, tx, row, body)
  if (code) return failed(code)
  const words = renderPeriodTexts(body, due)
  if (tooLong(words)) return failed('text_too_long')
  const merchant = await tx.findOneOrFail(MerchantRow, { id: row.merchantId })
  const id = occurrenceInvoiceId(row.id, due.number, due.at)
  const dueDate = addDays(dateInZone(at, merchant.timeZone), body.dueAfterDays)
  if ((await tx.count(InvoiceRow, { id })) === 0)
    tx.create(InvoiceRow, draftOf(id, row, due, body, words, dueDate))
  return { type: body.issue === 'send' ? 'issued' : 'drafted', invoiceId: id }
}

/** Whose keys are all revoked has been shut out: a plan must not go on for them. */
async function whyNot(
  { sms }: Deps,
  tx: EntityManager,
  { merchantId, mode }: RecurringRow,
  { deliver, currency }: RecurringTemplate,
): Promise<FailureCode | undefined> {
  if ((await tx.count(ApiKeyRow, { merchantId, mode, revokedAt: null })) === 0) return 'merchant_cannot_issue'
  if (!(await payableCurrencies(tx, { merchantId, mode })).has(currency)) return 'no_payout_account'
  return deliver.includes('sms') && !sms ? 'channel_not_configured' : undefined
}

function draftOf(
  id: string,
  { id: recurringId, merchantId, mode }: RecurringRow,
  due: DueOccurrence,
  template: RecurringTemplate,
  words: ReturnType<typeof renderPeriodTexts>,
  dueDate: string,
) {
  const { customer, currency, deliver, metadata, reminders, deposit, issue } = template
  const { subtotal, tax, total } = sumLines(template.lines)
  const now = new Date()
  return {
    id,
    merchantId,
    mode,
    recurringId,
    occurrence: due.number,
    status: 'draft' as const,
    number: null,
    currency,
    subtotal,
    tax,
    amount: total,
    amountDue: total,
    amountPaid: 0n,
    deposit: deposit === null ? null : BigInt(deposit),
    dueDate,
    description: words.description,
    instructions: words.instructions ?? null,
    lines: words.lines,
    customerName: customer.name,
    customerEmail: customer.email,
    customerPhone: customer.phone ?? null,
    billingAddress: customer.billing_address ?? null,
    metadata,
    channels: deliver,
    reminders,
    linkExpiresAt: null,
    testClockOffsetMs: due.testClockOffsetMs,
    sendAt: issue === 'send' ? now : null,
    delivery: 'pending' as const,
    receipt: 'none' as const,
    lastSeq: 0,
    createdAt: now,
    updatedAt: now,
  }
}

function failed(code: FailureCode): Outcome {
  return { type: 'failed', code }
}
