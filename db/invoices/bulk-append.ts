import { fold, type InvoiceEvent } from '../../domain/invoice/index.ts'
import { fromRow, insertEvents } from './event-store.ts'
import { InvoiceEventRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { toReadModel } from './read-model.ts'

export interface DeliveryRecord {
  invoiceId: string
  /** Of a delivery: it changes nothing of an invoice's row but how its delivery stands. */
  event: InvoiceEvent
}

/**
 * Records in the logs of many invoices what became of their messages, in a few statements for all of them. What is in
 * a log already is not recorded again.
 *
 * @returns what was news
 */
export async function bulkAppend(
  em: EntityManager,
  all: readonly DeliveryRecord[],
): Promise<DeliveryRecord[]> {
  const byInvoice = Map.groupBy(all, ({ invoiceId }) => invoiceId)
  const ids = [...byInvoice.keys()]
  if (ids.length === 0) return []
  return em.fork().transactional(async (tx) => {
    // In one order, as everyone locks them who takes more than one.
    const rows = await tx.execute<{ id: string; last_seq: number }[]>(
      `select id, last_seq from invoice where id in (select jsonb_array_elements_text(?::jsonb))
       order by id for update`,
      [JSON.stringify(ids)],
    )
    const recorded = await tx.find(InvoiceEventRow, { invoiceId: { $in: ids } }, { orderBy: { seq: 'asc' } })
    const logs = Map.groupBy(recorded, ({ invoiceId }) => invoiceId)
    const fresh = rows.map(({ id, last_seq: lastSeq }) => {
      const log = (logs.get(id) ?? []).map(fromRow)
      const keys = new Set(log.map(({ key }) => key))
      const events = (byInvoice.get(id) ?? []).flatMap(({ event }) => {
        if (keys.has(event.key)) return []
        keys.add(event.key)
        return [event]
      })
      const { delivery } = toReadModel(fold([...log, ...events]))
      return { invoiceId: id, lastSeq, events, delivery }
    })
    const changed = fresh.filter(({ events }) => events.length > 0)
    if (changed.length === 0) return []
    const news = changed.flatMap(({ invoiceId, lastSeq, events }) =>
      events.map((event, index) => ({ invoiceId, seq: lastSeq + 1 + index, event })),
    )
    await insertEvents(tx, news)
    const facts = changed.map(({ invoiceId, lastSeq, events, delivery }) => ({
      id: invoiceId,
      seq: lastSeq + events.length,
      delivery,
    }))
    await tx.execute(
      `update invoice i set delivery = n.delivery, last_seq = n.seq, updated_at = now()
       from jsonb_to_recordset(?::jsonb) as n(id text, seq integer, delivery text) where i.id = n.id`,
      [JSON.stringify(facts)],
    )
    return news.map(({ invoiceId, event }) => ({ invoiceId, event }))
  })
}
