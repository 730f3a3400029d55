import { InvoiceRow, MerchantRow } from '../../../db/entities/index.ts'
import { claim, findEarlier, type IdempotencyScope } from '../../../db/idempotency.ts'
import { newId } from '../../../db/ids.ts'
import { type InvoiceContent, newInvoice } from '../../../db/invoices/new-invoice.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { payableCurrencies } from '../../../db/payments/payout-accounts.ts'
import type { ApiDeps } from '../../deps.ts'
import { invalidFields, Problem } from '../../http/problem.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { type InvoiceRequest, parseInvoiceRequest } from './parse-request.ts'

export interface Idempotency {
  scope: IdempotencyScope
  requestHash: string
}

/**
 * Writes the draft, with the claim on its idempotency key in the same transaction, and returns its id.
 *
 * @throws Problem `invalid_fields` with every wrong field; nothing is stored then
 * @throws Problem `request_in_progress` when the same request is being written at this moment
 */
export async function createDraft(
  { em, channels }: ApiDeps,
  tenant: Tenant,
  body: unknown,
  idempotency: Idempotency | undefined,
): Promise<InvoiceRow> {
  const read = em.fork()
  const { timeZone, reminderTime } = await read.findOneOrFail(MerchantRow, { id: tenant.merchantId })
  const now = Date.now()
  const currencies = await payableCurrencies(em, tenant)
  const parsed = parseInvoiceRequest(body, { timeZone, reminderTime, now, channels, currencies })
  if ('errors' in parsed) throw invalidFields(parsed.errors)
  const { request } = parsed
  if (request.number && (await read.count(InvoiceRow, { ...tenant, number: request.number })) > 0)
    throw await numberTaken(em, idempotency)
  try {
    return await em.fork().transactional(async (tx) => {
      const invoice = tx.create(
        InvoiceRow,
        newInvoice({ id: newId('inv'), ...tenant }, requestedContent(request), new Date(now)),
      )
      await tx.flush()
      if (idempotency) claim(tx, idempotency.scope, idempotency.requestHash, invoice.id)
      return invoice
    })
  } catch (error) {
    if (violates(error, 'invoice_number')) throw await numberTaken(em, idempotency)
    if (violates(error, 'idempotency_key_pkey')) throw new Problem('request_in_progress')
    throw error
  }
}

/** What an earlier request with this key left: its answer, an invoice to finish, or nothing. */
export async function findPriorRequest(
  em: EntityManager,
  { scope, requestHash }: Idempotency,
): Promise<{ answer: { status: number; body: string } } | { resourceId: string } | undefined> {
  const earlier = await findEarlier(em, scope, requestHash)
  switch (earlier.kind) {
    case 'none':
      return undefined
    case 'other_request':
      throw new Problem('idempotency_key_reused')
    case 'in_flight':
      throw new Problem('request_in_progress')
    case 'answered':
      return { answer: earlier }
    case 'abandoned':
      return { resourceId: earlier.resourceId }
  }
}

/** Returns the content of an invoice that its merchant requests. */
export function requestedContent(request: InvoiceRequest): InvoiceContent {
  const { name, email, phone, billing_address: address } = request.customer
  return {
    customer: { name, email, phone, billingAddress: address ? definedOnly(address) : undefined },
    currency: request.currency,
    lines: request.lines,
    totals: request.totals,
    deposit: request.deposit,
    dueDate: request.due_date,
    description: request.description,
    instructions: request.instructions,
    number: request.number,
    metadata: request.metadata,
    channels: request.deliver,
    reminders: request.reminders,
    linkExpiresAt: request.linkExpiresAt,
    sendAt: request.sendAt,
  }
}

/** Taken perhaps by this very request, sent twice at once: then the other one has the answer. */
async function numberTaken(em: EntityManager, idempotency: Idempotency | undefined): Promise<Problem> {
  if (idempotency) {
    const earlier = await findEarlier(em, idempotency.scope, idempotency.requestHash)
    if (earlier.kind !== 'none') return new Problem('request_in_progress')
  }
  return numberTakenProblem()
}

export function numberTakenProblem(): Problem {
  return new Problem('invalid_fields', undefined, [
    { pointer: '/number', code: 'taken', detail: 'is the number of another invoice' },
  ])
}

/** Does the database refuse it because of this constraint? */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint
}

/** valibot types an absent optional field as undefined; JSON simply leaves it out. */
function definedOnly<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return JSON.parse(JSON.stringify(value))
}
