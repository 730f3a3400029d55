import { LockMode } from '@mikro-orm/core'
import { fold, type InvoiceEvent, type InvoiceState } from '../../domain/invoice/index.ts'
import { bulkInsert } from '../bulk-insert.ts'
import { InvoiceEventRow, InvoiceRow } from '../entities/index.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { updateReadModel } from './read-model.ts'

/** The invoice does not exist, or was a draft that the merchant deleted. */
export class UnknownInvoiceError extends Error {
  override name = 'UnknownInvoiceError'
}

export interface Appended {
  /** The state of the whole log. */
  state: InvoiceState
  /** The new events only; events that the log already had are left out. */
  events: InvoiceEvent[]
}

/**
 * Decides under the invoice's row lock and appends the events. Idempotent by event key. Concurrent writers
 * get gapless sequence numbers from the locked row.
 *
 * @param decideEvents gets the stored invoice, not the entity that `em` may hold
 * @throws UnknownInvoiceError
 */
export async function appendUnderLock(
  em: EntityManager,
  invoiceId: string,
  decideEvents: (
    state: InvoiceState,
    invoice: InvoiceRow,
    tx: EntityManager,
    recorded: readonly InvoiceEvent[],
  ) => Promise<InvoiceEvent[]>,
): Promise<Appended> {
  return em.transactional(
    async (tx) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE
      const invoice = await tx.findOne(InvoiceRow, { id: invoiceId }, { lockMode })
      if (!invoice) throw new UnknownInvoiceError(invoiceId)
      const recorded = await loadEvents(tx, invoiceId)
      const before = fold(recorded)
      const keys = new Set(recorded.map((event) => event.key))
      const decided = await decideEvents(before, invoice, tx, recorded)
      const events = decided.filter((event) => !keys.has(event.key))
      if (events.length === 0) return { state: before, events }
      const state = fold(events, before)
      for (const event of events) {
        invoice.lastSeq += 1
        tx.create(InvoiceEventRow, toRow(invoiceId, invoice.lastSeq, event))
      }
      await updateReadModel(tx, invoice, state, events)
      return { state, events }
    },
    { clear: true },
  )
}

/**
 * Appends events that are already decided, through {@link appendUnderLock}.
 *
 * @throws UnknownInvoiceError
 */
export async function appendEvents(
  em: EntityManager,
  invoiceId: string,
  events: InvoiceEvent[],
): Promise<Appended> {
  return appendUnderLock(em, invoiceId, async () => events)
}

/** Loads the whole log, oldest first. */
export async function loadEvents(em: EntityManager, invoiceId: string): Promise<InvoiceEvent[]> {
  return (await findEventRows(em, [invoiceId])).map(fromRow)
}

/**
 * Loads event rows of several invoices, oldest first. Stored events never change, so none is kept in memory.
 */
export async function findEventRows(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<InvoiceEventRow[]> {
  return em.find(
    InvoiceEventRow,
    { invoiceId: { $in: [...invoiceIds] } },
    { orderBy: { seq: 'asc' }, disableIdentityMap: true },
  )
}

export async function loadStates(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Map<string, InvoiceState>> {
  const logs = Map.groupBy(await findEventRows(em, invoiceIds), ({ invoiceId }) => invoiceId)
  return new Map([...logs].map(([id, log]) => [id, fold(log.map(fromRow))]))
}

export function fromRow(row: InvoiceEventRow): InvoiceEvent {
  // Only `toRow` below writes the log, so the data is the event's.
  return { ...row.data, type: row.type, key: row.key, at: row.at.getTime(), cause: row.cause } as InvoiceEvent
}

/** Appends events to the logs of several invoices. The caller holds the locks and the sequence numbers. */
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
