import type { InvoiceEvent } from '../../domain/invoice/index.ts'
import { InvoiceRow, type PayLinkRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePrepared, toRow } from '../prepared.ts'
import { LOG_COLUMN, type LogColumn, toLog } from './event-store.ts'
import { taxesAtIssue } from './issue/taxes-at-issue.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export type CurrentLink = Pick<PayLinkRow, 'id' | 'status' | 'expiresAt'>

export const LINK_COLUMNS =
  'l.status as link_status, (extract(epoch from l.expires_at) * 1000)::float8 as link_expiry_ms'

/** A draft is shown as its issue would be today, which takes the present note. */
export const DRAFT_NOTE = `case when i.status = 'draft'
  then (select m.small_business_note from merchant m where m.id = i.merchant_id) end as draft_note`

export interface InvoiceWithLink {
  row: InvoiceRow
  link: CurrentLink | null
}

export interface VersionedInvoice extends InvoiceWithLink {
  /** The version is the row's xmin: https://www.postgresql.org/docs/current/ddl-system-columns.html */
  version: string
}

export interface InvoiceWithLog extends VersionedInvoice {
  events: InvoiceEvent[]
}

interface Tenant {
  merchantId: string
  mode: Mode
}

export async function readInvoice(
  em: EntityManager,
  id: string,
  tenant: Tenant,
): Promise<VersionedInvoice | undefined> {
  const found = await select(em, '', id, tenant)
  return found && { ...toInvoice(em, found), version: found.version }
}

/** Reads row, link and log in one statement, because separate reads can differ. */
export async function readInvoiceWithLog(
  em: EntityManager,
  id: string,
  tenant: Tenant,
): Promise<InvoiceWithLog | undefined> {
  const found = await select<LogColumn>(em, `, ${LOG_COLUMN}`, id, tenant)
  if (!found) return undefined
  return { ...toInvoice(em, found), version: found.version, events: toLog(found) }
}

export interface FoundInvoice {
  link_id: string | null
  link_status: CurrentLink['status'] | null
  link_expiry_ms: number | null
  draft_note: string | null
}

type Found = FoundInvoice & { version: string }

async function select<Others extends object>(
  em: EntityManager,
  others: string,
  id: string,
  { merchantId, mode }: Tenant,
): Promise<(Found & Others) | undefined> {
  const [found] = await executePrepared<Found & Others>(em, statementOf(em, others), [id, merchantId, mode])
  return found
}

const statements = new Map<string, string>()

/** Keeps the text, because each read would hash a new text of 2 KB. */
function statementOf(em: EntityManager, others: string): string {
  const known = statements.get(others)
  if (known !== undefined) return known
  const statement = `select ${columnsOf(em, InvoiceRow, 'i')}, ${LINK_COLUMNS}, ${DRAFT_NOTE}, i.xmin::text as version${others}
     from invoice i left join pay_link l on l.id = i.link_id
     where i.id = ? and i.merchant_id = ? and i.mode = ?`
  statements.set(others, statement)
  return statement
}

export function toInvoice(em: EntityManager, columns: FoundInvoice): InvoiceWithLink {
  const { link_id: id, link_status: status, link_expiry_ms: expiry } = columns
  const link =
    id === null || status === null || expiry === null ? null : { id, status, expiresAt: new Date(expiry) }
  const row = toRow(em, InvoiceRow, columns)
  if (row.status === 'draft') row.taxes = taxesAtIssue(row, columns.draft_note)
  return { row, link }
}
