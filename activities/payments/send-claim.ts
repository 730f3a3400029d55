import type { EntityManager } from '../../db/orm.ts'
import { executePrepared } from '../../db/prepared.ts'
import type { SendClaim } from '../../integrations/bank/shared/send-claim.ts'

/** One statement must check and set the claim, because calls can be concurrent. */
export function createSendClaim(
  em: EntityManager,
  table: 'payment_attempt' | 'refund',
  id: string,
): SendClaim {
  let claimedAt: string | undefined
  return {
    async acquire(inFlightMs) {
      const [claimed] = await executePrepared<{ at: string }>(
        em,
        `update ${table} set last_sent_at = clock_timestamp()
         where id = ? and (last_sent_at is null or last_sent_at < clock_timestamp() - ? * interval '1 millisecond')
         returning last_sent_at::text as at`,
        [id, inFlightMs],
      )
      claimedAt = claimed?.at
      return claimed !== undefined
    },
    async extend() {
      await executePrepared(em, `update ${table} set last_sent_at = clock_timestamp() where id = ?`, [id])
    },
    async release() {
      // Another process may have claimed the request while the current process stalled.
      await executePrepared(
        em,
        `update ${table} set last_sent_at = null where id = ? and last_sent_at = ?::timestamptz`,
        [id, claimedAt ?? null],
      )
    },
  }
}
