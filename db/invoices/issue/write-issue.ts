import type { EntityData } from '@mikro-orm/core'
import type { InvoiceEvent } from '../../../domain/invoice/index.ts'
import type { CalendarDate } from '../../../domain/shared/calendar.ts'
import type { ReminderPlan } from '../../../domain/invoice/messages/reminder-plan.ts'
import type { TaxGroup } from '../../../domain/tax/types.ts'
import { InvoiceRow, MerchantRow } from '../../entities/index.ts'
import type { EntityManager } from '../../orm.ts'
import { PENDING_START } from '../../pending-starts.ts'
import { columnsOf, executePrepared, toRow } from '../../prepared.ts'
import { FIGURES_SQL, figureRows } from '../../summary/write-figures.ts'
import { LOG_COLUMN, type LogColumn, toLog } from '../event-store.ts'
import { drawNumbers, seriesOf } from './number-sequence.ts'
import {
  type Append,
  changedLink,
  COLUMNS,
  insertEvents,
  invoiceRow,
  LINKS,
  NEW_INVOICES,
  publishedRows,
} from '../write-events.ts'

export interface InvoiceToIssue {
  invoice: InvoiceRow
  merchant: MerchantRow
  version: string
  events: InvoiceEvent[]
}

export async function readInvoiceToIssue(
  em: EntityManager,
  invoiceId: string,
): Promise<InvoiceToIssue | undefined> {
  interface Found extends LogColumn, Record<string, unknown> {
    merchant_row: EntityData<MerchantRow>
    version: string
  }
  const [found] = await executePrepared<Found>(
    em,
    `select ${columnsOf(em, InvoiceRow, 'i')}, to_jsonb(m) as merchant_row, i.xmin::text as version, ${LOG_COLUMN}
     from invoice i join merchant m on m.id = i.merchant_id where i.id = ?`,
    [invoiceId],
  )
  if (!found) return undefined
  const { merchant_row: merchant, version, log } = found
  return {
    invoice: toRow(em, InvoiceRow, found),
    merchant: toRow(em, MerchantRow, merchant),
    version,
    events: toLog({ log }),
  }
}

export interface DraftIssue {
  append: Append
  version: string
  prefix: string
  year: number
  reminders: ReminderPlan
  /** Null selects the number. */
  reference: string | null
  taxes: TaxGroup[]
  /** The taxes are computed with this profile. */
  profileVersion: number
  timeZone: string
  issueDate: CalendarDate
  hasWorkflow: boolean
}

export async function writeIssue(
  em: EntityManager,
  { append, version, prefix, year, reminders, taxes, hasWorkflow, ...kept }: DraftIssue,
): Promise<string | undefined> {
  const now = new Date()
  const [written] = await executePrepared<{ number: string }>(
    em,
    `with ${[ISSUED_INVOICE, NUMBERED_EVENTS, LINKS, FIGURES_SQL, ...(hasWorkflow ? [] : [PENDING_START])].join(', ')}
     select number from written`,
    [
      JSON.stringify([invoiceRow(append, now)]),
      kept.profileVersion,
      version,
      seriesOf(prefix, year),
      1,
      JSON.stringify(reminders),
      JSON.stringify(taxes),
      kept.timeZone,
      kept.issueDate,
      kept.reference,
      JSON.stringify(publishedRows(append, now)),
      JSON.stringify([changedLink(append)]),
      JSON.stringify(figureRows([append])),
    ],
  )
  return written?.number
}

/**
 * An update of the draft changes xmin:
 * https://www.postgresql.org/docs/current/ddl-system-columns.html
 */
const ISSUED_INVOICE = `${NEW_INVOICES},
  locked as (
    select i.id, i.merchant_id, i.mode, i.number
    from invoice i join new_invoice n on n.id = i.id and n."knownSeq" = i.last_seq
      join merchant m on m.id = i.merchant_id and m.profile_version = ?
    where i.xmin = ?::xid for no key update of i),
  ${drawNumbers('select merchant_id, mode, ?, 1 from locked where number is null')},
  free as (
    select number from candidate where number not in (select number from used)
    union all select number from locked where number is not null),
  written as (
    update invoice i set last_seq = n."lastSeq", updated_at = n."updatedAt",
      reminders = coalesce(i.reminders, ?::jsonb),
      taxes = ?::jsonb, profile_version = (select m.profile_version from merchant m where m.id = locked.merchant_id),
      time_zone = ?, issue_date = ?::date, payment_reference = coalesce(?, f.number),
      language = coalesce(i.language, (select c.language from customer c where c.id = i.customer_id)),
      ${COLUMNS.map(({ column, assignment }) => (column === 'number' ? 'number = f.number' : assignment)).join(', ')}
    from new_invoice n join locked using (id), free f where i.id = n.id
    returning i.id, i.merchant_id, i.mode, i.updated_at, i.number, i.time_zone)`

/** An invoice over 0.00 also has the event `paid`. */
const NUMBERED_EVENTS = insertEvents(
  "case e.type when 'issued' then e.data || jsonb_build_object('number', w.number) else e.data end",
  "case e.type when 'issued' then jsonb_set(e.public, '{data,number}', to_jsonb(w.number)) else e.public end",
)
