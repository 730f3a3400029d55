import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export async function findOwnAddresses(
  em: EntityManager,
  merchantId: string,
  addresses: readonly string[],
): Promise<Set<string>> {
  const rows = await executePrepared<{ email: string }>(
    em,
    `select u.email from auth_member m join auth_user u on u.id = m.user_id
     where m.organization_id = ? and u.email_verified
       and u.email in (select lower(a) from jsonb_array_elements_text(?::jsonb) as a)`,
    [merchantId, JSON.stringify(addresses)],
  )
  return new Set(rows.map(({ email }) => email))
}

/**
 * Counts each message once, however often it is tried.
 *
 * @returns false if the day, in UTC, has no room for the messages
 */
export async function useTestMails(
  em: EntityManager,
  merchantId: string,
  messageIds: readonly string[],
  perDay: number,
): Promise<boolean> {
  const [row] = await executePrepared<{ hasRoom: boolean }>(
    em,
    `with fresh as (
       select id from notification
       where id in (select jsonb_array_elements_text(?::jsonb)) and not is_counted order by id for no key update),
     used as (
       insert into test_mail_volume as v (merchant_id, day, mails)
       select ?, volume_day(now()), count(*) from fresh having count(*) between 1 and ?
       on conflict (merchant_id, day) do update set mails = v.mails + excluded.mails
       where v.mails + excluded.mails <= ? returning mails),
     counted as (
       update notification n set is_counted = true from fresh where n.id = fresh.id and exists (select from used))
     select not exists (select from fresh) or exists (select from used) as "hasRoom"`,
    [JSON.stringify(messageIds), merchantId, perDay, perDay],
  )
  return row?.hasRoom === true
}
