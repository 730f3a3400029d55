import { LockMode } from '@mikro-orm/core'
import { fold, type InvoiceEvent, type InvoiceState } from '../../domain/invoice/index.ts'
import { bulkInsert } from '../bulk-insert.ts'
import { InvoiceEventRow, InvoiceRow } from '../entities/index.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { updateReadModel } from './read-model.ts'

/** Means that the invoice does not exist, or was a deleted draft. */
export class UnknownInvoiceError extends Error {
  override name = 'UnknownInvoiceError'
}

export interface Appended {
  state: InvoiceState
  /** Leaves out events that the log already had. */
  events: InvoiceEvent[]
  /** Holds the whole log as of the commit. */
  log: InvoiceEvent[]
}

/**
 * Events with a recorded key are left out. The lock makes the sequence numbers gapless.
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
      if (events.length === 0) return { state: before, events, log: recorded }
      const state = fold(events, before)
      for (const event of events) {
        invoice.lastSeq += 1
        tx.create(InvoiceEventRow, toRow(invoiceId, invoice.lastSeq, event))
      }
      await updateReadModel(tx, invoice, { before, state, events })
      return { state, events, log: [...recorded, ...events] }
    },
    { clear: true },
  )
}

/** @throws UnknownInvoiceError */
export async function appendEvents(
  em: EntityManager,
  invoiceId: string,
  events: InvoiceEvent[],
): Promise<Appended> {
  return appendUnderLock(em, invoiceId, async () => events)
}

/** Returns the oldest event first. */
export async function loadEvents(em: EntityManager, invoiceId: string): Promise<InvoiceEvent[]> {
  return (await loadLogs(em, [invoiceId])).get(invoiceId) ?? []
}

/** Uses plain SQL, because entities are slower. */
export async function loadLogs(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Map<string, InvoiceEvent[]>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await em.execute<{ invoice_id: string; log: EventColumns[] }[]>(
    `select invoice_id, ${LOG_JSON} as log from invoice_event e
     where invoice_id in (${invoiceIds.map(() => '?').join(', ')}) group by invoice_id`,
    [...invoiceIds],
  )
  return new Map(rows.map(({ invoice_id: id, log }) => [id, log.map(toEvent)]))
}

export async function loadStates(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Map<string, InvoiceState>> {
  const logs = await loadLogs(em, invoiceIds)
  return new Map([...logs].map(([id, log]) => [id, fold(log)]))
}

/** `at` is in milliseconds since 1970. */
export type EventColumns = Pick<InvoiceEventRow, 'type' | 'key' | 'cause' | 'data'> & { at: number }

/** Aggregates rows of `invoice_event e` into a log of {@link EventColumns}, oldest first. */
export const LOG_JSON = `jsonb_agg(jsonb_build_object('type', e.type, 'key', e.key,
  'at', (extract(epoch from e.at) * 1000)::bigint, 'cause', e.cause, 'data', e.data) order by e.seq)`

export function toEvent({ data, type, key, at, cause }: EventColumns): InvoiceEvent {
  // Only `toRow` below writes the log, so the data belongs to the event's type.
  return { ...data, type, key, at, cause } as InvoiceEvent
}

export function fromRow(row: InvoiceEventRow): InvoiceEvent {
  const { type, key, cause, data, at } = row
  return toEvent({ type, key, cause, data, at: at.getTime() })
}

/** The caller has locked or created the invoices. */
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
