import type { Role } from '../../domain/identity/roles.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

const MAX_OWNED = 10

export interface NewMerchant {
  id: string
  personId: string
  name: string
  email: string
  timeZone: string
}

export async function createMerchant(
  em: EntityManager,
  { id, personId, name, email, timeZone }: NewMerchant,
): Promise<'created' | 'exists' | 'too_many'> {
  const rows = await executePrepared(
    em,
    `with allowed as (
       select from (select 1) as one
       where (select count(*) from auth_member where user_id = ? and role = 'owner') < ?),
     new_merchant as (
       insert into merchant (id, name, email, time_zone)
       select ?, ?, ?, ? from allowed on conflict do nothing returning id, name),
     new_organization as (
       insert into auth_organization (id, name, slug, created_at)
       select id, name, id, now() from new_merchant returning id)
     insert into auth_member (id, organization_id, user_id, role, created_at)
     select ?, id, ?, 'owner', now() from new_organization returning id`,
    [personId, MAX_OWNED, id, name, email, timeZone, newId('mem'), personId],
  )
  if (rows.length > 0) return 'created'
  return (await isMember(em, id, personId)) ? 'exists' : 'too_many'
}

async function isMember(em: EntityManager, merchantId: string, personId: string): Promise<boolean> {
  const rows = await executePrepared(
    em,
    'select from auth_member where organization_id = ? and user_id = ?',
    [merchantId, personId],
  )
  return rows.length > 0
}

export interface Membership {
  merchantId: string
  name: string
  role: Role
}

export async function listMemberships(em: EntityManager, personId: string): Promise<Membership[]> {
  return executePrepared(
    em,
    `select c.id as "merchantId", c.name, m.role
     from auth_member m join merchant c on c.id = m.organization_id
     where m.user_id = ? order by m.created_at, m.id`,
    [personId],
  )
}

export async function chooseMerchant(
  em: EntityManager,
  sessionId: string,
  merchantId: string,
): Promise<boolean> {
  const rows = await executePrepared(
    em,
    `update auth_session s set active_organization_id = m.organization_id
     from auth_member m where m.user_id = s.user_id and m.organization_id = ? and s.id = ? returning s.id`,
    [merchantId, sessionId],
  )
  return rows.length > 0
}
