import type { Role } from '../../domain/identity/roles.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

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
