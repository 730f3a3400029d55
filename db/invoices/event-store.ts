import { fold, type InvoiceEvent, type InvoiceState } from '../../domain/invoice/index.ts'
import { type InvoiceEventRow, InvoiceRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePrepared } from '../prepared.ts'
import { writeEvents } from './write-events.ts'

export class UnknownInvoiceError extends Error {
  override name = 'UnknownInvoiceError'
}

export interface Appended {
  state: InvoiceState
  /** Leaves out events that the log already had. */
  events: InvoiceEvent[]
  /** Holds the log that the decision saw, and the new events. */
  log: InvoiceEvent[]
}

/** After as many conflicts with other appends, an append takes the row lock first. */
const MAX_CONFLICTS = 3

/**
 * @param known the log as the caller read it, which saves a read
 * @throws UnknownInvoiceError
 */
export async function appendEvents(
  em: EntityManager,
  invoiceId: string,
  events: InvoiceEvent[],
  known?: readonly InvoiceEvent[],
): Promise<Appended> {
  return appendDecision(em, invoiceId, () => events, known)
}

/**
 * Events with a recorded key are left out. If the log grows meanwhile, the read and the decision are repeated.
 *
 * @param decideEvents must have no effects, because a conflict repeats the decision
 * @param known the log as the caller read it, which saves a read
 * @throws UnknownInvoiceError
 */
export async function appendDecision(
  em: EntityManager,
  invoiceId: string,
  decideEvents: (state: InvoiceState, recorded: readonly InvoiceEvent[]) => InvoiceEvent[],
  known?: readonly InvoiceEvent[],
): Promise<Appended> {
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
    const isKnown = conflicts === 0 && known !== undefined
    const recorded = isKnown ? known : (await loadLogs(em, [invoiceId])).get(invoiceId)
    if (!recorded) throw new UnknownInvoiceError(invoiceId)
    const before = fold(recorded)
    const appended = appendTo(recorded, before, decideEvents(before, recorded))
    if (appended.events.length === 0) return appended
    const written = await writeEvents(em, [{ ...appended, invoiceId, lastSeq: recorded.length, before }])
    if (written.has(invoiceId)) return appended
  }
  return appendUnderLock(em, invoiceId, async (state, _invoice, _tx, recorded) =>
    decideEvents(state, recorded),
  )
}

/**
 * Events with a recorded key are left out. The same transaction stores the changes of `decideEvents`.
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
      const { invoice, recorded } = await lockInvoice(tx, invoiceId)
      const before = fold(recorded)
      const appended = appendTo(recorded, before, await decideEvents(before, invoice, tx, recorded))
      if (appended.events.length === 0) return appended
      // The new events can refer to rows that `decideEvents` created.
      await tx.flush()
      const written = await writeEvents(tx, [{ ...appended, invoiceId, lastSeq: recorded.length, before }])
      if (!written.has(invoiceId)) throw new RangeError(`the log of ${invoiceId} has a gap`)
      return appended
    },
    { clear: true },
  )
}

function appendTo(
  recorded: readonly InvoiceEvent[],
  before: InvoiceState,
  decided: readonly InvoiceEvent[],
): Appended {
  const keys = new Set(recorded.map(({ key }) => key))
  const events = decided.filter(({ key }) => !keys.has(key))
  const state = events.length > 0 ? fold(events, before) : before
  return { state, events, log: [...recorded, ...events] }
}

async function lockInvoice(
  tx: EntityManager,
  invoiceId: string,
): Promise<{ invoice: InvoiceRow; recorded: InvoiceEvent[] }> {
  const [found] = await executePrepared<
    { last_seq: number; log: EventColumns[] | null } & Record<string, unknown>
  >(
    tx,
    `select ${columnsOf(tx, InvoiceRow, 'i')}, (select ${LOG_JSON} from invoice_event e where e.invoice_id = i.id) as log
     from invoice i where i.id = ? for no key update of i`,
    [invoiceId],
  )
  if (!found) throw new UnknownInvoiceError(invoiceId)
  const { log, ...columns } = found
  const invoice = tx.map(InvoiceRow, columns)
  const recorded = (log ?? []).map(toEvent)
  // After a wait for the lock, the row is current and the subquery is not:
  // https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED
  if (recorded.length === found.last_seq) return { invoice, recorded }
  return { invoice, recorded: await loadEvents(tx, invoiceId) }
}

/** Returns the oldest event first. */
export async function loadEvents(em: EntityManager, invoiceId: string): Promise<InvoiceEvent[]> {
  return (await loadLogs(em, [invoiceId])).get(invoiceId) ?? []
}

/** @returns a log for each invoice that exists, empty for a draft */
export async function loadLogs(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Map<string, InvoiceEvent[]>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await executePrepared<{ id: string; log: EventColumns[] | null }>(
    em,
    `select i.id, (select ${LOG_JSON} from invoice_event e where e.invoice_id = i.id) as log
     from invoice i where i.id in (select jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(invoiceIds)],
  )
  return new Map(rows.map(({ id, log }) => [id, (log ?? []).map(toEvent)]))
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
  // Only `writeEvents` and `insertEvents` write the log, so the data belongs to the event's type.
  return { ...data, type, key, at, cause } as InvoiceEvent
}

export function fromRow(row: InvoiceEventRow): InvoiceEvent {
  const { type, key, cause, data, at } = row
  return toEvent({ type, key, cause, data, at: at.getTime() })
}
