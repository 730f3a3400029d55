import type { ConfirmOptions, ImportStatus, RowInvoice } from '../../domain/import/index.ts'
import type { ImportRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { disableNestedLoops } from './validate.ts'

// An import is issued in batches: each is one transaction for its rows, and one batch for its mail.

/** Shares the chosen rows out among batches, in the file's order. @returns how many rows, in how many batches */
export async function planBatches(
  tx: EntityManager,
  { id, parseVersion }: Pick<ImportRow, 'id' | 'parseVersion'>,
  { duplicates }: ConfirmOptions,
  size: number,
): Promise<{ rows: number; batches: number }> {
  await disableNestedLoops(tx)
  await tx.execute(
    `update import_row r set batch = n.batch
     from (select "row", (row_number() over (order by "row") - 1) / ? as batch from import_row
           where import_id = ? and parse_version = ? and errors is null and (? or duplicate is null)) n
     where r.import_id = ? and r.parse_version = ? and r."row" = n."row"`,
    [size, id, parseVersion, duplicates === 'send', id, parseVersion],
  )
  const batches = await tx.execute<{ rows: number }[]>(
    `insert into import_batch (import_id, batch, rows)
     select import_id, batch, count(*) from import_row
     where import_id = ? and parse_version = ? and batch is not null group by import_id, batch
     returning rows`,
    [id, parseVersion],
  )
  return { rows: batches.reduce((sum, { rows }) => sum + rows, 0), batches: batches.length }
}

/**
 * Batches that are not done yet, in order. Of a cancelled import those that were issued before: their invoices stay, so
 * they get their workflows and their mail.
 */
export async function openBatches(
  em: EntityManager,
  importId: string,
  status: ImportStatus,
): Promise<number[]> {
  if (status !== 'issuing' && status !== 'cancelled') return []
  const rows = await em.fork().execute<{ batch: number }[]>(
    `select batch from import_batch
     where import_id = ? and done_at is null and (? or issued_at is not null) order by batch`,
    [importId, status === 'issuing'],
  )
  return rows.map(({ batch }) => batch)
}

export interface BatchRow {
  row: number
  invoice: RowInvoice
}

/** Locks the batch until the transaction ends. @returns whether it has still to be issued */
export async function lockBatch(tx: EntityManager, importId: string, batch: number): Promise<boolean> {
  const [row] = await tx.execute<{ issued_at: Date | null }[]>(
    'select issued_at from import_batch where import_id = ? and batch = ? for update',
    [importId, batch],
  )
  return row !== undefined && row.issued_at === null
}

export async function batchRows(tx: EntityManager, importId: string, batch: number): Promise<BatchRow[]> {
  return tx.execute<BatchRow[]>(
    `select "row", invoice from import_row
     where import_id = ? and batch = ? and errors is null order by "row"`,
    [importId, batch],
  )
}

/** The invoices that a batch was issued as, in its rows' order. */
export async function batchInvoices(em: EntityManager, importId: string, batch: number): Promise<string[]> {
  const rows = await em.fork().execute<{ id: string }[]>(
    `select invoice_id as id from import_row
     where import_id = ? and batch = ? and invoice_id is not null order by "row"`,
    [importId, batch],
  )
  return rows.map(({ id }) => id)
}

/** Notes in the transaction that made them which invoices the rows became, and how many rows failed after all. */
export async function completeBatch(
  tx: EntityManager,
  { id: importId }: Pick<ImportRow, 'id'>,
  batch: number,
  { issued, failed }: { issued: { row: number; id: string }[]; failed: number },
): Promise<void> {
  await tx.execute(
    `update import_row r set invoice_id = n.id from jsonb_to_recordset(?::jsonb) as n("row" integer, id text)
     where r.import_id = ? and r.batch = ? and r."row" = n."row"`,
    [JSON.stringify(issued), importId, batch],
  )
  await tx.execute(
    `update import_batch set issued = ?, failed = ?, issued_at = now() where import_id = ? and batch = ?`,
    [issued.length, failed, importId, batch],
  )
}

/** The batch's mail is with the provider, or was refused for good. */
export async function markBatchEmailed(
  em: EntityManager,
  importId: string,
  batch: number,
  { mailed, undelivered }: { mailed: number; undelivered: number },
): Promise<void> {
  await em.fork().execute(
    `update import_batch set mailed = ?, undelivered = ?, done_at = coalesce(done_at, now())
       where import_id = ? and batch = ?`,
    [mailed, undelivered, importId, batch],
  )
}

export interface Progress {
  issued: number
  failed: number
  mailed: number
  undelivered: number
  /** As the mail provider says. */
  delivered: number
  batches_done: number
  /** Invoices a second, over the last minute. */
  rate: number
}

export async function progressOf(em: EntityManager, importId: string): Promise<Progress> {
  const [row] = await em.fork().execute<Progress[]>(
    `select coalesce(sum(c.issued), 0)::int as issued, coalesce(sum(c.failed), 0)::int as failed,
       coalesce(sum(c.mailed), 0)::int as mailed, coalesce(sum(c.undelivered), 0)::int as undelivered,
       (select count(*) from invoice v where v.import_id = i.id and v.delivery = 'delivered')::int as delivered,
       count(c.done_at)::int as batches_done,
       (coalesce(sum(c.issued) filter (where c.issued_at > now() - interval '1 minute'), 0)
         / greatest(1, least(60, extract(epoch from now() - coalesce(i.confirmed_at, now())))))::float as rate
     from import i left join import_batch c on c.import_id = i.id
     where i.id = ? group by i.id`,
    [importId],
  )
  return row ?? { issued: 0, failed: 0, mailed: 0, undelivered: 0, delivered: 0, batches_done: 0, rate: 0 }
}
