import { EVENT_NOTICES, type Notices, wantsEventNotices } from '../../domain/merchant/notices.ts'
import type { DueRows } from '../claims.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

type Due = Pick<DueRows, 'table' | 'where'>

const KINDS = Object.entries(EVENT_NOTICES)
const WANTS_EVENTS = KINDS.map(([kind]) => `m.notices @> '{"${kind}": true}'`).join(' or ')
const MERCHANTS_AT_ONCE = 100

export const EVENTS_WITHOUT_NOTICE: Due = {
  table: 'notice_position p',
  where: `exists (
    select from merchant m join event_sequence s on s.merchant_id = m.id and s.mode = p.mode
    where m.id = p.merchant_id and s.last > p.sequence and (${WANTS_EVENTS}))`,
}

/** Selects the last local day whose digest is due. */
const DIGEST_DAY = `((now() at time zone m.time_zone) - (m.notices ->> 'daily_digest')::time::interval)::date`

export const DUE_DIGESTS: Due = {
  table: 'notice_position p',
  where: `exists (select from merchant m where m.id = p.merchant_id and ${DIGEST_DAY} > p.digest_day)`,
}

/** Later events have notices and digests; earlier ones have none. */
export async function startNotices(
  tx: EntityManager,
  merchantId: string,
  before: Notices,
  after: Notices,
): Promise<void> {
  const startsEvents = wantsEventNotices(after) && !wantsEventNotices(before)
  const startsDigest = after.daily_digest !== null && before.daily_digest === null
  if (!startsEvents && !startsDigest) return
  await executePrepared(
    tx,
    `insert into notice_position as p (merchant_id, mode, sequence, digest_day, digest_sequence)
     select m.id, o.mode, coalesce(s.last, 0), case when o.mode = 'live' then ${DIGEST_DAY} end, coalesce(s.last, 0)
     from merchant m cross join (values ('test'), ('live')) o (mode)
       left join event_sequence s on s.merchant_id = m.id and s.mode = o.mode
     where m.id = ?
     on conflict (merchant_id, mode) do update set
       sequence = case when ?::boolean then excluded.sequence else p.sequence end,
       digest_day = case when ?::boolean then excluded.digest_day else p.digest_day end,
       digest_sequence = case when ?::boolean then excluded.digest_sequence else p.digest_sequence end`,
    [merchantId, startsEvents, startsDigest, startsDigest],
  )
}

/** A crash doubles and loses no notice, because one statement also moves the position. */
export async function collectEventNotices(em: EntityManager): Promise<void> {
  await em.execute(
    `with due as (
       select p.merchant_id, p.mode, p.sequence, s.last, case when m.status <> 'suspended' then m.notices end as notices
       from ${EVENTS_WITHOUT_NOTICE.table} join merchant m on m.id = p.merchant_id
         join event_sequence s on s.merchant_id = p.merchant_id and s.mode = p.mode
       where s.last > p.sequence and (${WANTS_EVENTS})
       order by p.merchant_id, p.mode limit ${MERCHANTS_AT_ONCE} for no key update of p skip locked),
     made as (
       insert into merchant_notice (id, merchant_id, mode, kind, event_id)
       select new_type_id('ntc'), e.merchant_id, e.mode, k.kind, e.id
       from due d cross join (values ${KINDS.map(([kind, type]) => `('${kind}', '${type}')`).join(', ')}) k (kind, type)
         join public_event e on e.merchant_id = d.merchant_id and e.mode = d.mode and e.type = k.type
           and e.sequence > d.sequence and e.sequence <= d.last
       where d.notices @> jsonb_build_object(k.kind, true)
         and e.data -> 'data' ->> 'reason' is distinct from 'superseded')
     update notice_position p set sequence = d.last from due d where p.merchant_id = d.merchant_id and p.mode = d.mode`,
  )
}

/** A day on which nothing happened has no digest. */
export async function collectDigests(em: EntityManager): Promise<void> {
  await em.execute(
    `with due as (
       select p.merchant_id, p.digest_sequence, coalesce(s.last, 0) as last, ${DIGEST_DAY} as day, m.status
       from ${DUE_DIGESTS.table} join merchant m on m.id = p.merchant_id
         left join event_sequence s on s.merchant_id = p.merchant_id and s.mode = p.mode
       where p.mode = 'live' and ${DIGEST_DAY} > p.digest_day
       order by p.merchant_id limit ${MERCHANTS_AT_ONCE} for no key update of p skip locked),
     happened as (
       select e.merchant_id, e.type, i.currency, count(*) as count,
         sum(case e.type when 'invoice.paid' then i.amount - i.amount_credited else i.amount_due end)::text as amount
       from due d join public_event e on e.merchant_id = d.merchant_id and e.mode = 'live'
           and e.type in ('invoice.paid', 'invoice.overdue', 'invoice.payment_failed', 'invoice.delivery_failed')
           and e.sequence > d.digest_sequence and e.sequence <= d.last
           and e.data -> 'data' ->> 'reason' is distinct from 'superseded'
         join invoice i on i.id = e.data ->> 'invoice_id'
       group by 1, 2, 3),
     outstanding as (
       select f.merchant_id, f.currency, sum(f.count) as count, sum(f.amount)::text as amount
       from due d join daily_figure f on f.merchant_id = d.merchant_id and f.mode = 'live'
         and f.figure in ('sent', 'viewed', 'overdue')
       group by 1, 2 having sum(f.count) > 0),
     made as (
       insert into merchant_notice (id, merchant_id, mode, kind, digest)
       select new_type_id('ntc'), d.merchant_id, 'live', 'daily_digest', jsonb_build_object('day', d.day,
         'paid', ${sums("from happened h where h.merchant_id = d.merchant_id and h.type = 'invoice.paid'")},
         'overdue', ${sums("from happened h where h.merchant_id = d.merchant_id and h.type = 'invoice.overdue'")},
         'failedPayments', ${total('invoice.payment_failed')}, 'failedDeliveries', ${total('invoice.delivery_failed')},
         'outstanding', ${sums('from outstanding h where h.merchant_id = d.merchant_id')})
       from due d
       where d.status <> 'suspended' and exists (select from happened h where h.merchant_id = d.merchant_id))
     update notice_position p set digest_day = d.day, digest_sequence = d.last
     from due d where p.merchant_id = d.merchant_id and p.mode = 'live'`,
  )
}

function sums(source: string): string {
  return `(select coalesce(jsonb_agg(jsonb_build_object('currency', h.currency, 'count', h.count, 'amount', h.amount)
    order by h.currency), '[]') ${source})`
}

function total(type: string): string {
  return `(select coalesce(sum(h.count), 0) from happened h where h.merchant_id = d.merchant_id and h.type = '${type}')`
}
