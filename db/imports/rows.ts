import type { CellError, ReadRow, RowInvoice } from '../../domain/import/index.ts'
import type { ImportRow, ImportSum } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

// The rows of an import as they were read. Written and compared in bulk: never one statement a row.

export interface StagedRow {
  row: number
  line: number
  read: ReadRow
}

type Try = Pick<ImportRow, 'id' | 'reading' | 'readingTry'>

/**
 * Begins a try at a reading. What an earlier one left is forgotten, as it may have been judged by yesterday's date; and
 * should that one still be at work, it writes nothing more.
 *
 * @returns the number of this try; undefined if the reading is not wanted any more
 */
export async function beginReading(
  em: EntityManager,
  { id, reading }: Pick<ImportRow, 'id' | 'reading'>,
): Promise<number | undefined> {
  return em.fork().transactional(async (tx) => {
    const [begun] = await tx.execute<{ reading_try: number }[]>(
      `update import set reading_try = reading_try + 1, rows = 0, good = 0, bad = 0, updated_at = now()
       where id = ? and reading = ? and state = 'reading' returning reading_try`,
      [id, reading],
    )
    if (!begun) return undefined
    await tx.execute('delete from import_row where import_id = ? and reading = ?', [id, reading])
    return begun.reading_try
  })
}

/** Keeps these rows, unless another try has begun since. Doing it again changes nothing. */
export async function stageRows(
  em: EntityManager,
  { id, reading, readingTry }: Try,
  rows: readonly StagedRow[],
): Promise<void> {
  const staged = rows.map(({ row, line, read }) =>
    'invoice' in read
      ? { row, line, invoice: read.invoice, number: read.invoice.number, likeness: likenessOf(read.invoice) }
      : { row, line, errors: read.errors },
  )
  await em.fork().execute(
    `with current as (
       select id, reading from import
       where id = ? and reading = ? and reading_try = ? and state = 'reading' for share)
     insert into import_row (import_id, reading, "row", line, invoice, errors, number, likeness)
     select current.id, current.reading, r."row", r.line, r.invoice, r.errors, r.number, r.likeness
     from current, jsonb_to_recordset(?::jsonb)
       as r("row" integer, line integer, invoice jsonb, errors jsonb, number text, likeness text)
     on conflict do nothing`,
    [id, reading, readingTry, JSON.stringify(staged)],
  )
}

/** What makes two invoices look like one: customer, amount, currency, due date. */
function likenessOf({ customerEmail, amount, currency, dueDate }: RowInvoice): string {
  return `${dueDate} ${amount} ${currency} ${customerEmail.toLowerCase()}`
}

/** Counts and sums of this reading; in the transaction of `em`, if any. */
export async function countRows(
  em: EntityManager,
  { id, reading }: Pick<ImportRow, 'id' | 'reading'>,
): Promise<Pick<ImportRow, 'rows' | 'good' | 'bad' | 'duplicates' | 'sums'>> {
  const [counts] = await em.execute<{ rows: number; bad: number; duplicates: number }[]>(
    `select count(*)::int as rows, (count(errors))::int as bad,
       (count(*) filter (where duplicate is not null and errors is null))::int as duplicates
     from import_row where import_id = ? and reading = ?`,
    [id, reading],
  )
  const sums = await em.execute<ImportSum[]>(
    `select currency, count(*)::int as count, sum(amount)::text as amount,
       (count(*) filter (where is_duplicate))::int as duplicates,
       coalesce(sum(amount) filter (where is_duplicate), 0)::text as duplicates_amount
     from (select invoice ->> 'currency' as currency, (invoice ->> 'amount')::bigint as amount,
             duplicate is not null as is_duplicate
           from import_row where import_id = ? and reading = ? and errors is null) good
     group by 1 order by 1`,
    [id, reading],
  )
  const { rows = 0, bad = 0, duplicates = 0 } = counts ?? {}
  return { rows, bad, duplicates, good: rows - bad, sums }
}

/** Forgets what earlier readings left. */
export async function dropEarlierReadings(
  em: EntityManager,
  { id, reading }: Pick<ImportRow, 'id' | 'reading'>,
): Promise<void> {
  await em.fork().execute('delete from import_row where import_id = ? and reading < ?', [id, reading])
}

export interface KeptRow {
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
  { id, reading }: Pick<ImportRow, 'id' | 'reading'>,
  { which, after, limit }: { which: 'good' | 'bad' | 'duplicate' | 'left_out'; after: number; limit: number },
): Promise<KeptRow[]> {
  const condition = {
    good: 'errors is null',
    bad: 'errors is not null',
    duplicate: 'duplicate is not null and errors is null',
    left_out: `(errors is not null or duplicate is not null and chunk is null
      and (select confirmed_at from import where id = import_id) is not null)`,
  }[which]
  return em.fork().execute<KeptRow[]>(
    `select "row", line, invoice, errors, duplicate, invoice_id as "invoiceId" from import_row
     where import_id = ? and reading = ? and "row" > ? and ${condition} order by "row" limit ?`,
    [id, reading, after, limit],
  )
}
