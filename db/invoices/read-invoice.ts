import type { InvoiceEvent } from '../../domain/invoice/index.ts'
import { InvoiceRow, type PayLinkRow } from '../entities/index.ts'
import type { Mode } from '../entities/mode.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePrepared } from '../prepared.ts'
import { LOG_COLUMN, type LogColumn, toLog } from './event-store.ts'

export type CurrentLink = Pick<PayLinkRow, 'id' | 'status' | 'expiresAt'>

/** The SQL needs the alias `l` of the table `pay_link`. */
export const LINK_COLUMNS =
  'l.status as link_status, (extract(epoch from l.expires_at) * 1000)::float8 as link_expiry_ms'

export interface InvoiceWithLog {
  row: InvoiceRow
  link: CurrentLink | null
  events: InvoiceEvent[]
}

/**
 * Reads row, link and log in one statement, because separate reads can differ.
 *
 * @returns undefined for an unknown invoice, and for an invoice of another merchant or mode
 */
export async function readInvoice(
  em: EntityManager,
  id: string,
  { merchantId, mode }: { merchantId: string; mode: Mode },
): Promise<InvoiceWithLog | undefined> {
  interface Found extends LogColumn, Record<string, unknown> {
    link_id: string | null
    link_status: CurrentLink['status'] | null
    link_expiry_ms: number | null
  }
  const [found] = await executePrepared<Found>(
    em,
    `select ${columnsOf(em, InvoiceRow, 'i')}, ${LINK_COLUMNS},
       ${LOG_COLUMN}
     from invoice i left join pay_link l on l.id = i.link_id
     where i.id = ? and i.merchant_id = ? and i.mode = ?`,
    [id, merchantId, mode],
  )
  if (!found) return undefined
  const { link_status: status, link_expiry_ms: expiry, log, ...columns } = found
  const link =
    columns.link_id === null || status === null || expiry === null
      ? null
      : { id: columns.link_id, status, expiresAt: new Date(expiry) }
  return { row: em.map(InvoiceRow, columns), link, events: toLog({ log }) }
}
