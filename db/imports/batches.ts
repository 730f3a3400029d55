import type { ConfirmOptions, ImportStatus, ParsedInvoice } from '../../domain/import/index.ts'
import type { ImportRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import type { StoredRow } from './rows.ts'
import { disableNestedLoops } from './validate.ts'

export async function planBatches(
  tx: EntityManager,
  { id, parseVersion }: Pick<ImportRow, 'id' | 'parseVersion'>,
  { duplicates }: ConfirmOptions,
  size: number,
): Promise<{ invoices: number; batches: number }> {
  await disableNestedLoops(tx)
  await tx.execute(
    `update import_file_row r set batch = n.batch
     from (select row_number, (row_number() over (order by row_number) - 1) / ? as batch from import_file_row
           where import_id = ? and parse_version = ? and errors is null and first_row is null
             and (? or duplicate is null)) n
     where r.import_id = ? and r.parse_version = ? and coalesce(r.first_row, r.row_number) = n.row_number`,
    [size, id, parseVersion, duplicates === 'send', id, parseVersion],
  )
  const batches = await tx.execute<{ invoices: number }[]>(
    `insert into import_batch (import_id, batch, invoices)
     select import_id, batch, count(*) from import_file_row
     where import_id = ? and parse_version = ? and batch is not null and first_row is null
     group by import_id, batch
     returning invoices`,
    [id, parseVersion],
  )
  return { invoices: batches.reduce((sum, { invoices }) => sum + invoices, 0), batches: batches.length }
}

export async function openBatches(
  em: EntityManager,
  importId: string,
  status: ImportStatus,
): Promise<number[]> {
  if (status !== 'issuing' && status !== 'cancelled') return []
  const batches = await em.execute<{ batch: number }[]>(
    `select batch from import_batch
     where import_id = ? and done_at is null and (? or issued_at is not null) order by batch`,
    [importId, status === 'issuing'],
  )
  return batches.map(({ batch }) => batch)
}

export async function lockBatch(tx: EntityManager, importId: string, batch: number): Promise<boolean> {
  const [locked] = await tx.execute<{ issued_at: Date | null }[]>(
    'select issued_at from import_batch where import_id = ? and batch = ? for update',
    [importId, batch],
  )
  return locked !== undefined && locked.issued_at === null
}

/** Returns since when the provider has accepted no message of the batch. */
export async function noteRefusal(
  em: EntityManager,
  { importId, batch }: { importId: string; batch: number },
  isFirst: boolean,
): Promise<Date> {
  const [found] = await em.execute<{ since: Date }[]>(
    `update import_batch set refused_since = case when ? then now() else coalesce(refused_since, now()) end
     where import_id = ? and batch = ? returning refused_since as since`,
    [isFirst, importId, batch],
  )
  if (!found) throw new RangeError(`import ${importId} has no batch ${batch}`)
  return new Date(found.since)
}

export async function batchRows(
  tx: EntityManager,
  importId: string,
  batch: number,
): Promise<{ rowNumber: number; invoice: ParsedInvoice }[]> {
  return tx.execute<{ rowNumber: number; invoice: ParsedInvoice }[]>(
    `select row_number as "rowNumber", invoice from import_file_row
     where import_id = ? and batch = ? and errors is null and first_row is null order by row_number`,
    [importId, batch],
  )
}

export async function batchInvoices(em: EntityManager, importId: string, batch: number): Promise<string[]> {
  const invoices = await em.execute<{ id: string }[]>(
    `select invoice_id as id from import_file_row
     where import_id = ? and batch = ? and invoice_id is not null and first_row is null order by row_number`,
    [importId, batch],
  )
  return invoices.map(({ id }) => id)
}

/** `tx` must be the transaction that issues the invoices. */
export async function completeBatch(
  tx: EntityManager,
  { id: importId }: Pick<ImportRow, 'id'>,
  batch: number,
  { issued, failed }: { issued: Pick<StoredRow, 'rowNumber' | 'invoiceId'>[]; failed: number },
): Promise<void> {
  await tx.execute(
    `update import_file_row r set invoice_id = n."invoiceId"
     from jsonb_to_recordset(?::jsonb) as n("rowNumber" integer, "invoiceId" text)
     where r.import_id = ? and r.batch = ? and coalesce(r.first_row, r.row_number) = n."rowNumber"`,
    [JSON.stringify(issued), importId, batch],
  )
  await tx.execute(
    `update import_batch set issued = ?, failed = ?, issued_at = now() where import_id = ? and batch = ?`,
    [issued.length, failed, importId, batch],
  )
}

export async function markBatchEmailed(
  em: EntityManager,
  importId: string,
  batch: number,
  { mailed, undelivered }: { mailed: number; undelivered: number },
): Promise<void> {
  await em.execute(
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
  delivered: number
  batches_done: number
  /** Invoices per second. */
  rate: number
}

export async function progressOf(em: EntityManager, importId: string): Promise<Progress> {
  const [progress] = await em.execute<Progress[]>(
    `select coalesce(sum(b.issued), 0)::int as issued, coalesce(sum(b.failed), 0)::int as failed,
       coalesce(sum(b.mailed), 0)::int as mailed, coalesce(sum(b.undelivered), 0)::int as undelivered,
       (select count(*) from invoice v where v.import_id = i.id and v.delivery = 'delivered')::int as delivered,
       count(b.done_at)::int as batches_done,
       (coalesce(sum(b.issued) filter (where b.issued_at > now() - interval '1 minute'), 0)
         / greatest(1, least(60, extract(epoch from now() - coalesce(i.confirmed_at, now())))))::float as rate
     from import i left join import_batch b on b.import_id = i.id
     where i.id = ? group by i.id`,
    [importId],
  )
  return (
    progress ?? { issued: 0, failed: 0, mailed: 0, undelivered: 0, delivered: 0, batches_done: 0, rate: 0 }
  )
}
