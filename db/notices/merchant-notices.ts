import type { PublishedEvent } from '../../domain/events/published-event.ts'
import type { Digest, EventNotice } from '../../domain/merchant/notices.ts'
import type { DueRows } from '../claims.ts'
import { EVENT_JSON } from '../events/read-events.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const RETRY_S = 30
const TRIED_FOR_DAYS = 3

export const WAITING_NOTICES: DueRows = {
  table: 'merchant_notice',
  where: `done_at is null and created_at > now() - interval '${TRIED_FOR_DAYS} days'
    and (claimed_at is null or claimed_at <= now() - interval '${RETRY_S} seconds')`,
  orderBy: 'created_at',
  claimColumn: 'claimed_at',
}

interface Addressed {
  mode: Mode
  merchantName: string
  merchantEmail: string
}

export type MerchantNotice = Addressed &
  ({ kind: EventNotice; event: PublishedEvent } | { kind: 'daily_digest'; digest: Digest })

/** @returns undefined if the notice is not wanted any more, or the merchant is suspended */
export async function readMerchantNotice(em: EntityManager, id: string): Promise<MerchantNotice | undefined> {
  const [notice] = await executePrepared<MerchantNotice>(
    em,
    `select n.mode, n.kind, n.digest, m.name as "merchantName", m.email as "merchantEmail",
       case when e.id is not null then ${EVENT_JSON} end as event
     from merchant_notice n join merchant m on m.id = n.merchant_id left join public_event e on e.id = n.event_id
     where n.id = ? and m.status <> 'suspended' and coalesce(m.notices ->> n.kind, 'false') <> 'false'
       and (e.id is not null or n.digest is not null)`,
    [id],
  )
  return notice
}

export async function finishMerchantNotice(em: EntityManager, id: string): Promise<void> {
  await executePrepared(em, 'update merchant_notice set done_at = now() where id = ?', [id])
}
