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

/** @returns false if the day, in UTC, has no room for the e-mails */
export async function useTestMails(
  em: EntityManager,
  merchantId: string,
  mails: number,
  perDay: number,
): Promise<boolean> {
  if (mails > perDay) return false
  const rows = await executePrepared(
    em,
    `insert into test_mail_volume as v (merchant_id, day, mails)
     values (?, volume_day(now()), ?)
     on conflict (merchant_id, day) do update set mails = v.mails + excluded.mails
     where v.mails + excluded.mails <= ? returning mails`,
    [merchantId, mails, perDay],
  )
  return rows.length > 0
}
