import type { PublicCustomerEvent } from '../../domain/events/customer-events.ts'
import { DRAFT, fold, type InvoiceEvent } from '../../domain/invoice/index.ts'
import { bulkInsert } from '../bulk-insert.ts'
import { InvoiceRow, PayLinkRow } from '../entities/index.ts'
import { insertFirstEvents } from '../invoices/write-events.ts'
import type { NewInvoice } from '../invoices/new-invoice.ts'
import { toReadModel } from '../invoices/read-model.ts'
import type { EntityManager } from '../orm.ts'
import { writeFigures } from '../summary/write-figures.ts'

export type IssuedEvent = Extract<InvoiceEvent, { type: 'issued' }>

export async function insertIssued(
  tx: EntityManager,
  invoices: readonly { invoice: NewInvoice & { profileVersion: number }; issued: IssuedEvent }[],
  createdCustomers: readonly PublicCustomerEvent[],
): Promise<void> {
  const now = new Date()
  const issues = invoices.map((one) => ({ ...one, state: fold([one.issued]) }))
  await bulkInsert(
    tx,
    InvoiceRow,
    issues.map(({ invoice, issued, state }) => ({
      ...invoice,
      ...toReadModel(state, [issued]),
      issuedAt: new Date(issued.at),
      lastSeq: 1,
      createdAt: now,
      updatedAt: now,
    })),
  )
  await bulkInsert(
    tx,
    PayLinkRow,
    invoices.map(({ invoice, issued }) => ({
      id: issued.linkId,
      invoiceId: invoice.id,
      status: 'active',
      expiresAt: new Date(issued.linkExpiresAt),
      createdAt: now,
    })),
  )
  await writeFigures(
    tx,
    issues.map(({ invoice, state }) => ({ invoiceId: invoice.id, before: DRAFT, state })),
  )
  const [first] = invoices
  if (!first) return
  await insertFirstEvents(
    tx,
    first.invoice,
    invoices.map(({ invoice, issued }) => ({ invoiceId: invoice.id, events: [issued] })),
    createdCustomers,
  )
}
