import type { ImportChoice, ImportState, RowInvoice } from '../../domain/import/index.ts'
import type { ImportRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { compareInBulk } from './validate.ts'

// An import is issued in chunks: each is one transaction for its rows, and one batch for its mail.

/** Shares the chosen rows out among chunks, in the file's order. @returns how many rows, in how many chunks */
export async function planChunks(
  tx: EntityManager,
  { id, reading }: Pick<ImportRow, 'id' | 'reading'>,
  { duplicates }: ImportChoice,
  size: number,
): Promise<{ rows: number; chunks: number }> {
  await compareInBulk(tx)
  await tx.execute(
    `update import_row r set chunk = n.chunk
     from (select "row", (row_number() over (order by "row") - 1) / ? as chunk from import_row
           where import_id = ? and reading = ? and errors is null and (? or duplicate is null)) n
     where r.import_id = ? and r.reading = ? and r."row" = n."row"`,
    [size, id, reading, duplicates === 'send', id, reading],
  )
  const chunks = await tx.execute<{ rows: number }[]>(
    `insert into import_chunk (import_id, chunk, rows)
     select import_id, chunk, count(*) from import_row
     where import_id = ? and reading = ? and chunk is not null group by import_id, chunk
     returning rows`,
    [id, reading],
  )
  return { rows: chunks.reduce((sum, { rows }) => sum + rows, 0), chunks: chunks.length }
}

/**
 * Chunks that are not done yet, in order. Of a cancelled import those that were issued before: their invoices stay, so
 * they get their workflows and their mail.
 */
export async function openChunks(em: EntityManager, importId: string, state: ImportState): Promise<number[]> {
  if (state !== 'issuing' && state !== 'cancelled') return []
  const rows = await em.fork().execute<{ chunk: number }[]>(
    `select chunk from import_chunk
     where import_id = ? and done_at is null and (? or issued_at is not null) order by chunk`,
    [importId, state === 'issuing'],
  )
  return rows.map(({ chunk }) => chunk)
}

export interface ChunkRow {
  row: number
  invoice: RowInvoice
}

/** Locks the chunk until the transaction ends. @returns whether it has still to be issued */
export async function lockChunk(tx: EntityManager, importId: string, chunk: number): Promise<boolean> {
  const [row] = await tx.execute<{ issued_at: Date | null }[]>(
    'select issued_at from import_chunk where import_id = ? and chunk = ? for update',
    [importId, chunk],
  )
  return row !== undefined && row.issued_at === null
}

export async function chunkRows(tx: EntityManager, importId: string, chunk: number): Promise<ChunkRow[]> {
  return tx.execute<ChunkRow[]>(
    `select "row", invoice from import_row
     where import_id = ? and chunk = ? and errors is null order by "row"`,
    [importId, chunk],
  )
}

/** The invoices that a chunk was issued as, in its rows' order. */
export async function chunkInvoices(em: EntityManager, importId: string, chunk: number): Promise<string[]> {
  const rows = await em.fork().execute<{ id: string }[]>(
    `select invoice_id as id from import_row
     where import_id = ? and chunk = ? and invoice_id is not null order by "row"`,
    [importId, chunk],
  )
  return rows.map(({ id }) => id)
}

/** Notes in the transaction that made them which invoices the rows became, and how many rows failed after all. */
export async function closeChunk(
  tx: EntityManager,
  { id: importId }: Pick<ImportRow, 'id'>,
  chunk: number,
  { issued, failed }: { issued: { row: number; id: string }[]; failed: number },
): Promise<void> {
  await tx.execute(
    `update import_row r set invoice_id = n.id from jsonb_to_recordset(?::jsonb) as n("row" integer, id text)
     where r.import_id = ? and r.chunk = ? and r."row" = n."row"`,
    [JSON.stringify(issued), importId, chunk],
  )
  await tx.execute(
    `update import_chunk set issued = ?, failed = ?, issued_at = now() where import_id = ? and chunk = ?`,
    [issued.length, failed, importId, chunk],
  )
}

/** The chunk's mail is with the provider, or was refused for good. */
export async function chunkMailed(
  em: EntityManager,
  importId: string,
  chunk: number,
  { mailed, undelivered }: { mailed: number; undelivered: number },
): Promise<void> {
  await em.fork().execute(
    `update import_chunk set mailed = ?, undelivered = ?, done_at = coalesce(done_at, now())
       where import_id = ? and chunk = ?`,
    [mailed, undelivered, importId, chunk],
  )
}

export interface Progress {
  issued: number
  failed: number
  mailed: number
  undelivered: number
  /** As the mail provider says. */
  delivered: number
  chunks_done: number
  /** Invoices a second, over the last minute. */
  rate: number
}

export async function progressOf(em: EntityManager, importId: string): Promise<Progress> {
  const [row] = await em.fork().execute<Progress[]>(
    `select coalesce(sum(c.issued), 0)::int as issued, coalesce(sum(c.failed), 0)::int as failed,
       coalesce(sum(c.mailed), 0)::int as mailed, coalesce(sum(c.undelivered), 0)::int as undelivered,
       (select count(*) from invoice v where v.import_id = i.id and v.delivery = 'delivered')::int as delivered,
       count(c.done_at)::int as chunks_done,
       (coalesce(sum(c.issued) filter (where c.issued_at > now() - interval '1 minute'), 0)
         / greatest(1, least(60, extract(epoch from now() - coalesce(i.confirmed_at, now())))))::float as rate
     from import i left join import_chunk c on c.import_id = i.id
     where i.id = ? group by i.id`,
    [importId],
  )
  return row ?? { issued: 0, failed: 0, mailed: 0, undelivered: 0, delivered: 0, chunks_done: 0, rate: 0 }
}
