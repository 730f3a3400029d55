import { CommandPayloadRow, InvoiceEventRow } from '../../../../db/entities/index.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import { pageOf } from '../../../../db/page.ts'
import type { PublicInvoiceEvent } from '../../../../domain/events/invoice-events.ts'
import { commandIdOf } from '../../../../domain/invoice/index.ts'
import { eventView } from './invoice-view.ts'

/** @param after the `seq` of the last event on the page before */
export async function listTimeline(
  em: EntityManager,
  invoiceId: string,
  { limit, after }: { limit: number; after?: number | undefined },
): Promise<{ events: PublicInvoiceEvent[]; nextCursor: string | null }> {
  const later = after === undefined ? {} : { seq: { $gt: after } }
  const found = await em.find(
    InvoiceEventRow,
    { invoiceId, ...later },
    { orderBy: { seq: 'asc' }, limit: limit + 1 },
  )
  const { rows, nextCursor } = pageOf(found, limit, ({ seq }) => String(seq))
  const notes = await notesOf(em, rows)
  return { events: rows.map((row) => eventView(row, notes.get(commandIdOf(row.cause) ?? ''))), nextCursor }
}

async function notesOf(em: EntityManager, rows: InvoiceEventRow[]): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ cause }) => commandIdOf(cause) ?? [])
  const payloads = ids.length > 0 ? await em.find(CommandPayloadRow, { id: { $in: ids } }) : []
  return new Map(payloads.flatMap(({ id, body }) => (body.note ? [[id, body.note]] : [])))
}
