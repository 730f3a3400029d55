import { fold, type InvoiceEvent } from '../../domain/invoice/index.ts'
import type { EntityManager } from '../orm.ts'
import { projection } from '../project.ts'
import { fromRow } from '../append-events.ts'
import { InvoiceEventRow } from '../entities/index.ts'
import { insertEvents } from './insert-issued.ts'

/**
 * Records of many invoices what became of their sending, one event each, in a few statements. What is in a log
 * already is not recorded again.
 *
 * @returns the invoices for which it was news
 */
export async function appendDeliveries(
  em: EntityManager,
  events: ReadonlyMap<string, InvoiceEvent>,
): Promise<string[]> {
  const ids = [...events.keys()].toSorted()
  if (ids.length === 0) return []
  return em.fork().transactional(async (tx) => {
    // In one order, as everyone locks them who takes more than one.
    const rows = await tx.execute<{ id: string; last_seq: number }[]>(
      `select id, last_seq from invoice where id in (select jsonb_array_elements_text(?::jsonb)) order by id for update`,
      [JSON.stringify(ids)],
    )
    const recorded = await tx.find(InvoiceEventRow, { invoiceId: { $in: ids } }, { orderBy: { seq: 'asc' } })
    const logs = Map.groupBy(recorded, ({ invoiceId }) => invoiceId)
    const news = rows.flatMap(({ id, last_seq: lastSeq }) => {
      const event = events.get(id)
      const log = (logs.get(id) ?? []).map(fromRow)
      if (!event || log.some(({ key }) => key === event.key)) return []
      const { delivery } = projection(fold([...log, event]))
      return [{ invoiceId: id, seq: lastSeq + 1, event, delivery }]
    })
    if (news.length === 0) return []
    await insertEvents(tx, news)
    await tx.execute(
      `update invoice i set delivery = n.delivery, last_seq = n.seq, updated_at = now()
       from jsonb_to_recordset(?::jsonb) as n("invoiceId" text, seq integer, delivery text)
       where i.id = n."invoiceId"`,
      [JSON.stringify(news.map(({ invoiceId, seq, delivery }) => ({ invoiceId, seq, delivery })))],
    )
    return news.map(({ invoiceId }) => invoiceId)
  })
}
