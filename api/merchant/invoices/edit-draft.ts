import type * as v from 'valibot'
import { lockCustomer } from '../../../db/customers/customers.ts'
import { findOrMakeCustomer } from '../../../db/customers/find-or-make.ts'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { contentColumns } from '../../../db/invoices/new-invoice.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { byRequest, type MerchantActor } from '../../../domain/invoice/index.ts'
import type { ApiDeps } from '../../deps.ts'
import { isoOrNull } from '../../http/iso.ts'
import { isObject, mergeChanges, withoutNulls } from '../../http/merge-changes.ts'
import { invalidFields, Problem } from '../../http/problem.ts'
import { customerOf, refuseTakenNumber, requestedContent, unknownCustomer } from './create-draft.ts'
import { customerIdOf } from './customer-of-request.ts'
import type { InvoiceBody } from './invoice-body.ts'
import { customerView, lineView } from './invoice-view.ts'
import { loadRequestContext } from './load-request-context.ts'
import { type InvoiceRequest, parseInvoiceRequest } from './parse-request.ts'

/** @throws Problem of {@link invalidFields}, or `not_a_draft` if the invoice is no longer a draft */
export async function editDraft(
  deps: Pick<ApiDeps, 'channels'>,
  em: EntityManager,
  draft: InvoiceRow,
  json: unknown,
  actor: MerchantActor,
): Promise<void> {
  const now = Date.now() + draft.testClockOffsetMs
  const context = await loadRequestContext(deps, em, draft, now, customerIdOf(json))
  const parsed = parseInvoiceRequest(merged(draft, json), context)
  if ('errors' in parsed) throw invalidFields(parsed.errors)
  const { request } = parsed
  const { sendAt } = request
  const isDue = sendAt !== null && sendAt.getTime() <= now
  const isKept = sendAt?.getTime() === draft.sendAt?.getTime()
  const sendRequestedBy = isKept ? (draft.sendRequestedBy ?? null) : isDue ? actor : null
  const content = { ...requestedContent(request), sendRequestedBy }
  const columns = { ...contentColumns(content), updatedAt: new Date() }
  const isUnsent = { id: draft.id, status: 'draft' } as const
  const saving = em.transactional(async (tx) => {
    const customerId = await customerIdFor(tx, draft, request, actor)
    return tx.nativeUpdate(InvoiceRow, isUnsent, { ...columns, customerId })
  })
  if ((await refuseTakenNumber(saving)) !== 1) throw new Problem('not_a_draft')
}

/** @throws Problem of {@link unknownCustomer} */
async function customerIdFor(
  tx: EntityManager,
  draft: InvoiceRow,
  request: InvoiceRequest,
  actor: MerchantActor,
): Promise<string> {
  const { merchantId, mode, customerId, customerEmail } = draft
  const tenant = { merchantId, mode }
  if (request.customerId !== undefined) {
    if (!(await lockCustomer(tx, request.customerId, tenant))) throw unknownCustomer()
    return request.customerId
  }
  if (request.customer.email.toLowerCase() === customerEmail.toLowerCase()) return customerId
  const wanted = { ...customerOf(request.customer), language: request.language }
  return (await findOrMakeCustomer(tx, tenant, wanted, byRequest({ actor }))).id
}

function merged(draft: InvoiceRow, json: unknown): unknown {
  if (!isObject(json)) return json
  const given = mergeChanges(asRequest(draft), json, isNamed(json['customer']) ? [] : ['customer'])
  if (json['amount'] !== undefined) delete given['lines']
  return withoutNulls(given)
}

function isNamed(customer: unknown): boolean {
  return isObject(customer) && customer['id'] !== undefined
}

function asRequest(draft: InvoiceRow) {
  const { id: _, ...customer } = customerView(draft)
  const request: Record<Exclude<keyof v.InferInput<typeof InvoiceBody>, 'amount'>, unknown> = {
    customer,
    currency: draft.currency,
    due_date: draft.dueDate,
    description: draft.description,
    lines: draft.lines.map(lineView),
    number: draft.number ?? null,
    instructions: draft.instructions ?? null,
    language: draft.language ?? null,
    deliver: draft.channels,
    deposit: draft.deposit ? { amount: draft.deposit } : null,
    reminders: draft.reminders ?? null,
    link_expires_at: isoOrNull(draft.linkExpiresAt),
    metadata: draft.metadata,
    send: draft.sendAt?.toISOString() ?? 'draft',
  }
  return request
}
