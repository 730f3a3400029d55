import { fold, type InvoiceEvent, type InvoiceState } from '../../domain/invoice/index.ts'
import { type InvoiceEventRow, InvoiceRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePrepared } from '../prepared.ts'
import { type Append, writeEvents } from './write-events.ts'

export class UnknownInvoiceError extends Error {
  override name = 'UnknownInvoiceError'
}

export interface Appended extends Append {
  log: InvoiceEvent[]
}

const MAX_CONFLICTS = 3

export async function appendEvents(
  em: EntityManager,
  invoiceId: string,
  events: InvoiceEvent[],
  knownEvents?: readonly InvoiceEvent[],
): Promise<Appended> {
  return appendDecision(em, invoiceId, () => events, knownEvents)
}

/**
 * `decideEvents` must have no effects, because a conflict repeats the decision.
 *
 * @throws UnknownInvoiceError
 */
export async function appendDecision(
  em: EntityManager,
  invoiceId: string,
  decideEvents: (state: InvoiceState, recorded: readonly InvoiceEvent[]) => InvoiceEvent[],
  knownEvents?: readonly InvoiceEvent[],
): Promise<Appended> {
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
    const isKnown = conflicts === 0 && knownEvents !== undefined
    const recorded = isKnown ? knownEvents : (await loadLogs(em, [invoiceId])).get(invoiceId)
    if (!recorded) throw new UnknownInvoiceError(invoiceId)
    const before = fold(recorded)
    const appended = appendTo(invoiceId, recorded, before, decideEvents(before, recorded))
    if (appended.events.length === 0) return appended
    const written = await writeEvents(em, [appended])
    if (written.has(invoiceId)) return appended
  }
  return appendUnderLock(em, invoiceId, async (state, _invoice, _tx, recorded) =>
    decideEvents(state, recorded),
  )
}

/** @throws UnknownInvoiceError */
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
      const decided = await decideEvents(before, invoice, tx, recorded)
      const appended = appendTo(invoiceId, recorded, before, decided)
      if (appended.events.length === 0) return appended
      // The new events can refer to rows that `decideEvents` created.
      await tx.flush()
      const written = await writeEvents(tx, [appended])
      if (!written.has(invoiceId)) throw new RangeError(`the log of ${invoiceId} has a gap`)
      return appended
    },
    { clear: true },
  )
}

export function appendTo(
  invoiceId: string,
  recorded: readonly InvoiceEvent[],
  before: InvoiceState,
  decided: readonly InvoiceEvent[],
): Appended {
  const keys = new Set(recorded.map(({ key }) => key))
  const events = decided.filter(({ key }) => {
    const isNew = !keys.has(key)
    keys.add(key)
    return isNew
  })
  const state = events.length > 0 ? fold(events, before) : before
  return { invoiceId, lastSeq: recorded.length, before, state, events, log: [...recorded, ...events] }
}

async function lockInvoice(
  tx: EntityManager,
  invoiceId: string,
): Promise<{ invoice: InvoiceRow; recorded: InvoiceEvent[] }> {
  const [found] = await executePrepared<{ last_seq: number } & LogColumn & Record<string, unknown>>(
    tx,
    `select ${columnsOf(tx, InvoiceRow, 'i')}, ${LOG_COLUMN}
     from invoice i where i.id = ? for no key update of i`,
    [invoiceId],
  )
  if (!found) throw new UnknownInvoiceError(invoiceId)
  const { log, ...columns } = found
  const invoice = tx.map(InvoiceRow, columns)
  const recorded = toLog({ log })
  // A wait for the lock can leave the subquery older than the row:
  // https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED
  if (recorded.length === found.last_seq) return { invoice, recorded }
  return { invoice, recorded: await loadEvents(tx, invoiceId) }
}

export async function loadEvents(em: EntityManager, invoiceId: string): Promise<InvoiceEvent[]> {
  return (await loadLogs(em, [invoiceId])).get(invoiceId) ?? []
}

/** Leaves out an invoice without events. */
export async function loadLogs(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Map<string, InvoiceEvent[]>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await executePrepared<{ id: string } & LogColumn>(
    em,
    // A plan from a small table would scan all invoices.
    `select i.id, ${LOG_COLUMN} from unnest(?::text[]) as i (id)`,
    [invoiceIds],
  )
  return new Map(rows.filter(({ log }) => log !== null).map((row) => [row.id, toLog(row)]))
}

export async function loadStates(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Map<string, InvoiceState>> {
  const logs = await loadLogs(em, invoiceIds)
  return new Map([...logs].map(([id, log]) => [id, fold(log)]))
}

/** `at` is in milliseconds since 1970. */
type EventColumns = Pick<InvoiceEventRow, 'type' | 'key' | 'cause' | 'data'> & { at: number }

export const LOG_COLUMN = `(select jsonb_agg(jsonb_build_object('type', e.type, 'key', e.key,
    'at', (extract(epoch from e.at) * 1000)::bigint, 'cause', e.cause, 'data', e.data) order by e.seq)
  from invoice_event e where e.invoice_id = i.id) as log`

export interface LogColumn {
  log: EventColumns[] | null
}

export function toLog({ log }: LogColumn): InvoiceEvent[] {
  return (log ?? []).map(toEvent)
}

function toEvent({ data, type, key, at, cause }: EventColumns): InvoiceEvent {
  return { ...data, type, key, at, cause } as InvoiceEvent
}

export function fromRow(row: InvoiceEventRow): InvoiceEvent {
  const { type, key, cause, data, at } = row
  return toEvent({ type, key, cause, data, at: at.getTime() })
}
