import { loadEvents } from '../../../db/invoices/event-store.ts'
import {
  type InvoiceWithLink,
  type InvoiceWithLog,
  readInvoice,
  readInvoiceWithLog,
  type VersionedInvoice,
} from '../../../db/invoices/read-invoice.ts'
import { InvoiceRow, MerchantRow, PaymentAttemptRow, RefundRow } from '../../../db/entities/index.ts'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { fold, type LastChecks } from '../../../domain/invoice/index.ts'
import { notFound } from '../../http/errors/problem.ts'
import { tagOf } from '../../http/entity-tag.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { invoiceView, type LinkContext, moneyView } from './view/invoice-view.ts'
import { upcomingView } from './view/upcoming-view.ts'

/** @throws Problem `not_found`, also for another merchant's or mode's invoice */
export async function findInvoice(em: EntityManager, id: string, tenant: Tenant): Promise<InvoiceRow> {
  const row = isId('inv', id) ? await em.findOne(InvoiceRow, { id, ...tenant }, { refresh: true }) : null
  if (!row) throw notFound('Invoice')
  return row
}

/** @throws Problem `not_found`, also for another merchant's or mode's invoice */
export async function loadInvoice(em: EntityManager, id: string, tenant: Tenant): Promise<VersionedInvoice> {
  const found = isId('inv', id) ? await readInvoice(em, id, tenant) : undefined
  if (!found) throw notFound('Invoice')
  return found
}

export async function viewInvoice(em: EntityManager, id: string, tenant: Tenant, context: LinkContext) {
  return viewOf(await loadInvoice(em, id, tenant), context)
}

export async function viewInvoiceAndNext(
  em: EntityManager,
  id: string,
  tenant: Tenant,
  context: LinkContext,
) {
  return (await viewChanged(em, id, tenant, context)).view
}

export async function viewChanged(em: EntityManager, id: string, tenant: Tenant, context: LinkContext) {
  const loaded = await loadAtOnce(em, id, tenant)
  return { view: { ...viewOf(loaded, context), next: await upcomingOf(em, loaded) }, tag: tagOf(loaded) }
}

export async function viewUpcoming(em: EntityManager, row: InvoiceRow) {
  return upcomingOf(em, { row, events: await loadEvents(em, row.id) })
}

export async function loadAtOnce(em: EntityManager, id: string, tenant: Tenant): Promise<InvoiceWithLog> {
  const found = isId('inv', id) ? await readInvoiceWithLog(em, id, tenant) : undefined
  if (!found) throw notFound('Invoice')
  return found
}

export function viewOf({ row, link }: InvoiceWithLink, context: LinkContext) {
  return { ...invoiceView(row, link, context), ...moneyView(row) }
}

export async function upcomingOf(em: EntityManager, { row, events }: Pick<InvoiceWithLog, 'row' | 'events'>) {
  const { timeZone } = await em.findOneOrFail(MerchantRow, { id: row.merchantId })
  return upcomingView(row, fold(events), timeZone, await lastChecks(em, row.id))
}

async function lastChecks(em: EntityManager, invoiceId: string): Promise<LastChecks> {
  const where = { invoiceId, lastCheckedAt: { $ne: null } }
  const attempts = await em.find(PaymentAttemptRow, where, { refresh: true })
  const refunds = await em.find(RefundRow, where, { refresh: true })
  const checked = [...attempts, ...refunds]
  return Object.fromEntries(checked.map(({ id, lastCheckedAt }) => [id, lastCheckedAt?.getTime() ?? 0]))
}
