import { allows, type Role, ROLES } from '../../domain/identity/roles.ts'
import type { MerchantStatus } from '../../domain/merchant/trust.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export interface SessionRow {
  sessionId: string
  /** Milliseconds since 1970. */
  expiresAt: number
  personId: string
  name: string
  email: string
  isTwoFactorOn: boolean
  merchantId: string | null
  merchantName: string | null
  merchantStatus: MerchantStatus | null
  merchantTimeZone: string | null
  role: Role | null
}

export async function readSession(em: EntityManager, token: string): Promise<SessionRow | undefined> {
  const [row] = await executePrepared<SessionRow>(
    em,
    `select s.id as "sessionId", extract(epoch from s.expires_at)::float8 * 1000 as "expiresAt",
       u.id as "personId", u.name, u.email, u.two_factor_enabled as "isTwoFactorOn",
       m.organization_id as "merchantId", c.name as "merchantName",
       c.status as "merchantStatus", c.time_zone as "merchantTimeZone", m.role
     from auth_session s
       join auth_user u on u.id = s.user_id and u.email_verified
       left join auth_member m on m.organization_id = s.active_organization_id and m.user_id = s.user_id
       left join merchant c on c.id = m.organization_id
     where s.token = ? and s.expires_at > now()`,
    [token],
  )
  return row
}

export interface OpenSession {
  id: string
  createdAt: number
  lastUsedAt: number
  ipAddress: string | null
  userAgent: string | null
}

/** Instants are in milliseconds since 1970. */
export async function listSessions(em: EntityManager, personId: string): Promise<OpenSession[]> {
  return executePrepared(
    em,
    `select id, extract(epoch from created_at)::float8 * 1000 as "createdAt",
       extract(epoch from updated_at)::float8 * 1000 as "lastUsedAt",
       ip_address as "ipAddress", user_agent as "userAgent"
     from auth_session where user_id = ? and expires_at > now() order by created_at desc limit 100`,
    [personId],
  )
}

/** A view is a session that looks at a merchant. */
export function viewId(sessionId: string, merchantId: string): string {
  return `${sessionId} ${merchantId}`
}

const READERS = ROLES.filter((role) => allows(role, 'invoice', 'read'))

/** A view ends with its session, its role, or the choice of another merchant. */
export async function findEndedViews(em: EntityManager, ids: readonly string[]): Promise<string[]> {
  const rows = await executePrepared<{ id: string }>(
    em,
    `select o.id from unnest(?::text[]) as o (id)
     where not exists (
       select from auth_session s
         join auth_user u on u.id = s.user_id and u.email_verified
         join auth_member m on m.organization_id = s.active_organization_id and m.user_id = s.user_id
       where s.id = split_part(o.id, ' ', 1) and m.organization_id = split_part(o.id, ' ', 2)
         and s.expires_at > now() and m.role = any(?::text[]))`,
    [ids, READERS],
  )
  return rows.map(({ id }) => id)
}

export async function endSession(em: EntityManager, personId: string, sessionId: string): Promise<void> {
  await executePrepared(em, 'delete from auth_session where id = ? and user_id = ?', [sessionId, personId])
}

export async function endSessionOf(em: EntityManager, token: string): Promise<void> {
  await executePrepared(em, 'delete from auth_session where token = ?', [token])
}

const HOUSEKEEPING = [
  "auth_session where expires_at < now() - interval '1 day'",
  "used_code where used_at < now() - interval '1 hour'",
  "auth_user where not email_verified and created_at < now() - interval '30 days'",
  "account_mail where created_at < now() - interval '30 days'",
  "merchant_notice where created_at < now() - interval '30 days'",
] as const

export const EXPIRED = {
  table: '(values (1)) as t',
  where: HOUSEKEEPING.map((rows) => `exists(select from ${rows})`).join(' or '),
}

export async function deleteExpired(em: EntityManager): Promise<void> {
  for (const rows of HOUSEKEEPING) await em.execute(`delete from ${rows}`)
}
