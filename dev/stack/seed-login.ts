import { randomBytes } from 'node:crypto'
import { newId } from '../../db/ids.ts'
import type { EntityManager } from '../../db/orm.ts'
import { hashPassword } from '../../identity/passwords.ts'

export interface Login {
  email: string
  password: string
}

export const OWNER = 'owner@larkspur.example'

export async function seedLogin(em: EntityManager, merchantId: string, known?: Login): Promise<Login> {
  if (known?.email === OWNER && (await canSignIn(em, merchantId, OWNER))) return known
  const password = randomBytes(12).toString('base64url')
  await em.transactional(async (tx) => {
    const personId = await addOwner(tx, merchantId)
    await tx.execute(
      `insert into auth_account (id, account_id, provider_id, user_id, password, updated_at)
       values (?, ?, 'credential', ?, ?, now())
       on conflict (provider_id, account_id) do update set password = excluded.password`,
      [newId('acc'), personId, personId, await hashPassword(password)],
    )
  })
  return { email: OWNER, password }
}

export async function addOwner(tx: EntityManager, merchantId: string): Promise<string> {
  const [person] = await tx.execute<{ id: string }[]>(
    `insert into auth_user (id, name, email, email_verified) values (?, 'Robin Larkspur', ?, true)
     on conflict (email) do update set email_verified = true returning id`,
    [newId('per'), OWNER],
  )
  const personId = person?.id ?? ''
  await tx.execute(
    `insert into auth_member (id, organization_id, user_id, role, created_at)
     values (?, ?, ?, 'owner', now()) on conflict do nothing`,
    [newId('mem'), merchantId, personId],
  )
  return personId
}

async function canSignIn(em: EntityManager, merchantId: string, email: string): Promise<boolean> {
  const rows = await em.execute<object[]>(
    `select from auth_member m join auth_user u on u.id = m.user_id join auth_account a on a.user_id = u.id
     where m.organization_id = ? and u.email = ? and a.password is not null`,
    [merchantId, email],
  )
  return rows.length > 0
}
