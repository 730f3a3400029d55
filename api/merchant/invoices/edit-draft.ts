import { raw } from '@mikro-orm/core'
import type * as v from 'valibot'
import { lockCustomer } from '../../../db/customers/customers.ts'
import { findOrMakeCustomer } from '../../../db/customers/find-or-make.ts'
import { CommandPayloadRow, InvoiceRow } from '../../../db/entities/index.ts'
import { publishEvents } from '../../../db/events/publish.ts'
import { contentColumns } from '../../../db/invoices/issue/new-invoice.ts'
import type { VersionedInvoice } from '../../../db/invoices/read-invoice.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { PublicCustomerEvent } from '../../../domain/events/customer-events.ts'
import { byRequest, type MerchantActor } from '../../../domain/invoice/index.ts'
import { nationalCurrencyOf } from '../../../domain/tax/national-currency.ts'
import { pricingOf } from '../../../domain/tax/pricing.ts'
import type { ApiDeps } from '../../deps.ts'
import { isoOrNull } from '../../http/response/iso.ts'
import { isObject, mergeChanges, withoutNulls } from '../../http/request/merge-changes.ts'
import { invalidFields } from '../../http/errors/problem.ts'
import { assertMayIssue } from '../trust/live-standing.ts'
import type { ChangeRequest } from './request/change-request.ts'
import { customerOf, refuseTakenNumber, requestedContent, unknownCustomer, volumeOf } from './create-draft.ts'
import { customerIdOf, namesCustomer } from './request/customer-of-request.ts'
import type { InvoiceBody } from './request/invoice-body.ts'
import { customerView, lineView, pricingView } from './view/invoice-view.ts'
import { loadRequestContext } from './request/load-request-context.ts'
import { type InvoiceRequest, parseInvoiceRequest } from './request/parse-request.ts'
import type { RequestContext } from './request/request-rules.ts'

export async function editDraft(
  deps: Pick<ApiDeps, 'channels' | 'rails'>,
  em: EntityManager,
  { row: draft, version }: VersionedInvoice,
  json: unknown,
  { actor, commandId, ifMatch }: ChangeRequest,
): Promise<boolean> {
  const now = Date.now() + draft.testClockOffsetMs
  const context = await loadRequestContext(deps, em, draft, now, customerIdOf(json))
  const parsed = parseInvoiceRequest(merged(draft, json, context), context)
  if ('errors' in parsed) throw invalidFields(parsed.errors)
  const { request } = parsed
  const { sendAt } = request
  const isDue = sendAt !== null && sendAt.getTime() <= now
  const isKept = sendAt?.getTime() === draft.sendAt?.getTime()
  const sendRequestedBy = isKept ? (draft.sendRequestedBy ?? null) : isDue ? actor : null
  if (sendAt !== null && !isKept) await assertMayIssue(em, draft, volumeOf(request), { isLater: true })
  const content = { ...requestedContent(request), sendRequestedBy }
  const updatedAt = new Date()
  const { id } = draft
  const saving = em.transactional(async (tx) => {
    const { customerId, created } = await customerIdFor(tx, draft, request, actor)
    const isUnchanged = { id, status: 'draft', [raw('xmin::text')]: version } as const
    const columns = { ...contentColumns(content), customerId, updatedAt }
    const changed = await tx.nativeUpdate(InvoiceRow, isUnchanged, columns)
    if (changed === 1 && ifMatch) {
      await tx.insert(CommandPayloadRow, { id: commandId, invoiceId: id, body: {}, createdAt: updatedAt })
    }
    await publishEvents(tx, draft, created)
    return changed === 1
  })
  return refuseTakenNumber(saving)
}

async function customerIdFor(
  tx: EntityManager,
  draft: InvoiceRow,
  request: InvoiceRequest,
  actor: MerchantActor,
): Promise<{ customerId: string; created: PublicCustomerEvent[] }> {
  const { merchantId, mode, customerId, customerEmail } = draft
  const tenant = { merchantId, mode }
  if (request.customerId !== undefined) {
    if (!(await lockCustomer(tx, request.customerId, tenant))) throw unknownCustomer()
    return { customerId: request.customerId, created: [] }
  }
  if (request.customer.email.toLowerCase() === customerEmail.toLowerCase()) return { customerId, created: [] }
  const wanted = { ...customerOf(request.customer), language: request.language }
  const { customer, created } = await findOrMakeCustomer(tx, tenant, wanted, byRequest({ actor }))
  return { customerId: customer.id, created }
}

function merged(draft: InvoiceRow, json: unknown, { sellerCountry }: RequestContext): unknown {
  if (!isObject(json)) return json
  const given = mergeChanges(asRequest(draft), json, namesCustomer(json) ? [] : ['customer'])
  if (json['amount'] !== undefined) for (const name of ['lines', 'discounts', 'charges']) delete given[name]
  // A rate belongs to its two currencies.
  const isOtherPair =
    given['currency'] !== draft.currency || nationalCurrencyOf(sellerCountry) !== draft.nationalCurrency
  if (isOtherPair && json['tax_exchange_rate'] === undefined) delete given['tax_exchange_rate']
  return withoutNulls(given)
}

function asRequest(draft: InvoiceRow) {
  const { id: _, ...customer } = customerView(draft)
  const { prices_include_tax, discounts, charges } = pricingView(pricingOf(draft))
  const request: Record<Exclude<keyof v.InferInput<typeof InvoiceBody>, 'amount'>, unknown> = {
    customer,
    currency: draft.currency,
    due_date: draft.dueDate,
    issue_date: draft.issueDate ?? null,
    amount_paid: draft.amountPaid || null,
    description: draft.description,
    lines: draft.lines.map(lineView),
    prices_include_tax,
    discounts,
    charges,
    number: draft.number ?? null,
    instructions: draft.instructions ?? null,
    purchase_order: draft.purchaseOrder ?? null,
    buyer_reference: draft.buyerReference ?? null,
    delivery_address: draft.deliveryAddress ?? null,
    delivery_date: draft.deliveryDate ?? null,
    service_period: draft.servicePeriod ?? null,
    tax_exchange_rate: draft.taxExchangeRate ?? null,
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
