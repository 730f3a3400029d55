import { LockMode } from '@mikro-orm/core'
import { fold, type InvoiceEvent, type InvoiceState } from '../../domain/invoice/index.ts'
import { bulkInsert } from '../bulk-insert.ts'
import { InvoiceEventRow, InvoiceRow } from '../entities/index.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { updateReadModel } from './read-model.ts'

/** An invoice that is not in the database. Nobody expects this: ids reach us only after their row was committed. */
export class UnknownInvoiceError extends Error {
  override name = 'UnknownInvoiceError'
}

export interface Appended {
  /** What the whole log adds up to now. */
  state: InvoiceState
  /** The events that were new; those recorded before are left out. */
  events: InvoiceEvent[]
}

/**
 * Decides under the invoice's row lock and, in the same transaction, appends the events to its log and brings
 * its row up to date. An event whose key is already in the log is not appended again, so doing this twice does
 * nothing more. The database gives out the sequence numbers, because the parts that record (the workflow, the
 * mailer, a webhook) work side by side.
 *
 * @throws UnknownInvoiceError
 */
export async function appendUnderLock(
  em: EntityManager,
  invoiceId: string,
  decideEvents: (state: InvoiceState, invoice: InvoiceRow, tx: EntityManager) => Promise<InvoiceEvent[]>,
): Promise<Appended> {
  return em.fork().transactional(async (tx) => {
    const invoice = await tx.findOne(InvoiceRow, { id: invoiceId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
    if (!invoice) throw new UnknownInvoiceError(invoiceId)
    const recorded = await loadEvents(tx, invoiceId)
    const before = fold(recorded)
    const keys = new Set(recorded.map((event) => event.key))
    const decided = await decideEvents(before, invoice, tx)
    const events = decided.filter((event) => !keys.has(event.key))
    if (events.length === 0) return { state: before, events }
    const state = fold(events, before)
    for (const event of events) {
      invoice.lastSeq += 1
      tx.create(InvoiceEventRow, toRow(invoiceId, invoice.lastSeq, event))
    }
    await updateReadModel(tx, invoice, state, events)
    return { state, events }
  })
}

/** Appends events that were decided elsewhere; see {@link appendUnderLock}. */
export async function appendEvents(
  em: EntityManager,
  invoiceId: string,
  events: InvoiceEvent[],
): Promise<Appended> {
  return appendUnderLock(em, invoiceId, async () => events)
}

/** The whole log, oldest first. */
export async function loadEvents(em: EntityManager, invoiceId: string): Promise<InvoiceEvent[]> {
  const rows = await em.find(InvoiceEventRow, { invoiceId }, { orderBy: { seq: 'asc' } })
  return rows.map(fromRow)
}

/** What the logs of these invoices add up to. */
export async function loadStates(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Map<string, InvoiceState>> {
  const rows = await em
    .fork()
    .find(InvoiceEventRow, { invoiceId: { $in: [...invoiceIds] } }, { orderBy: { seq: 'asc' } })
  const logs = Map.groupBy(rows, ({ invoiceId }) => invoiceId)
  return new Map([...logs].map(([id, log]) => [id, fold(log.map(fromRow))]))
}

/** A stored row as the domain's event. */
export function fromRow(row: InvoiceEventRow): InvoiceEvent {
  // The log is written only by `toRow` below, so its rows are the domain's events.
  return { ...row.data, type: row.type, key: row.key, at: row.at.getTime(), cause: row.cause } as InvoiceEvent
}

/** Appends events to the logs of several invoices. The caller holds the locks and knows the sequence numbers. */
export async function insertEvents(
  tx: EntityManager,
  events: readonly { invoiceId: string; seq: number; event: InvoiceEvent }[],
): Promise<void> {
  await bulkInsert(
    tx,
    InvoiceEventRow,
    events.map(({ invoiceId, seq, event }) => toRow(invoiceId, seq, event)),
  )
}

function toRow(invoiceId: string, seq: number, { type, key, at, cause, ...data }: InvoiceEvent) {
  const recordedAt = new Date()
  return { id: newId('evt'), invoiceId, seq, key, type, at: new Date(at), cause, data, recordedAt }
}
