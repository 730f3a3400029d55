import type { PublicCustomerEvent } from '../../domain/events/customer-events.ts'
import { DRAFT, fold, type InvoiceEvent } from '../../domain/invoice/index.ts'
import { bulkInsert } from '../bulk-insert.ts'
import { InvoiceRow, PayLinkRow } from '../entities/index.ts'
import { insertFirstEvents } from '../invoices/write-events.ts'
import type { NewInvoice } from '../invoices/issue/new-invoice.ts'
import { toReadModel } from '../invoices/read-model.ts'
import type { EntityManager } from '../orm.ts'
import { writeFigures } from '../summary/write-figures.ts'

export type IssuedEvent = Extract<InvoiceEvent, { type: 'issued' }>

type KeptAtIssue = Record<'timeZone' | 'issueDate' | 'paymentReference', string> & {
  profileVersion: number
}

interface NewIssue {
  invoice: NewInvoice & KeptAtIssue
  issued: IssuedEvent
  /** The merchant was paid this before the import. */
  payments: InvoiceEvent[]
}

export async function insertIssued(
  tx: EntityManager,
  invoices: readonly NewIssue[],
  createdCustomers: readonly PublicCustomerEvent[],
): Promise<void> {
  const now = new Date()
  const issues = invoices.map((one) => {
    const events = [one.issued, ...one.payments]
    return { ...one, events, state: fold(events) }
  })
  await bulkInsert(
    tx,
    InvoiceRow,
    issues.map(({ invoice, issued, events, state }) => ({
      ...invoice,
      ...toReadModel(state, events),
      issuedAt: new Date(issued.at),
      lastSeq: events.length,
      createdAt: now,
      updatedAt: now,
    })),
  )
  await bulkInsert(
    tx,
    PayLinkRow,
    issues.map(({ invoice, issued }) => ({
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
    issues.map(({ invoice, events }) => ({ invoiceId: invoice.id, events })),
    createdCustomers,
  )
}
