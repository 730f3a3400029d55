import type { FileRow, ParsedInvoice } from '../../domain/import/index.ts'
import { toAmountSum } from '../../domain/shared/money.ts'
import type { ImportRow, ImportTotal } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

type ParseAttempt = Pick<ImportRow, 'id' | 'parseVersion' | 'parseAttempt'>

export async function beginParse(
  em: EntityManager,
  { id, parseVersion }: Pick<ImportRow, 'id' | 'parseVersion'>,
): Promise<number | undefined> {
  return em.transactional(async (tx) => {
    const [begun] = await tx.execute<{ parse_attempt: number }[]>(
      `update import set parse_attempt = parse_attempt + 1, rows = 0, valid_rows = 0, invalid_rows = 0, updated_at = now()
       where id = ? and parse_version = ? and status = 'parsing' returning parse_attempt`,
      [id, parseVersion],
    )
    if (!begun) return undefined
    await tx.execute('delete from import_file_row where import_id = ? and parse_version = ?', [
      id,
      parseVersion,
    ])
    return begun.parse_attempt
  })
}

export async function saveRows(
  em: EntityManager,
  { id, parseVersion, parseAttempt }: ParseAttempt,
  rows: readonly FileRow[],
): Promise<void> {
  const json = rows.map(
    ({ rowNumber: row_number, lineNumber: line_number, invoice, errors, invoiceNumber }) =>
      invoice
        ? { row_number, line_number, invoice, invoice_number: invoice.number, dedup_key: dedupKeyOf(invoice) }
        : { row_number, line_number, errors, invoice_number: invoiceNumber },
  )
  await em.execute(
    `with current as (
       select id, parse_version from import
       where id = ? and parse_version = ? and parse_attempt = ? and status = 'parsing' for share)
     insert into import_file_row
       (import_id, parse_version, row_number, line_number, invoice, errors, invoice_number, dedup_key)
     select current.id, current.parse_version, r.row_number, r.line_number, r.invoice, r.errors, r.invoice_number,
       r.dedup_key
     from current, jsonb_to_recordset(?::jsonb)
       as r(row_number integer, line_number integer, invoice jsonb, errors jsonb, invoice_number text, dedup_key text)
     on conflict do nothing`,
    [id, parseVersion, parseAttempt, JSON.stringify(json)],
  )
}

export function dedupKeyOf({ customerEmail, amount, currency, dueDate }: ParsedInvoice): string {
  return `${dueDate} ${amount} ${currency} ${customerEmail.toLowerCase()}`
}

/** `code` and `detail` must contain no apostrophe. */
export function numberErrorsSql(code: string, detail: string): string {
  return `jsonb_build_array(jsonb_build_object('column', ?::text, 'target', 'invoice_number',
    'value', r.invoice_number, 'code', '${code}', 'detail', '${detail}'))`
}

export async function countRows(
  em: EntityManager,
  { id, parseVersion }: Pick<ImportRow, 'id' | 'parseVersion'>,
): Promise<Pick<ImportRow, 'rows' | 'validRows' | 'invalidRows' | 'duplicates' | 'totals'>> {
  const [counts] = await em.execute<{ rows: number; invalid_rows: number; duplicates: number }[]>(
    `select count(*)::int as rows, (count(errors))::int as invalid_rows,
       (count(*) filter (where duplicate is not null and errors is null))::int as duplicates
     from import_file_row where import_id = ? and parse_version = ?`,
    [id, parseVersion],
  )
  const totals = await em.execute<CountedTotal[]>(
    `select currency, count(*)::int as count, sum(amount)::text as amount,
       (count(*) filter (where is_duplicate))::int as duplicates,
       coalesce(sum(amount) filter (where is_duplicate), 0)::text as duplicates_amount
     from (select invoice ->> 'currency' as currency, (invoice ->> 'amount')::bigint as amount,
             duplicate is not null as is_duplicate
           from import_file_row
           where import_id = ? and parse_version = ? and errors is null and first_row is null) valid
     group by 1 order by 1`,
    [id, parseVersion],
  )
  const { rows = 0, invalid_rows: invalidRows = 0, duplicates = 0 } = counts ?? {}
  return { rows, invalidRows, duplicates, validRows: rows - invalidRows, totals: totals.map(toTotal) }
}

interface CountedTotal extends ImportTotal {
  amount: string
  duplicates_amount: string
}

function toTotal(total: CountedTotal): ImportTotal {
  const { amount, duplicates_amount: duplicatesAmount } = total
  return {
    ...total,
    amount: toAmountSum(BigInt(amount)),
    duplicates_amount: toAmountSum(BigInt(duplicatesAmount)),
  }
}

export async function deleteOldParses(
  em: EntityManager,
  { id, parseVersion }: Pick<ImportRow, 'id' | 'parseVersion'>,
): Promise<void> {
  await em.execute('delete from import_file_row where import_id = ? and parse_version < ?', [
    id,
    parseVersion,
  ])
}

export interface StoredRow extends Omit<FileRow, 'cells' | 'invoiceNumber'> {
  duplicate: { rowNumber?: number; invoiceId?: string; invoiceNumber?: string | null } | null
  invoiceId: string | null
  firstRow: number | null
}

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
  return em.execute<StoredRow[]>(
    `select row_number as "rowNumber", line_number as "lineNumber", invoice, errors, duplicate, invoice_id as "invoiceId",
       first_row as "firstRow"
     from import_file_row
     where import_id = ? and parse_version = ? and row_number > ? and ${condition} order by row_number limit ?`,
    [id, parseVersion, after, limit],
  )
}
