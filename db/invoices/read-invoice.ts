import type { InvoiceEvent } from '../../domain/invoice/index.ts'
import { InvoiceRow, type PayLinkRow } from '../entities/index.ts'
import type { Mode } from '../entities/mode.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePrepared, toRow } from '../prepared.ts'
import { LOG_COLUMN, type LogColumn, toLog } from './event-store.ts'

export type CurrentLink = Pick<PayLinkRow, 'id' | 'status' | 'expiresAt'>

/** The SQL needs the alias `l` of the table `pay_link`. */
export const LINK_COLUMNS =
  'l.status as link_status, (extract(epoch from l.expires_at) * 1000)::float8 as link_expiry_ms'

export interface InvoiceWithLink {
  row: InvoiceRow
  link: CurrentLink | null
}

export interface InvoiceWithLog extends InvoiceWithLink {
  events: InvoiceEvent[]
}

interface Tenant {
  merchantId: string
  mode: Mode
}

/** @returns undefined for an unknown invoice, and for an invoice of another merchant or mode */
export async function readInvoice(
  em: EntityManager,
  id: string,
  tenant: Tenant,
): Promise<InvoiceWithLink | undefined> {
  const found = await select(em, '', id, tenant)
  return found && toInvoice(em, found)
}

/** Reads row, link and log in one statement, because separate reads can differ. */
export async function readInvoiceWithLog(
  em: EntityManager,
  id: string,
  tenant: Tenant,
): Promise<InvoiceWithLog | undefined> {
  const found = await select<Found & LogColumn>(em, `, ${LOG_COLUMN}`, id, tenant)
  if (!found) return undefined
  const { log, ...columns } = found
  return { ...toInvoice(em, columns), events: toLog({ log }) }
}

interface Found {
  link_id: string | null
  link_status: CurrentLink['status'] | null
  link_expiry_ms: number | null
}

async function select<Columns extends Found>(
  em: EntityManager,
  others: string,
  id: string,
  { merchantId, mode }: Tenant,
): Promise<Columns | undefined> {
  const [found] = await executePrepared<Columns>(
    em,
    `select ${columnsOf(em, InvoiceRow, 'i')}, ${LINK_COLUMNS}${others}
     from invoice i left join pay_link l on l.id = i.link_id
     where i.id = ? and i.merchant_id = ? and i.mode = ?`,
    [id, merchantId, mode],
  )
  return found
}

function toInvoice(em: EntityManager, columns: Found): InvoiceWithLink {
  const { link_id: id, link_status: status, link_expiry_ms: expiry } = columns
  const link =
    id === null || status === null || expiry === null ? null : { id, status, expiresAt: new Date(expiry) }
  return { row: toRow(em, InvoiceRow, columns), link }
}
