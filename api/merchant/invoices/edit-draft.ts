import type * as v from 'valibot'
import { InvoiceRow, MerchantRow } from '../../../db/entities/index.ts'
import { contentColumns } from '../../../db/invoices/new-invoice.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { payableCurrencies } from '../../../db/payments/payout-accounts.ts'
import type { ApiDeps } from '../../deps.ts'
import { invalidFields, Problem } from '../../http/problem.ts'
import { numberTakenProblem, requestedContent, violates } from './create-draft.ts'
import type { InvoiceBody } from './invoice-body.ts'
import { parseInvoiceRequest } from './parse-request.ts'

/**
 * Changes any fields of a draft. The changed draft has to be as valid as a new invoice.
 *
 * @throws Problem `invalid_fields`, or `not_a_draft` if it was sent meanwhile
 */
export async function editDraft(
  { channels }: Pick<ApiDeps, 'channels'>,
  em: EntityManager,
  draft: InvoiceRow,
  json: unknown,
): Promise<void> {
  const { timeZone, reminderTime } = await em.findOneOrFail(MerchantRow, { id: draft.merchantId })
  const parsed = parseInvoiceRequest(merged(draft, json), {
    timeZone,
    reminderTime,
    now: Date.now() + draft.testClockOffsetMs,
    channels,
    currencies: await payableCurrencies(em, draft),
  })
  if ('errors' in parsed) throw invalidFields(parsed.errors)
  try {
    const updatedAt = new Date()
    const columns = { ...contentColumns(requestedContent(parsed.request)), updatedAt }
    const changed = await em.nativeUpdate(InvoiceRow, { id: draft.id, status: 'draft' }, columns)
    if (changed !== 1) throw new Problem('not_a_draft')
  } catch (error) {
    if (violates(error, 'invoice_number')) throw numberTakenProblem()
    throw error
  }
}

/** Merges the changes into the request that would make this draft; null removes a field. */
function merged(draft: InvoiceRow, json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  const changes = json as Record<string, unknown>
  const given: Record<string, unknown> = { ...asRequest(draft), ...changes }
  if (isObject(changes['customer']))
    given['customer'] = { ...(asRequest(draft).customer as object), ...changes['customer'] }
  // The amount comes from `amount` or from `lines`, so a new `amount` replaces the lines.
  if (changes['amount'] !== undefined) delete given['lines']
  return withoutNulls(given)
}

/** Returns the request that would create this draft. Its type requires each field of the request's schema. */
function asRequest(draft: InvoiceRow) {
  const request: Record<Exclude<keyof v.InferInput<typeof InvoiceBody>, 'amount'>, unknown> = {
    customer: {
      name: draft.customerName,
      email: draft.customerEmail,
      phone: draft.customerPhone ?? null,
      billing_address: draft.billingAddress ?? null,
    },
    currency: draft.currency,
    due_date: draft.dueDate,
    description: draft.description,
    lines: draft.lines.map(({ description, quantity, unitAmount, taxRate }) => ({
      description,
      quantity,
      unit_amount: Number(unitAmount),
      tax_rate: taxRate ?? null,
    })),
    number: draft.number ?? null,
    instructions: draft.instructions ?? null,
    deliver: draft.channels,
    deposit: draft.deposit ? { amount: Number(draft.deposit) } : null,
    reminders: draft.reminders ?? null,
    link_expires_at: draft.linkExpiresAt?.toISOString() ?? null,
    metadata: draft.metadata,
    send: draft.sendAt?.toISOString() ?? 'draft',
  }
  return request
}

/** Removes fields that are null, down to the deepest level that a body can have. */
export function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return value
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === null ? [] : [[key, withoutNulls(item, depth + 1)]],
    ),
  )
}

const MAX_DEPTH = 20

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
