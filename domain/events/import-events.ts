import * as v from 'valibot'
import type { Instant } from '../shared/calendar.ts'
import type { Cause } from '../shared/cause.ts'
import { count, type Envelope, envelopeEntries, publicFormsOf, toEnvelope } from './public-event.ts'

/** Counts of invoices. */
interface ImportCompleted {
  type: 'completed'
  at: Instant
  cause: Extract<Cause, { type: 'import' }>
  issued: number
  mailed: number
  undelivered: number
  failed: number
}

/** @public */
export const IMPORT_EVENTS = {
  completed: publicFormsOf<ImportCompleted>()(
    'completed',
    'Every batch of the import was issued and passed to the e-mail provider.',
    {
      issued: count('Issued invoices'),
      mailed: count('Invoices whose e-mail the provider accepted'),
      undelivered: count('Issued invoices whose e-mail was refused or not sent'),
      failed: count('Invoices that became invalid after the confirmation'),
    },
    ({ issued, mailed, undelivered, failed }) => ({ issued, mailed, undelivered, failed }),
  ),
}

export type PublicImportEvent = Envelope & {
  type: 'import.completed'
  import_id: string
  data: v.InferOutput<typeof IMPORT_EVENTS.completed.data>
}

/** @public */
export function importEventSchema(type: keyof typeof IMPORT_EVENTS) {
  return v.strictObject({
    ...envelopeEntries,
    type: v.literal(`import.${type}`),
    import_id: v.pipe(v.string(), v.description('The import')),
    data: IMPORT_EVENTS[type].data,
  })
}

export function importCompletedEvent(
  id: string,
  importId: string,
  event: Omit<ImportCompleted, 'type'>,
): PublicImportEvent {
  const data = IMPORT_EVENTS.completed.toData({ type: 'completed', ...event })
  const envelope = toEnvelope({ id, seq: 1, recordedAt: event.at, event })
  return { ...envelope, type: 'import.completed', import_id: importId, data }
}
