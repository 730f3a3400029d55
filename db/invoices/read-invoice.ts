import type { InvoiceEvent } from '../../domain/invoice/index.ts'
import { InvoiceRow, type PayLinkRow } from '../entities/index.ts'
import type { Mode } from '../entities/mode.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePrepared } from '../prepared.ts'
import { type EventColumns, LOG_JSON, toEvent } from './event-store.ts'

export type CurrentLink = Pick<PayLinkRow, 'id' | 'status' | 'expiresAt'>

/** Needs the alias `l` of the table `pay_link`. */
export const LINK_COLUMNS =
  'l.status as link_status, (extract(epoch from l.expires_at) * 1000)::float8 as link_expiry_ms'

export interface InvoiceWithLog {
  row: InvoiceRow
  link: CurrentLink | null
  events: InvoiceEvent[]
}

/**
 * One statement reads all parts at the same moment.
 *
 * @returns undefined for an unknown invoice, and for one of another merchant or mode
 */
export async function readInvoice(
  em: EntityManager,
  id: string,
  { merchantId, mode }: { merchantId: string; mode: Mode },
): Promise<InvoiceWithLog | undefined> {
  interface Found extends Record<string, unknown> {
    link_id: string | null
    link_status: CurrentLink['status'] | null
    link_expiry_ms: number | null
    log: EventColumns[] | null
  }
  const [found] = await executePrepared<Found>(
    em,
    `select ${columnsOf(em, InvoiceRow, 'i')}, ${LINK_COLUMNS},
       (select ${LOG_JSON} from invoice_event e where e.invoice_id = i.id) as log
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
  return { row: em.map(InvoiceRow, columns), link, events: (log ?? []).map(toEvent) }
}
