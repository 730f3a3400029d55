import { fold, type InvoiceEvent } from '../../domain/invoice/index.ts'
import type { EntityManager } from '../orm.ts'
import { insertEvents, loadLogs } from './event-store.ts'
import { toReadModel } from './read-model.ts'

export interface DeliveryRecord {
  invoiceId: string
  /** Must change only the column `delivery` of the read model. */
  event: InvoiceEvent
}

/**
 * Recorded events are not appended again. Loaded entities become stale.
 *
 * @returns the records that were new
 */
export async function bulkAppend(
  em: EntityManager,
  records: readonly DeliveryRecord[],
): Promise<DeliveryRecord[]> {
  const byInvoice = Map.groupBy(records, ({ invoiceId }) => invoiceId)
  const ids = [...byInvoice.keys()]
  if (ids.length === 0) return []
  return em.transactional(async (tx) => {
    // All code locks several invoices in the order of the ids, to prevent deadlocks.
    const rows = await tx.execute<{ id: string; last_seq: number }[]>(
      `select id, last_seq from invoice where id in (select jsonb_array_elements_text(?::jsonb))
       order by id for update`,
      [JSON.stringify(ids)],
    )
    const logs = await loadLogs(tx, ids)
    const appended = rows.map(({ id, last_seq: lastSeq }) => {
      const log = logs.get(id) ?? []
      const keys = new Set(log.map(({ key }) => key))
      const events = (byInvoice.get(id) ?? []).flatMap(({ event }) => {
        if (keys.has(event.key)) return []
        keys.add(event.key)
        return [event]
      })
      const { delivery } = toReadModel(fold([...log, ...events]))
      return { invoiceId: id, lastSeq, events, delivery }
    })
    const changed = appended.filter(({ events }) => events.length > 0)
    if (changed.length === 0) return []
    const newEvents = changed.flatMap(({ invoiceId, lastSeq, events }) =>
      events.map((event, index) => ({ invoiceId, seq: lastSeq + 1 + index, event })),
    )
    await insertEvents(tx, newEvents)
    const columns = changed.map(({ invoiceId, lastSeq, events, delivery }) => ({
      id: invoiceId,
      seq: lastSeq + events.length,
      delivery,
    }))
    await tx.execute(
      `update invoice i set delivery = n.delivery, last_seq = n.seq, updated_at = now()
       from jsonb_to_recordset(?::jsonb) as n(id text, seq integer, delivery text) where i.id = n.id`,
      [JSON.stringify(columns)],
    )
    return newEvents.map(({ invoiceId, event }) => ({ invoiceId, event }))
  })
}
