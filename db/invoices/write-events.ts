import { type PublicInvoiceEvent, toPublicInvoiceEvent } from '../../domain/events/invoice-events.ts'
import type { PublicEvent } from '../../domain/events/event-types.ts'
import type { InvoiceEvent, InvoiceState } from '../../domain/invoice/index.ts'
import { bulkInsert } from '../bulk-insert.ts'
import { InvoiceEventRow } from '../entities/index.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { type Owner, PUBLISH, publishEvents } from '../events/publish.ts'
import { executePrepared } from '../prepared.ts'
import { FIGURES_SQL, figureRows } from '../summary/write-figures.ts'
import { toReadModel } from './read-model.ts'

export interface Append {
  invoiceId: string
  lastSeq: number
  before: InvoiceState
  state: InvoiceState
  events: InvoiceEvent[]
  log: readonly InvoiceEvent[]
}

/**
 * Writes nothing for an invoice that has newer events.
 *
 * @returns the ids of the written invoices
 */
export async function writeEvents(em: EntityManager, appends: readonly Append[]): Promise<Set<string>> {
  const now = new Date()
  const links = appends.flatMap((append) => changedLink(append) ?? [])
  const attempts = appends.flatMap(changedAttempts)
  const refunds = appends.flatMap(changedRefunds)
  const figures = figureRows(appends)
  const parts = [
    { sql: INVOICES, rows: appends.map((append) => invoiceRow(append, now)) },
    { sql: EVENTS, rows: appends.flatMap((append) => publishedRows(append, now)) },
    ...(links.length > 0 ? [{ sql: LINKS, rows: links }] : []),
    ...(attempts.length > 0 ? [{ sql: ATTEMPTS, rows: attempts }] : []),
    ...(refunds.length > 0 ? [{ sql: REFUNDS, rows: refunds }] : []),
    ...(figures.length > 0 ? [{ sql: FIGURES_SQL, rows: figures }] : []),
  ]
  const written = await executePrepared<{ id: string }>(
    em,
    `with ${parts.map(({ sql }) => sql).join(', ')} select id from written`,
    parts.map(({ rows }) => JSON.stringify(rows)),
  )
  return new Set(written.map(({ id }) => id))
}

const READ_MODEL_TYPES = {
  status: 'text',
  amountDue: 'bigint',
  amountPaid: 'bigint',
  amountRefunded: 'bigint',
  amountCredited: 'bigint',
  amountOverpaid: 'bigint',
  dueDate: 'date',
  delivery: 'text',
  receipt: 'text',
  number: 'text',
  linkId: 'text',
  issuedAt: 'timestamptz',
  overdueAt: 'timestamptz',
  viewedAt: 'timestamptz',
  paidAt: 'timestamptz',
  onHoldSince: 'timestamptz',
  voidRequestedAt: 'timestamptz',
  voidedAt: 'timestamptz',
  voidReason: 'text',
  testClockOffsetMs: 'bigint',
  decisionCount: 'integer',
  money: 'jsonb',
} as const satisfies Record<keyof ReturnType<typeof toReadModel> | 'issuedAt', string>

const KEPT: ReadonlySet<string> = new Set(['dueDate', 'number', 'issuedAt'])

export const COLUMNS = Object.entries(READ_MODEL_TYPES).map(([name, type]) => {
  const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const value = KEPT.has(name) ? `coalesce(n."${name}", i.${column})` : `n."${name}"`
  return { column, field: `"${name}" ${type}`, assignment: `${column} = ${value}` }
})

export const NEW_INVOICES = `new_invoice as (
    select * from jsonb_to_recordset(?::jsonb) as n(id text, "knownSeq" integer, "lastSeq" integer,
      "updatedAt" timestamptz, ${COLUMNS.map(({ field }) => field).join(', ')}))`

// Concurrent appends must lock rows in the same order, because they could otherwise deadlock.
const INVOICES = `${NEW_INVOICES},
  locked as (
    select i.id from invoice i join new_invoice n on n.id = i.id and n."knownSeq" = i.last_seq
    order by i.id for no key update of i),
  written as (
    update invoice i set last_seq = n."lastSeq", updated_at = n."updatedAt",
      ${COLUMNS.map(({ assignment }) => assignment).join(', ')}
    from new_invoice n join locked using (id) where i.id = n.id
    returning i.id, i.merchant_id, i.mode, i.updated_at, i.time_zone)`

export function insertEvents(data: string, publicEvent: string): string {
  return `event as (
    select * from rows from (jsonb_to_recordset(?::jsonb) as (id text, "invoiceId" text, seq integer, key text,
      type text, at timestamptz, cause jsonb, data jsonb, "recordedAt" timestamptz, public jsonb))
      with ordinality as e),
  new_event as (
    insert into invoice_event (id, invoice_id, seq, key, type, at, cause, data, recorded_at)
    select e.id, e."invoiceId", e.seq, e.key, e.type, e.at, e.cause, ${data}, e."recordedAt"
    from event e join written w on w.id = e."invoiceId"),
  occurred as (
    select e.id, w.merchant_id, w.mode, 'invoice.' || e.type as type, ${publicEvent} as data,
      e.cause ->> 'commandId' as command_id, e.ordinality
    from event e join written w on w.id = e."invoiceId"),
  ${PUBLISH}`
}

