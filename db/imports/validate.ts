import { type ParsedInvoice, uploadedHeader } from '../../domain/import/index.ts'
import type { CalendarDate } from '../../domain/shared/calendar.ts'
import type { ImportRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { numberErrorsSql, type StoredRow } from './rows.ts'

export async function disableNestedLoops(tx: EntityManager): Promise<void> {
  await tx.execute('set local enable_nestloop = off')
}

const MATCHES = `i.merchant_id = ? and i.mode = ? and i.status <> 'void'
  and i.due_date = (r.invoice ->> 'dueDate')::date and i.amount = (r.invoice ->> 'amount')::bigint
  and i.currency = r.invoice ->> 'currency'
  and lower(i.customer_email) = lower(r.invoice ->> 'customerEmail')`

export async function markDuplicates(em: EntityManager, subject: ImportRow): Promise<void> {
  const { id, parseVersion, merchantId, mode, header } = subject
  const run = (sql: string, values: unknown[]) =>
    em.transactional(async (tx) => {
      await disableNestedLoops(tx)
      await tx.execute(sql, values)
    })
  await run(
    `update import_file_row r set errors = ${numberErrorsSql('number_taken', 'is the number of another invoice')}
     from invoice i
     where i.merchant_id = ? and i.mode = ? and i.number = r.invoice_number
       and r.import_id = ? and r.parse_version = ? and r.errors is null`,
    [uploadedHeader(header, 'invoice_number'), merchantId, mode, id, parseVersion],
  )
  await run(
    `update import_file_row r set duplicate = jsonb_build_object('rowNumber', f.first)
     from (select dedup_key, min(row_number) as first from import_file_row
           where import_id = ? and parse_version = ? and errors is null
           group by dedup_key having count(*) > 1) f
     where r.import_id = ? and r.parse_version = ? and r.dedup_key = f.dedup_key
       and r.row_number > f.first and r.errors is null`,
    [id, parseVersion, id, parseVersion],
  )
  await run(
    `update import_file_row r set duplicate = jsonb_build_object('invoiceId', i.id, 'invoiceNumber', i.number)
     from invoice i
     where ${MATCHES} and r.import_id = ? and r.parse_version = ? and r.errors is null`,
    [merchantId, mode, id, parseVersion],
  )
  await run(
    `update import_file_row r set duplicate = f.duplicate from import_file_row f
     where f.import_id = ? and f.parse_version = ? and f.duplicate is not null and f.errors is null
       and r.import_id = f.import_id and r.parse_version = f.parse_version and r.first_row = f.row_number`,
    [id, parseVersion],
  )
}

export type InvalidatedRow = Pick<StoredRow, 'rowNumber' | 'invoice' | 'duplicate'> & {
  invoice: ParsedInvoice
  isNumberTaken: boolean
}

/** @param today the calendar date in the merchant's time zone */
export async function findInvalidated(
  tx: EntityManager,
  { id, parseVersion, merchantId, mode }: Pick<ImportRow, 'id' | 'parseVersion' | 'merchantId' | 'mode'>,
  { today, currencies, batch }: { today: CalendarDate; currencies: ReadonlySet<string>; batch?: number },
): Promise<InvalidatedRow[]> {
  return tx.execute<InvalidatedRow[]>(
    `select * from (
       select r.row_number as "rowNumber", r.invoice,
         r.invoice_number is not null and exists (
           select from invoice i where i.merchant_id = ? and i.mode = ? and i.number = r.invoice_number) as "isNumberTaken",
         case when r.duplicate is null then (
           select jsonb_build_object('invoiceId', i.id, 'invoiceNumber', i.number) from invoice i
           where ${MATCHES} and i.import_id is distinct from r.import_id limit 1) end as duplicate
       from import_file_row r
       where r.import_id = ? and r.${batch === undefined ? 'parse_version' : 'batch'} = ? and r.errors is null
         and r.first_row is null) valid
     where "isNumberTaken" or duplicate is not null or invoice ->> 'dueDate' < coalesce(invoice ->> 'issueDate', ?)
       or not invoice ->> 'currency' = any(?::text[])
     order by "rowNumber"`,
    [merchantId, mode, merchantId, mode, id, batch ?? parseVersion, today, `{${[...currencies].join(',')}}`],
  )
}

export async function failRows(
  tx: EntityManager,
  subject: Pick<ImportRow, 'id' | 'parseVersion'>,
  rows: readonly Pick<StoredRow, 'rowNumber' | 'errors'>[],
): Promise<void> {
  await updateInvoiceRows(tx, subject, 'errors', rows)
}

export async function markDuplicateInvoices(
  tx: EntityManager,
  subject: Pick<ImportRow, 'id' | 'parseVersion'>,
  rows: readonly Pick<StoredRow, 'rowNumber' | 'duplicate'>[],
): Promise<void> {
  const marks = rows.map(({ rowNumber, duplicate }) => ({ rowNumber, duplicate }))
  await updateInvoiceRows(tx, subject, 'duplicate', marks)
}

async function updateInvoiceRows(
  tx: EntityManager,
  { id, parseVersion }: Pick<ImportRow, 'id' | 'parseVersion'>,
  column: 'errors' | 'duplicate',
  rows: readonly { rowNumber: number }[],
): Promise<void> {
  if (rows.length === 0) return
  for (const key of ['row_number', 'first_row']) {
    await tx.execute(
      `update import_file_row r set ${column} = n.${column}
       from jsonb_to_recordset(?::jsonb) as n("rowNumber" integer, ${column} jsonb)
       where r.import_id = ? and r.parse_version = ? and r.${key} = n."rowNumber"`,
      [JSON.stringify(rows), id, parseVersion],
    )
  }
}

export async function tryLockIssuing(
  tx: EntityManager,
  { merchantId, mode }: Pick<ImportRow, 'merchantId' | 'mode'>,
): Promise<boolean> {
  const [answer] = await tx.execute<{ locked: boolean }[]>(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as locked',
    [`import ${merchantId} ${mode}`],
  )
  return answer?.locked === true
}
