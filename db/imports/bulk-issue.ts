import { type Channel, fold, type InvoiceEvent } from '../../domain/invoice/index.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { toReadModel } from '../invoices/read-model.ts'

/** What of an invoice's row its log does not decide, by column. */
export interface IssuedFacts {
  id: string
  merchant_id: string
  mode: string
  currency: string
  subtotal: string
  tax: string
  amount: string
  description: string
  instructions: string | null
  customer_name: string
  customer_email: string
  customer_phone: string | null
  billing_address: object | null
  lines: object
  metadata: object
  channels: Channel[]
  import_id: string
  language: string | null
  /** The merchant's plan of reminders as it is now. */
  reminders: object
}

export type IssuedEvent = Extract<InvoiceEvent, { type: 'issued' }>

/** Inserts invoices that are issued already: rows, links and logs, in three statements for all of them. */
export async function insertIssued(
  tx: EntityManager,
  invoices: readonly { facts: IssuedFacts; issued: IssuedEvent }[],
): Promise<void> {
  const now = new Date().toISOString()
  const rows = invoices.map(({ facts, issued }) => {
    const { dueDate, delivery, receipt, number, linkId, overdueAt } = toReadModel(fold([issued]))
    return {
      ...facts,
      number,
      status: 'sent',
      amount_due: facts.amount,
      amount_paid: 0,
      due_date: dueDate,
      delivery,
      receipt,
      link_id: linkId,
      overdue_at: overdueAt,
      issued_at: new Date(issued.at).toISOString(),
      last_seq: 1,
      created_at: now,
      updated_at: now,
    }
  })
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return
  await tx.execute(
    `insert into invoice (${columns.join(', ')})
     select ${columns.map((name) => `i.${name}`).join(', ')} from jsonb_populate_recordset(null::invoice, ?::jsonb) i`,
    [JSON.stringify(rows)],
  )
  const links = invoices.map(({ facts: { id }, issued }) => ({
    id: issued.linkId,
    invoice_id: id,
    status: 'active',
    expires_at: new Date(issued.linkExpiresAt).toISOString(),
    created_at: now,
  }))
  await tx.execute(`insert into pay_link select * from jsonb_populate_recordset(null::pay_link, ?::jsonb)`, [
    JSON.stringify(links),
  ])
  await insertEvents(
    tx,
    invoices.map(({ facts: { id }, issued }) => ({ invoiceId: id, seq: 1, event: issued })),
  )
}

/** Appends events to the logs of several invoices. */
export async function insertEvents(
  tx: EntityManager,
  events: readonly { invoiceId: string; seq: number; event: InvoiceEvent }[],
): Promise<void> {
  const recordedAt = new Date().toISOString()
  const rows = events.map(({ invoiceId, seq, event: { type, key, at, cause, ...data } }) => ({
    id: newId('evt'),
    invoice_id: invoiceId,
    seq,
    key,
    type,
    at: new Date(at).toISOString(),
    cause,
    data,
    recorded_at: recordedAt,
  }))
  await tx.execute(
    `insert into invoice_event select * from jsonb_populate_recordset(null::invoice_event, ?::jsonb)`,
    [JSON.stringify(rows)],
  )
}
