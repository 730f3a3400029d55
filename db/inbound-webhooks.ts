import { InboundWebhookRow, type WebhookSource } from './entities/index.ts'
import type { EntityManager } from './orm.ts'

/**
 * Keeps a proven webhook before anything is done with it, and says whether it came before, and what became of it then.
 *
 * @param body the raw body, kept as it came so that a later handler can read more from it.
 */
export async function saveWebhook(
  em: EntityManager,
  source: WebhookSource,
  eventId: string,
  body: string,
): Promise<'new' | 'unhandled' | 'handled'> {
  const inserted = await em
    .fork()
    .execute(
      'insert into inbound_webhook (source, event_id, body) values (?, ?, ?) on conflict do nothing returning event_id',
      [source, eventId, body],
    )
  if (inserted.length > 0) return 'new'
  const row = await em.fork().findOneOrFail(InboundWebhookRow, { source, eventId })
  return row.processedAt ? 'handled' : 'unhandled'
}

/** Notes that the event is done, and what came of it. */
export async function markProcessed(
  em: EntityManager,
  source: WebhookSource,
  eventId: string,
  outcome: string,
): Promise<void> {
  await em.fork().nativeUpdate(InboundWebhookRow, { source, eventId }, { processedAt: new Date(), outcome })
}

/**
 * Events that were kept but not handled, because Temporal or we were away: those never tried first, then the one tried
 * longest ago. Taking them marks them as tried, so one that always fails holds up none of the others, and the older it
 * is the longer it waits for its next try: a twentieth of its age, an hour at most.
 */
export async function claimUnprocessed(
  em: EntityManager,
  olderThanMs: number,
  limit: number,
): Promise<Pick<InboundWebhookRow, 'source' | 'eventId' | 'body'>[]> {
  const ago = `now() - ? * interval '1 millisecond'`
  const rows = await em.fork().execute<Pick<InboundWebhookRow, 'source' | 'eventId' | 'body'>[]>(
    `select source, event_id as "eventId", body from inbound_webhook
     where processed_at is null and received_at <= ${ago} and (last_attempt_at is null or last_attempt_at <=
       least(${ago}, now() - least((now() - received_at) / 20, interval '1 hour')))
     order by last_attempt_at asc nulls first, received_at limit ?`,
    [olderThanMs, olderThanMs, limit],
  )
  for (const { source, eventId } of rows) {
    await em.fork().nativeUpdate(InboundWebhookRow, { source, eventId }, { lastAttemptAt: new Date() })
  }
  return rows
}
