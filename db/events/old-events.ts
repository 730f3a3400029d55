import type { DueRows } from '../claims.ts'
import type { EntityManager } from '../orm.ts'

const KEPT_DAYS = 90
const DELETED_AT_ONCE = 1_000

export const OLD_EVENTS: Pick<DueRows, 'table' | 'where'> = {
  table: 'public_event',
  where: `created_at <= now() - interval '${KEPT_DAYS} days'`,
}

/** Deletes the webhook deliveries of the events too. */
export async function deleteOldEvents(em: EntityManager): Promise<void> {
  const { table, where } = OLD_EVENTS
  await em.execute(
    `with old as (select id from ${table} where ${where} order by created_at limit ${DELETED_AT_ONCE}),
     deliveries as (delete from webhook_delivery d using old where d.event_id = old.id)
     delete from ${table} e using old where e.id = old.id`,
  )
}