const EVENTS = insertEvents('e.data', 'e.public')

// A new link revokes the other links of the invoice.
export const LINKS = `changed_link as (
    select l.*, w.updated_at from jsonb_to_recordset(?::jsonb) as l(id text, invoice_id text, status text,
      expires_at timestamptz, is_new boolean)
    join written w on w.id = l.invoice_id),
  updated_link as (
    update pay_link p set status = case when p.id = c.id then c.status else 'revoked' end,
      expires_at = case when p.id = c.id then c.expires_at else p.expires_at end
    from changed_link c where p.invoice_id = c.invoice_id and (c.is_new or p.id = c.id)),
  new_link as (
    insert into pay_link (id, invoice_id, status, expires_at, created_at)
    select id, invoice_id, status, expires_at, updated_at from changed_link where is_new)`

const ATTEMPTS = `updated_attempt as (
    update payment_attempt p set status = a.status, failure = a.failure, updated_at = w.updated_at
    from jsonb_to_recordset(?::jsonb) as a(id text, invoice_id text, status text, failure text)
    join written w on w.id = a.invoice_id
    where p.id = a.id)`

const REFUNDS = `new_refund as (
    insert into refund as old (id, invoice_id, attempt_id, amount, status, provider_refund_id, failure,
      created_at, updated_at)
    select r.*, w.updated_at, w.updated_at
    from jsonb_to_recordset(?::jsonb) as r(id text, invoice_id text, attempt_id text, amount bigint,
      status text, provider_refund_id text, failure text)
    join written w on w.id = r.invoice_id
    on conflict (id) do update set status = excluded.status, failure = excluded.failure, updated_at = excluded.updated_at,
      provider_refund_id = coalesce(excluded.provider_refund_id, old.provider_refund_id)
    where old.status <> excluded.status
      or old.provider_refund_id is distinct from coalesce(excluded.provider_refund_id, old.provider_refund_id))`

export function invoiceRow({ invoiceId, lastSeq, state, events, log }: Append, now: Date) {
  const issued = events.find((event) => event.type === 'issued')
  return {
    id: invoiceId,
    knownSeq: lastSeq,
    lastSeq: lastSeq + events.length,
    updatedAt: now,
    ...toReadModel(state, log),
    ...(issued ? { issuedAt: new Date(issued.at) } : {}),
  }
}

/** The invoices must have no events, and must belong to one merchant and mode. */
export async function insertFirstEvents(
  tx: EntityManager,
  owner: Owner,
  logs: readonly Pick<Append, 'invoiceId' | 'events'>[],
  others: readonly PublicEvent[],
): Promise<void> {
  const now = new Date()
  const rows = logs.flatMap((log) => eventRows({ ...log, lastSeq: 0 }, now))
  await bulkInsert(tx, InvoiceEventRow, rows)
  const events = logs.flatMap((log) => log.events)
  const own = events.flatMap((event, index) => {
    const row = rows[index]
    return row ? [publicForm(row, event)] : []
  })
  await publishEvents(tx, owner, [...others, ...own])
}

type NewEvents = Pick<Append, 'invoiceId' | 'lastSeq' | 'events'>

export function publishedRows(append: NewEvents, now: Date) {
  const rows = eventRows(append, now)
  return append.events.flatMap((event, index) => {
    const row = rows[index]
    return row ? [{ ...row, public: publicForm(row, event) }] : []
  })
}

type NewRow = ReturnType<typeof eventRows>[number]

function publicForm({ id, invoiceId, seq, recordedAt }: NewRow, event: InvoiceEvent): PublicInvoiceEvent {
  return toPublicInvoiceEvent({ id, invoiceId, seq, recordedAt: recordedAt.getTime(), event })
}

function eventRows({ invoiceId, lastSeq, events }: NewEvents, now: Date) {
  return events.map(({ type, key, at, cause, ...data }, index) => ({
    id: newId('evt'),
    invoiceId,
    seq: lastSeq + 1 + index,
    key,
    type,
    at: new Date(at),
    cause,
    data,
    recordedAt: now,
  }))
}

export function changedLink({ invoiceId, before, state }: Append) {
  if (!state.link) return undefined
  const { id, status, expiresAt } = state.link
  const isNew = before.link?.id !== id
  if (!isNew && before.link?.status === status && before.link.expiresAt === expiresAt) return undefined
  return { id, invoice_id: invoiceId, status, expires_at: new Date(expiresAt), is_new: isNew }
}

function changedAttempts({ invoiceId, before, state }: Append) {
  const known = new Map(before.attempts.map(({ id, status }) => [id, status]))
  return state.attempts
    .filter(({ id, status }) => status !== (known.get(id) ?? 'started'))
    .map(({ id, status, failure = null }) => ({ id, invoice_id: invoiceId, status, failure }))
}

function changedRefunds({ invoiceId, before, state }: Append) {
  if (state.refunds === before.refunds) return []
  return state.refunds.flatMap(({ id, attemptId, amount, status, providerRefundId, failure = null }) =>
    attemptId
      ? [
          {
            id,
            invoice_id: invoiceId,
            attempt_id: attemptId,
            amount,
            status,
            provider_refund_id: providerRefundId ?? null,
            failure,
          },
        ]
      : [],
  )
}
