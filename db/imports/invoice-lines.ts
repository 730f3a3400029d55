import {
  type CellError,
  type FileRow,
  joinLines,
  type LineError,
  MAX_INVOICE_ROWS,
  uploadedHeader,
} from '../../domain/import/index.ts'
import type { ImportRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { dedupKeyOf, numberErrorsSql } from './rows.ts'

const PAGE_INVOICES = 500

type Subject = Pick<ImportRow, 'id' | 'parseVersion' | 'parseAttempt' | 'header'>

/** Changes nothing for a stale parse attempt. */
export async function joinInvoiceLines(em: EntityManager, subject: Subject): Promise<void> {
  const { id, parseVersion, parseAttempt } = subject
  await em.transactional(async (tx) => {
    const [current] = await tx.execute<{ id: string }[]>(
      `select id from import where id = ? and parse_version = ? and parse_attempt = ? and status = 'parsing'
       for share`,
      [id, parseVersion, parseAttempt],
    )
    if (!current) return
    await failLongInvoices(tx, subject)
    for (let after: string | undefined; ;) {
      const invoices = await nextInvoices(tx, subject, after)
      await saveJoined(tx, subject, invoices)
      after = invoices.at(-1)?.number
      if (invoices.length < PAGE_INVOICES || after === undefined) break
    }
    await failPaidInvoices(tx, subject)
  })
}

/** Only an invoice that is not paid can be taken over. */
async function failPaidInvoices(tx: EntityManager, { id, parseVersion, header }: Subject): Promise<void> {
  await tx.execute(
    `update import_file_row r set errors = jsonb_build_array(jsonb_build_object('column', ?::text,
         'target', 'amount_paid', 'value', '', 'code', 'paid_already',
         'detail', 'must be less than the whole amount of the invoice'))
     from import_file_row f
     where f.import_id = ? and f.parse_version = ? and f.errors is null and f.first_row is null
       and (f.invoice ->> 'amountPaid')::bigint >= (f.invoice ->> 'amount')::bigint
       and r.import_id = f.import_id and r.parse_version = f.parse_version
       and coalesce(r.first_row, r.row_number) = f.row_number`,
    [uploadedHeader(header, 'amount_paid'), id, parseVersion],
  )
}

interface RowsOfInvoice {
  number: string
  rows: Pick<FileRow, 'rowNumber' | 'invoice'>[]
}

async function nextInvoices(
  tx: EntityManager,
  { id, parseVersion }: Subject,
  after = '',
): Promise<RowsOfInvoice[]> {
  return tx.execute<RowsOfInvoice[]>(
    `with several as materialized (
       select invoice_number from import_file_row
       where import_id = ? and parse_version = ? and invoice_number > ?
       group by invoice_number having count(*) between 2 and ? order by invoice_number limit ?)
     select r.invoice_number as number,
       jsonb_agg(jsonb_build_object('rowNumber', r.row_number, 'invoice',
         case when r.errors is null then r.invoice end) order by r.row_number) as rows
     from import_file_row r join several using (invoice_number)
     where r.import_id = ? and r.parse_version = ?
     group by r.invoice_number order by r.invoice_number`,
    [id, parseVersion, after, MAX_INVOICE_ROWS, PAGE_INVOICES, id, parseVersion],
  )
}

async function saveJoined(
  tx: EntityManager,
  { id, parseVersion, header }: Subject,
  invoices: readonly RowsOfInvoice[],
): Promise<void> {
  const updates = invoices.flatMap(({ rows }): object[] => {
    const joined = joinLines(rows)
    if ('errors' in joined) {
      return joined.errors.map((error) => ({
        row_number: error.rowNumber,
        errors: [cellError(error, header)],
      }))
    }
    const { invoice } = joined
    const [first = 0, ...others] = rows.map(({ rowNumber }) => rowNumber)
    return [
      { row_number: first, invoice, dedup_key: dedupKeyOf(invoice) },
      ...others.map((row_number) => ({ row_number, first_row: first })),
    ]
  })
  if (updates.length === 0) return
  await tx.execute(
    `update import_file_row r set errors = n.errors, first_row = n.first_row, dedup_key = n.dedup_key,
       invoice = case when n.errors is null then n.invoice else r.invoice end
     from jsonb_to_recordset(?::jsonb)
       as n(row_number integer, errors jsonb, invoice jsonb, dedup_key text, first_row integer)
     where r.import_id = ? and r.parse_version = ? and r.row_number = n.row_number`,
    [JSON.stringify(updates), id, parseVersion],
  )
}

function cellError({ rowNumber: _, ...error }: LineError, header: Subject['header']): CellError {
  return { column: uploadedHeader(header, error.target), ...error }
}

async function failLongInvoices(tx: EntityManager, { id, parseVersion, header }: Subject): Promise<void> {
  const detail = `is the number of more than ${MAX_INVOICE_ROWS} rows, and an invoice can have no more`
  await tx.execute(
    `update import_file_row r set errors = ${numberErrorsSql('too_many_lines', detail)}
     from (select invoice_number from import_file_row
           where import_id = ? and parse_version = ? and invoice_number is not null
           group by invoice_number having count(*) > ?) f
     where r.import_id = ? and r.parse_version = ? and r.invoice_number = f.invoice_number and r.errors is null`,
    [uploadedHeader(header, 'invoice_number'), id, parseVersion, MAX_INVOICE_ROWS, id, parseVersion],
  )
}
