import { sql } from 'kysely'
import type { Mode } from '../../domain/shared/mode.ts'
import { CreditNoteRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePlanned, toRow } from '../prepared.ts'
import type { CreditedInvoice } from './read-credit-notes.ts'

interface Tenant {
  merchantId: string
  mode: Mode
}

/** The instant has microseconds. */
export type CreditNotePosition = readonly [createdAt: string, id: string]

interface CreditNoteFilter {
  limit: number
  after?: CreditNotePosition | undefined
  invoice?: string | undefined
  /** The case of the e-mail address does not matter. */
  customer?: string | undefined
  createdFrom?: Date | undefined
  createdBefore?: Date | undefined
}

export interface ListedCreditNote {
  note: CreditNoteRow
  invoice: CreditedInvoice
  customerName: string
}

interface Found {
  invoice_number: string | null
  currency: string
  national_currency: string | null
  tax_exchange_rate: string | null
  national_tax: number | null
  customer_name: string
  position: [string, string]
}

/** The newest come first. */
export async function listCreditNotes(
  em: EntityManager,
  { merchantId, mode }: Tenant,
  { limit, after, invoice, customer, createdFrom, createdBefore }: CreditNoteFilter,
): Promise<{ rows: ListedCreditNote[]; next: CreditNotePosition | null }> {
  const conditions = [
    sql`n.merchant_id = ${merchantId} and n.mode = ${mode}`,
    ...(after === undefined
      ? []
      : [sql`(n.created_at, n.id) < (${after[0]}::timestamptz, ${after[1]}::text)`]),
    ...(invoice === undefined ? [] : [sql`n.invoice_id = ${invoice}`]),
    ...(customer === undefined ? [] : [sql`lower(i.customer_email) = lower(${customer})`]),
    ...(createdFrom === undefined ? [] : [sql`n.created_at >= ${createdFrom}`]),
    ...(createdBefore === undefined ? [] : [sql`n.created_at < ${createdBefore}`]),
  ]
  const found = await executePlanned(
    em,
    sql<Found>`select ${sql.raw(columnsOf(em, CreditNoteRow, 'n'))},
        i.number as invoice_number, i.currency, i.customer_name,
        i.national_currency, i.tax_exchange_rate, i.national_tax,
        array[to_char(n.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), n.id] as position
      from credit_note n
        join invoice i on i.id = n.invoice_id and i.merchant_id = n.merchant_id and i.mode = n.mode
      where ${sql.join(conditions, sql` and `)}
      order by n.created_at desc, n.id desc limit ${limit + 1}`,
  )
  const rows = found.slice(0, limit)
  return {
    rows: rows.map((columns) => {
      const note = toRow(em, CreditNoteRow, columns)
      const { invoice_number: number, currency, customer_name: customerName } = columns
      const national = {
        nationalCurrency: columns.national_currency,
        taxExchangeRate: columns.tax_exchange_rate,
        nationalTax: columns.national_tax,
      }
      return { note, invoice: { id: note.invoiceId, number, currency, ...national }, customerName }
    }),
    next: found.length > limit ? (rows.at(-1)?.position ?? null) : null,
  }
}
