import type { Instant } from '../shared/calendar.ts'
import { toIso } from './public-event.ts'

/** `sequence` is the position among the events of a merchant and mode. */
export interface PublishedEvent {
  id: string
  type: string
  sequence: number
  createdAt: Instant
  data: object
}

/** Webhooks, the list of events and the event stream have this one form. */
export function eventBody({ id, type, sequence, createdAt, data }: PublishedEvent) {
  return { id, type, created_at: toIso(createdAt), sequence, data }
}
