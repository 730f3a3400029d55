import type { EntityManager } from '../../db/orm.ts'
import type { SendClaim } from '../../integrations/bank/shared/send-claim.ts'

/**
 * When the request of an attempt or a refund was last sent, in its row: by the database's clock and in one statement, so
 * that of all processes one sends.
 */
export function createSendClaim(
  em: EntityManager,
  table: 'payment_attempt' | 'refund',
  id: string,
): SendClaim {
  let claimedAt: string | undefined
  return {
    async acquire(quietMs) {
      const [claimed] = await em.fork().execute<{ at: string }[]>(
        `update ${table} set last_sent_at = clock_timestamp()
         where id = ? and (last_sent_at is null or last_sent_at < clock_timestamp() - ? * interval '1 millisecond')
         returning last_sent_at::text as at`,
        [id, quietMs],
      )
      claimedAt = claimed?.at
      return claimed !== undefined
    },
    async extend() {
      await em.fork().execute(`update ${table} set last_sent_at = clock_timestamp() where id = ?`, [id])
    },
    async release() {
      // Another process may have sent it since, if this one stood still for long.
      await em
        .fork()
        .execute(`update ${table} set last_sent_at = null where id = ? and last_sent_at = ?::timestamptz`, [
          id,
          claimedAt ?? null,
        ])
    },
  }
}
