import { fold, type InvoiceEvent } from '../../domain/invoice/index.ts'
import type { EntityManager } from '../orm.ts'
import { loadLogs } from './event-store.ts'
import { writeEvents } from './write-events.ts'

export interface EventRecord {
  invoiceId: string
  event: InvoiceEvent
}

/**
 * Recorded events are not appended again. A log that grows between the read and the write is read again.
 */
export async function bulkAppend(em: EntityManager, records: readonly EventRecord[]): Promise<void> {
  let open = Map.groupBy(records, ({ invoiceId }) => invoiceId)
  while (open.size > 0) {
    const logs = await loadLogs(em, [...open.keys()])
    const appends = [...logs].flatMap(([invoiceId, recorded]) => {
      const keys = new Set(recorded.map(({ key }) => key))
      const events = (open.get(invoiceId) ?? []).flatMap(({ event }) => {
        if (keys.has(event.key)) return []
        keys.add(event.key)
        return [event]
      })
      if (events.length === 0) return []
      const before = fold(recorded)
      return [{ invoiceId, lastSeq: recorded.length, before, state: fold(events, before), events }]
    })
    if (appends.length === 0) return
    const written = await writeEvents(em, appends)
    open = new Map(
      appends.flatMap(({ invoiceId }) =>
        written.has(invoiceId) ? [] : [[invoiceId, open.get(invoiceId) ?? []] as const],
      ),
    )
  }
}
