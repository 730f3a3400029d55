import type { CellError, ReadRow, RowInvoice } from '../../domain/import/index.ts'
import type { ImportRow, ImportTotal } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

// The rows of an import as they were read. Written and compared in bulk: never one statement a row.

export interface StagedRow {
  row: number
  line: number
  read: ReadRow
}

type Try = Pick<ImportRow, 'id' | 'parseVersion' | 'parseAttempt'>

/**
 * Begins a try at a reading. What an earlier one left is forgotten, as it may have been judged by yesterday's date; and
 * should that one still be at work, it writes nothing more.
 *
 * @returns the number of this try; undefined if the reading is not wanted any more
 */
export async function beginParse(
  em: EntityManager,
  { id, parseVersion }: Pick<ImportRow, 'id' | 'parseVersion'>,
): Promise<number | undefined> {
  return em.fork().transactional(async (tx) => {
    const [begun] = await tx.execute<{ parse_attempt: number }[]>(
      `update import set parse_attempt = parse_attempt + 1, rows = 0, valid_rows = 0, invalid_rows = 0, updated_at = now()
       where id = ? and parse_version = ? and status = 'parsing' returning parse_attempt`,
      [id, parseVersion],
    )
    if (!begun) return undefined
    await tx.execute('delete from import_row where import_id = ? and parse_version = ?', [id, parseVersion])
    return begun.parse_attempt
  })
}

/** Keeps these rows, unless another try has begun since. Doing it again changes nothing. */
export async function stageRows(
  em: EntityManager,
  { id, parseVersion, parseAttempt }: Try,
  rows: readonly StagedRow[],
): Promise<void> {
  const staged = rows.map(({ row, line, read }) =>
    'invoice' in read
      ? { row, line, invoice: read.invoice, number: read.invoice.number, dedup_key: likenessOf(read.invoice) }
      : { row, line, errors: read.errors },
  )
  await em.fork().execute(
    `with current as (
       select id, parse_version from import
       where id = ? and parse_version = ? and parse_attempt = ? and status = 'parsing' for share)
     insert into import_row (import_id, parse_version, "row", line, invoice, errors, number, dedup_key)
     select current.id, current.parse_version, r."row", r.line, r.invoice, r.errors, r.number, r.dedup_key
     from current, jsonb_to_recordset(?::jsonb)
       as r("row" integer, line integer, invoice jsonb, errors jsonb, number text, dedup_key text)
     on conflict do nothing`,
    [id, parseVersion, parseAttempt, JSON.stringify(staged)],
  )
}

/** What makes two invoices look like one: customer, amount, currency, due date. */
function likenessOf({ customerEmail, amount, currency, dueDate }: RowInvoice): string {
  return `${dueDate} ${amount} ${currency} ${customerEmail.toLowerCase()}`
}

/** Counts and sums of this reading; in the transaction of `em`, if any. */
export async function countRows(
  em: EntityManager,
  { id, parseVersion }: Pick<ImportRow, 'id' | 'parseVersion'>,
): Promise<Pick<ImportRow, 'rows' | 'validRows' | 'invalidRows' | 'duplicates' | 'totals'>> {
  const [counts] = await em.execute<{ rows: number; invalid_rows: number; duplicates: number }[]>(
    `select count(*)::int as rows, (count(errors))::int as invalid_rows,
       (count(*) filter (where duplicate is not null and errors is null))::int as duplicates
     from import_row where import_id = ? and parse_version = ?`,
    [id, parseVersion],
  )
  const totals = await em.execute<ImportTotal[]>(
    `select currency, count(*)::int as count, sum(amount)::text as amount,
       (count(*) filter (where is_duplicate))::int as duplicates,
       coalesce(sum(amount) filter (where is_duplicate), 0)::text as duplicates_amount
     from (select invoice ->> 'currency' as currency, (invoice ->> 'amount')::bigint as amount,
             duplicate is not null as is_duplicate
           from import_row where import_id = ? and parse_version = ? and errors is null) valid
     group by 1 order by 1`,
    [id, parseVersion],
  )
  const { rows = 0, invalid_rows: invalidRows = 0, duplicates = 0 } = counts ?? {}
  return { rows, invalidRows, duplicates, validRows: rows - invalidRows, totals }
}

/** Forgets what earlier readings left. */
export async function deleteOldParses(
  em: EntityManager,
  { id, parseVersion }: Pick<ImportRow, 'id' | 'parseVersion'>,
): Promise<void> {
  await em
    .fork()
    .execute('delete from import_row where import_id = ? and parse_version < ?', [id, parseVersion])
}

export interface StoredRow {
  row: number
  line: number
  invoice: RowInvoice | null
  errors: CellError[] | null
  duplicate: { row?: number; invoice?: string; number?: string } | null
  invoiceId: string | null
}

/**
 * Rows in the file's order, after one: those that are good, that failed, that look like duplicates, or
 * that were left out for the one or the other.
 */
export async function listRows(
  em: EntityManager,
  { id, parseVersion }: Pick<ImportRow, 'id' | 'parseVersion'>,
  {
    which,
    after,
    limit,
  }: { which: 'valid' | 'invalid' | 'duplicate' | 'left_out'; after: number; limit: number },
): Promise<StoredRow[]> {
  const condition = {
    valid: 'errors is null',
    invalid: 'errors is not null',
    duplicate: 'duplicate is not null and errors is null',
    left_out: `(errors is not null or duplicate is not null and batch is null
      and (select confirmed_at from import where id = import_id) is not null)`,
  }[which]
  return em.fork().execute<StoredRow[]>(
    `select "row", line, invoice, errors, duplicate, invoice_id as "invoiceId" from import_row
     where import_id = ? and parse_version = ? and "row" > ? and ${condition} order by "row" limit ?`,
    [id, parseVersion, after, limit],
  )
}
