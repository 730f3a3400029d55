import type { CellError, ReadRow, RowInvoice } from '../../domain/import/index.ts'
import type { ImportRow, ImportSum } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

// The rows of an import as they were read. Written and compared in bulk: never one statement a row.

export interface StagedRow {
  row: number
  line: number
  read: ReadRow
}

/** Keeps these rows. Doing it again changes nothing. */
export async function stageRows(
  em: EntityManager,
  { id, reading }: Pick<ImportRow, 'id' | 'reading'>,
  rows: readonly StagedRow[],
): Promise<void> {
  const staged = rows.map(({ row, line, read }) =>
    'invoice' in read
      ? { row, line, invoice: read.invoice, number: read.invoice.number, likeness: likenessOf(read.invoice) }
      : { row, line, errors: read.errors },
  )
  await em.fork().execute(
    `insert into import_row (import_id, reading, "row", line, invoice, errors, number, likeness)
     select ?, ?, r."row", r.line, r.invoice, r.errors, r.number, r.likeness
     from jsonb_to_recordset(?::jsonb)
       as r("row" integer, line integer, invoice jsonb, errors jsonb, number text, likeness text)
     on conflict do nothing`,
    [id, reading, JSON.stringify(staged)],
  )
}

/** What makes two invoices look like one: customer, amount, currency, due date. */
function likenessOf({ customerEmail, amount, currency, dueDate }: RowInvoice): string {
  return `${dueDate} ${amount} ${currency} ${customerEmail.toLowerCase()}`
}

/**
 * Rows that have just been read are in no statistics yet: PostgreSQL takes them for a few, and would look at each for
 * each, ten thousand times ten thousand. Until the end of this transaction it looks at all of them once instead.
 */
export async function compareInBulk(tx: EntityManager): Promise<void> {
  await tx.execute('set local enable_nestloop = off')
}

/**
 * Compares the rows with each other and with the merchant's invoices. A number that is taken is a mistake; a row that
 * looks like another, or like an invoice that is not void, is marked as a duplicate.
 */
export async function markDuplicates(em: EntityManager, subject: ImportRow): Promise<void> {
  const { id, reading, merchantId, mode, header } = subject
  const index = header?.targets.indexOf('invoice_number') ?? -1
  const column = header?.names[index] ?? 'invoice_number'
  const mistake = (code: string, detail: string) => `jsonb_build_array(jsonb_build_object(
      'column', ?::text, 'target', 'invoice_number', 'value', r.number, 'code', '${code}', 'detail', ${detail}))`
  const run = (sql: string, values: unknown[]) =>
    em.fork().transactional(async (tx) => {
      await compareInBulk(tx)
      await tx.execute(sql, values)
    })
  await run(
    `update import_row r set errors = ${mistake('duplicate_number', `'is also the number of row ' || f.first`)}
     from (select number, min("row") as first from import_row
           where import_id = ? and reading = ? and number is not null and errors is null
           group by number having count(*) > 1) f
     where r.import_id = ? and r.reading = ? and r.number = f.number and r."row" > f.first and r.errors is null`,
    [column, id, reading, id, reading],
  )
  await run(
    `update import_row r set errors = ${mistake('number_taken', `'is the number of another invoice'`)}
     from invoice i
     where i.merchant_id = ? and i.mode = ? and i.number = r.number
       and r.import_id = ? and r.reading = ? and r.errors is null`,
    [column, merchantId, mode, id, reading],
  )
  await run(
    `update import_row r set duplicate = jsonb_build_object('row', f.first)
     from (select likeness, min("row") as first from import_row
           where import_id = ? and reading = ? and errors is null
           group by likeness having count(*) > 1) f
     where r.import_id = ? and r.reading = ? and r.likeness = f.likeness and r."row" > f.first and r.errors is null`,
    [id, reading, id, reading],
  )
  await run(
    `update import_row r set duplicate = jsonb_build_object('invoice', i.id, 'number', i.number)
     from invoice i
     where i.merchant_id = ? and i.mode = ? and i.status <> 'void'
       and i.due_date = (r.invoice ->> 'dueDate')::date and i.amount = (r.invoice ->> 'amount')::bigint
       and i.currency = r.invoice ->> 'currency'
       and lower(i.customer_email) = lower(r.invoice ->> 'customerEmail')
       and r.import_id = ? and r.reading = ? and r.errors is null`,
    [merchantId, mode, id, reading],
  )
}

/** Counts and sums of this reading. */
export async function countRows(
  em: EntityManager,
  { id, reading }: Pick<ImportRow, 'id' | 'reading'>,
): Promise<Pick<ImportRow, 'rows' | 'good' | 'bad' | 'duplicates' | 'sums'>> {
  const [counts] = await em.fork().execute<{ rows: number; bad: number; duplicates: number }[]>(
    `select count(*)::int as rows, (count(errors))::int as bad,
       (count(*) filter (where duplicate is not null and errors is null))::int as duplicates
     from import_row where import_id = ? and reading = ?`,
    [id, reading],
  )
  const sums = await em.fork().execute<ImportSum[]>(
    `select invoice ->> 'currency' as currency, count(*)::int as count, sum((invoice ->> 'amount')::bigint)::text as amount
     from import_row where import_id = ? and reading = ? and errors is null group by 1 order by 1`,
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

/** Forgets what a try at this reading left. */
export async function dropReading(
  em: EntityManager,
  { id, reading }: Pick<ImportRow, 'id' | 'reading'>,
): Promise<void> {
  await em.fork().execute('delete from import_row where import_id = ? and reading = ?', [id, reading])
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
