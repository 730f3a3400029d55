import { IsolationLevel } from '@mikro-orm/core'
import { loadEvents } from '../../../db/invoices/event-store.ts'
import { InvoiceRow, MerchantRow, PayLinkRow } from '../../../db/entities/index.ts'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { fold } from '../../../domain/invoice/index.ts'
import type { ApiDeps } from '../../deps.ts'
import { Problem } from '../../http/problem.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { invoiceView, moneyView } from './invoice-view.ts'
import { nextView } from './upcoming-view.ts'

/** @throws Problem `not_found`, for an invoice of another merchant or mode as for none at all */
export async function findInvoice(em: EntityManager, id: string, tenant: Tenant): Promise<InvoiceRow> {
  const row = isId('inv', id) ? await em.fork().findOne(InvoiceRow, { id, ...tenant }) : null
  if (!row) throw new Problem('not_found', 'No invoice of yours has this id.')
  return row
}

/** One invoice with its payments and refunds, as they were at one moment. @throws Problem `not_found` */
export async function viewInvoice(deps: ApiDeps, id: string, tenant: Tenant) {
  await findInvoice(deps.em, id, tenant)
  return deps.em.fork().transactional(
    async (tx) => {
      const row = await tx.findOneOrFail(InvoiceRow, { id })
      const link = row.linkId ? await tx.findOne(PayLinkRow, { id: row.linkId }) : null
      return { ...invoiceView(row, link, deps), ...moneyView(await loadEvents(tx, id)) }
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  )
}

/** What an invoice will do by itself. */
export async function viewNext({ em }: ApiDeps, row: InvoiceRow) {
  const { timeZone } = await em.fork().findOneOrFail(MerchantRow, { id: row.merchantId })
  return nextView(row, fold(await loadEvents(em.fork(), row.id)), timeZone)
}

/** The links that these invoices have now, by their ids. */
export async function linksOf(em: EntityManager, rows: InvoiceRow[]): Promise<Map<string, PayLinkRow>> {
  const ids = rows.flatMap((row) => row.linkId ?? [])
  const links = ids.length > 0 ? await em.fork().find(PayLinkRow, { id: { $in: ids } }) : []
  return new Map(links.map((link) => [link.id, link]))
}
