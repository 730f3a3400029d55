import { violates } from '../../../db/constraint.ts'
import { newId } from '../../../db/ids.ts'
import { insertDraft } from '../../../db/invoices/issue/insert-draft.ts'
import { type InvoiceContent, newInvoice, type NewInvoice } from '../../../db/invoices/issue/new-invoice.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { executePrepared } from '../../../db/prepared.ts'
import { type CustomerDetails, detailsOf, orderOf } from '../../../domain/customer/customer.ts'
import { byRequest, type MerchantActor } from '../../../domain/invoice/index.ts'
import type { Volume } from '../../../domain/merchant/trust.ts'
import type { ApiDeps } from '../../deps.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { withoutUndefined } from '../../http/request/merge-changes.ts'
import { invalidFields, Problem } from '../../http/errors/problem.ts'
import { assertMayIssue } from '../trust/live-standing.ts'
import { customerKeyOf } from './request/customer-of-request.ts'
import { loadRequestContext } from './request/load-request-context.ts'
import { type InvoiceRequest, parseInvoiceRequest } from './request/parse-request.ts'

/**
 * The claim of the idempotency key and the insert must share one transaction.
 *
 * @throws Problem of {@link invalidFields}, of {@link assertMayIssue}, or `request_in_progress`
 */
export async function createDraft(
  deps: Pick<ApiDeps, 'channels' | 'rails'>,
  em: EntityManager,
  { tenant, actor, id = newId('inv') }: { tenant: Tenant; actor: MerchantActor; id?: string },
  body: unknown,
  claim: ClaimKey | undefined,
): Promise<NewInvoice> {
  const now = Date.now()
  const context = await loadRequestContext(deps, em, tenant, now, customerKeyOf(body))
  const parsed = parseInvoiceRequest(body, context)
  if ('errors' in parsed) throw invalidFields(parsed.errors)
  const { request } = parsed
  const isDue = request.sendAt !== null && request.sendAt.getTime() <= now
  if (request.sendAt !== null) await assertMayIssue(em, tenant, volumeOf(request), { isLater: !isDue })
  const content = { ...requestedContent(request), sendRequestedBy: isDue ? actor : null }
  const { customerId } = request
  const row = newInvoice({ id, ...tenant, customerId: customerId ?? '' }, content, new Date(now))
  const insert = async (tx: EntityManager) => {
    if (!(await insertDraft(tx, row, customerId, byRequest({ actor })))) throw unknownCustomer()
  }
  const saving = claim
    ? em.transactional(async (tx) => {
        // The claim comes first, so that a repetition gets `request_in_progress`, not the error `taken`.
        await claim(tx, row.id)
        await insert(tx)
      })
    : insert(em)
  await refuseTakenNumber(saving)
  return row
}

export async function withdrawDraft(
  em: EntityManager,
  id: string,
  { merchantId, mode }: Tenant,
): Promise<void> {
  await executePrepared(
    em,
    `with withdrawn as (
       delete from invoice where id = ? and merchant_id = ? and mode = ? and status = 'draft' returning id)
     delete from idempotency_key k using withdrawn w
     where k.resource_id = w.id and k.merchant_id = ? and k.mode = ? and k.response_status is null`,
    [id, merchantId, mode, merchantId, mode],
  )
}

export function volumeOf({
  currency,
  totals,
}: Pick<InvoiceRequest, 'totals'> & { currency: string }): Volume {
  return { invoices: 1, amounts: { [currency]: totals.amount } }
}

export function requestedContent(request: InvoiceRequest): InvoiceContent {
  const { delivery_address: address } = request
  return {
    customer: customerOf(request.customer),
    currency: request.currency,
    lines: request.lines,
    discounts: request.discounts,
    charges: request.charges,
    pricesIncludeTax: request.pricesIncludeTax,
    taxRounding: request.taxRounding,
    smallBusinessNote: request.smallBusinessNote,
    taxExchange: request.taxExchange,
    deposit: request.deposit,
    dueDate: request.due_date,
    description: request.description,
    instructions: request.instructions,
    order: orderOf({ ...request, delivery_address: address && withoutUndefined(address) }),
    issueDate: request.issue_date,
    amountPaid: request.amount_paid,
    deliveryDate: request.delivery_date,
    servicePeriod: request.service_period,
    language: request.language,
    number: request.number,
    metadata: request.metadata,
    channels: request.deliver,
    reminders: request.reminders,
    linkExpiresAt: request.linkExpiresAt,
    sendAt: request.sendAt,
  }
}

export function customerOf({
  billing_address: address,
  ...customer
}: InvoiceRequest['customer']): CustomerDetails {
  return detailsOf({ ...customer, billing_address: address && withoutUndefined(address) })
}

export function unknownCustomer(): Problem {
  const detail = 'is not a customer of this merchant and mode'
  return invalidFields([{ pointer: '/customer/id', code: 'unknown_customer', detail }])
}

/** @throws Problem `invalid_fields` if another invoice has the number */
export async function refuseTakenNumber<T>(saving: Promise<T>): Promise<T> {
  try {
    return await saving
  } catch (error) {
    if (!violates(error, 'invoice_number')) throw error
    const detail = 'is the number of another invoice'
    throw new Problem('invalid_fields', undefined, [{ pointer: '/number', code: 'taken', detail }])
  }
}
