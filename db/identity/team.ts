import type { Role } from '../../domain/identity/roles.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export interface TeamMember {
  id: string
  personId: string
  name: string
  email: string
  role: Role
  isTwoFactorOn: boolean
  /** Milliseconds since 1970. */
  joinedAt: number
}

export async function listTeam(em: EntityManager, merchantId: string): Promise<TeamMember[]> {
  return executePrepared(
    em,
    `select m.id, u.id as "personId", u.name, u.email, m.role, u.two_factor_enabled as "isTwoFactorOn",
       floor(extract(epoch from m.created_at) * 1000)::float8 as "joinedAt"
     from auth_member m join auth_user u on u.id = m.user_id
     where m.organization_id = ? order by m.created_at, m.id`,
    [merchantId],
  )
}

export interface Invitation {
  id: string
  merchantId: string
  merchantName: string
  email: string
  role: Role
  /** Null if an API key invites. */
  inviter: string | null
  /** Milliseconds since 1970. */
  createdAt: number
  /** Milliseconds since 1970. */
  expiresAt: number
}

const COLUMNS = `i.id, c.id as "merchantId", c.name as "merchantName", i.email, i.role, u.name as inviter,
  floor(extract(epoch from i.created_at) * 1000)::float8 as "createdAt",
  floor(extract(epoch from i.expires_at) * 1000)::float8 as "expiresAt"
  from auth_invitation i join merchant c on c.id = i.organization_id left join auth_user u on u.id = i.inviter_id
  where i.status = 'pending' and i.expires_at > now()`

export async function listInvitations(
  em: EntityManager,
  by: { merchantId: string } | { email: string },
): Promise<Invitation[]> {
  const [column, value] = 'email' in by ? ['email', by.email] : ['organization_id', by.merchantId]
  return executePrepared(em, `select ${COLUMNS} and i.${column} = ? order by i.created_at desc`, [value])
}

export async function readInvitation(em: EntityManager, id: string): Promise<Invitation | undefined> {
  const [invitation] = await executePrepared<Invitation>(em, `select ${COLUMNS} and i.id = ?`, [id])
  return invitation
}
