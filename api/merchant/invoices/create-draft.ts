import { InvoiceRow, MerchantRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { payableCurrencies } from '../../../db/payments/payout-accounts.ts'
import type { ApiDeps } from '../../deps.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import type { ClaimKey } from '../../http/idempotency.ts'
import { invalidFields, Problem } from '../../http/problem.ts'
import { type InvoiceRequest, parseInvoiceRequest } from './parse-request.ts'

/**
 * Creates a draft and claims its idempotency key, both or neither.
 *
 * @returns the draft's id
 * @throws Problem `invalid_fields` with every wrong field
 * @throws Problem `request_in_progress` while the same request is creating it
 */
export async function createDraft(
  { channels }: Pick<ApiDeps, 'channels'>,
  em: EntityManager,
  tenant: Tenant,
  body: unknown,
  claim: ClaimKey,
): Promise<string> {
  const { timeZone, reminderTime } = await em.findOneOrFail(MerchantRow, { id: tenant.merchantId })
  const now = Date.now()
  const currencies = await payableCurrencies(em, tenant)
  const parsed = parseInvoiceRequest(body, { timeZone, reminderTime, now, channels, currencies })
  if ('errors' in parsed) throw invalidFields(parsed.errors)
  const row = draftRow(tenant, parsed.request, now)
  try {
    await em.transactional(async (tx) => {
      // Claims first: a repeated request must fail with `request_in_progress`, and not because its number is taken.
      await claim(tx, row.id)
      tx.create(InvoiceRow, row)
    })
    return row.id
  } catch (error) {
    if (violates(error, 'invoice_number')) throw numberTakenProblem()
    throw error
  }
}

function draftRow(tenant: Tenant, request: InvoiceRequest, now: number) {
  const at = new Date(now)
  return {
    id: newId('inv'),
    ...tenant,
    status: 'draft' as const,
    ...requestedFacts(request),
    delivery: 'pending' as const,
    receipt: 'none' as const,
    lastSeq: 0,
    createdAt: at,
    updatedAt: at,
  }
}

/** The columns of a draft that its merchant decides. */
export function requestedFacts(request: InvoiceRequest) {
  const { customer, totals } = request
  return {
    number: request.number ?? null,
    currency: request.currency,
    subtotal: totals.subtotal,
    tax: totals.tax,
    amount: totals.total,
    amountDue: totals.total,
    amountPaid: 0n,
    dueDate: request.due_date,
    description: request.description,
    instructions: request.instructions ?? null,
    customerName: customer.name,
    customerEmail: customer.email,
    customerPhone: customer.phone ?? null,
    billingAddress: customer.billing_address ? definedOnly(customer.billing_address) : null,
    lines: request.lines,
    metadata: request.metadata,
    sendAt: request.sendAt,
    channels: request.deliver,
    deposit: request.deposit,
    reminders: request.reminders,
    linkExpiresAt: request.linkExpiresAt,
  }
}

export function numberTakenProblem(): Problem {
  return new Problem('invalid_fields', undefined, [
    { pointer: '/number', code: 'taken', detail: 'is the number of another invoice' },
  ])
}

/** Checks whether an error comes from this constraint of the database. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint
}

/** Removes fields that are undefined: valibot's types have them, JSON has not. */
function definedOnly<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return JSON.parse(JSON.stringify(value))
}
