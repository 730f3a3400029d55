import { newId } from './ids.ts'
import type { EntityManager } from './orm.ts'
import { executePrepared } from './prepared.ts'

const MAX_OWNED = 10

export interface NewMerchant {
  id?: string
  name: string
  email: string
  timeZone: string
  ownerId?: string
}

export async function createMerchant(
  em: EntityManager,
  { id = newId('mer'), name, email, timeZone, ownerId }: NewMerchant,
): Promise<{ outcome: 'created' | 'exists' | 'too_many'; id: string }> {
  const rows = await executePrepared(
    em,
    `with allowed as (
       select from (select 1) as one
       where ?::text is null
         or (select count(*) from auth_member where user_id = ? and role = 'owner') < ?),
     new_merchant as (
       insert into merchant (id, name, email, time_zone)
       select ?, ?, ?, ? from allowed on conflict do nothing returning id, name),
     new_organization as (
       insert into auth_organization (id, name, slug, created_at)
       select id, name, id, now() from new_merchant returning id),
     new_owner as (
       insert into auth_member (id, organization_id, user_id, role, created_at)
       select ?, id, ?, 'owner', now() from new_organization where ?::text is not null)
     select id from new_organization`,
    [
      ownerId ?? null,
      ownerId ?? null,
      MAX_OWNED,
      id,
      name,
      email,
      timeZone,
      newId('mem'),
      ownerId ?? null,
      ownerId ?? null,
    ],
  )
  if (rows.length > 0) return { outcome: 'created', id }
  const isRepeated = ownerId !== undefined && (await isMember(em, id, ownerId))
  return { outcome: isRepeated ? 'exists' : 'too_many', id }
}

/** `tx` must be a transaction. Until its end, other changes that take this lock wait. */
export async function lockMerchant(tx: EntityManager, merchantId: string): Promise<void> {
  await executePrepared(tx, 'select from merchant where id = ? for no key update', [merchantId])
}

async function isMember(em: EntityManager, merchantId: string, personId: string): Promise<boolean> {
  const rows = await executePrepared(
    em,
    'select from auth_member where organization_id = ? and user_id = ?',
    [merchantId, personId],
  )
  return rows.length > 0
}
