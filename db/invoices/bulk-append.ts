import { fold, type InvoiceEvent } from '../../domain/invoice/index.ts'
import type { EntityManager } from '../orm.ts'
import { appendTo, loadLogs } from './event-store.ts'
import { writeEvents } from './write-events.ts'

export interface EventRecord {
  invoiceId: string
  event: InvoiceEvent
}

/** A log that grows between the read and the write is read again. */
export async function bulkAppend(em: EntityManager, records: readonly EventRecord[]): Promise<void> {
  let open = Map.groupBy(records, ({ invoiceId }) => invoiceId)
  while (open.size > 0) {
    const logs = await loadLogs(em, [...open.keys()])
    const appends = [...logs]
      .map(([invoiceId, recorded]) => {
        const events = (open.get(invoiceId) ?? []).map(({ event }) => event)
        return appendTo(invoiceId, recorded, fold(recorded), events)
      })
      .filter(({ events }) => events.length > 0)
    if (appends.length === 0) return
    const written = await writeEvents(em, appends)
    open = new Map(
      appends.flatMap(({ invoiceId }) =>
        written.has(invoiceId) ? [] : [[invoiceId, open.get(invoiceId) ?? []] as const],
      ),
    )
  }
}
