import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export async function deleteUnconfirmed(em: EntityManager, email: string): Promise<void> {
  await executePrepared(em, 'delete from auth_user where email = lower(?) and not email_verified', [email])
}

export async function confirmAddress(em: EntityManager, personId: string): Promise<void> {
  await executePrepared(em, 'update auth_user set email_verified = true, updated_at = now() where id = ?', [
    personId,
  ])
}

/**
 * @returns false if the person used the code in the last five minutes
 * @see https://www.rfc-editor.org/rfc/rfc6238#section-5.2
 */
export async function useCode(em: EntityManager, personId: string, code: string): Promise<boolean> {
  const rows = await executePrepared(
    em,
    `insert into used_code as u (user_id, code) values (?, ?)
     on conflict (user_id, code) do update set used_at = now()
     where u.used_at < now() - interval '5 minutes' returning code`,
    [personId, code],
  )
  return rows.length > 0
}

export async function findConfirmedPerson(em: EntityManager, email: string): Promise<string | undefined> {
  const [person] = await executePrepared<{ id: string }>(
    em,
    'select id from auth_user where email = lower(?) and email_verified',
    [email],
  )
  return person?.id
}
