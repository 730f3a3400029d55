import { allows, mayGive, type Role, type TeamChanger } from '../../domain/identity/roles.ts'
import type { MerchantActor } from '../../domain/shared/cause.ts'
import { violates } from '../constraint.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import { changeSettings } from '../settings/change-settings.ts'

export type TeamRefusal =
  | 'not_allowed'
  | 'last_owner'
  | 'unknown_member'
  | 'unknown_invitation'
  | 'already_member'
  | 'too_many_invitations'

export class TeamRefusedError extends Error {
  override name = 'TeamRefusedError'
  readonly code: TeamRefusal

  constructor(code: TeamRefusal) {
    super(code)
    this.code = code
  }
}

interface TeamChange {
  merchantId: string
  by: MerchantActor
  claim?: ((tx: EntityManager, id: string) => Promise<void>) | undefined
}

const MAX_INVITATIONS = 100
const INVITATION_DAYS = 7

export interface NewInvitation {
  id: string
  /** Lower case. */
  email: string
  role: Role
}

/**
 * Cancels earlier invitations of the address. `andThen` runs in the transaction.
 *
 * @throws TeamRefusedError `not_allowed`, `already_member` or `too_many_invitations`
 */
export async function addInvitation(
  em: EntityManager,
  change: TeamChange,
  { id, email, role }: NewInvitation,
  andThen: (tx: EntityManager) => Promise<void>,
): Promise<void> {
  const { merchantId, by } = change
  await changeTeam(em, change, id, async (tx, own) => {
    if (!mayGive(own, role)) throw new TeamRefusedError('not_allowed')
    const members = await executePrepared(
      tx,
      `select from auth_member m join auth_user u on u.id = m.user_id where m.organization_id = ? and u.email = ?`,
      [merchantId, email],
    )
    if (members.length > 0) throw new TeamRefusedError('already_member')
    await executePrepared(
      tx,
      `update auth_invitation set status = 'canceled'
       where organization_id = ? and email = ? and status = 'pending'`,
      [merchantId, email],
    )
    const added = await executePrepared(
      tx,
      `insert into auth_invitation (id, organization_id, email, role, status, expires_at, inviter_id)
       select ?, ?, ?, ?, 'pending', now() + interval '${INVITATION_DAYS} days', ?
       where (select count(*) from auth_invitation
         where organization_id = ? and status = 'pending' and expires_at > now()) < ${MAX_INVITATIONS}
       returning id`,
      [id, merchantId, email, role, by.type === 'person' ? by.id : null, merchantId],
    )
    if (added.length === 0) throw new TeamRefusedError('too_many_invitations')
    await andThen(tx)
  })
}

/** @throws TeamRefusedError `not_allowed` or `unknown_invitation` */
export async function cancelInvitation(em: EntityManager, change: TeamChange, id: string): Promise<void> {
  await changeTeam(em, change, id, async (tx, own) => {
    const [found] = await executePrepared<{ role: Role }>(
      tx,
      `update auth_invitation set status = 'canceled'
       where id = ? and organization_id = ? and status = 'pending' returning role`,
      [id, change.merchantId],
    )
    const mayCancel =
      own === 'api_key' ? !found || mayGive(own, found.role) : allows(own, 'invitation', 'cancel')
    if (!mayCancel) throw new TeamRefusedError('not_allowed')
    if (!found) throw new TeamRefusedError('unknown_invitation')
  })
}

/** @throws TeamRefusedError `not_allowed`, `unknown_member` or `last_owner` */
export async function changeRole(
  em: EntityManager,
  change: TeamChange,
  { id, role }: { id: string; role: Role },
): Promise<void> {
  await changeTeam(em, change, id, async (tx, own) => {
    const member = await mustFind(tx, change, own, id)
    if (!mayGive(own, member.role) || !mayGive(own, role)) throw new TeamRefusedError('not_allowed')
    await executePrepared(tx, 'update auth_member set role = ? where id = ?', [role, id])
  })
}

/** @throws TeamRefusedError `not_allowed`, `unknown_member` or `last_owner` */
export async function removeMember(em: EntityManager, change: TeamChange, id: string): Promise<void> {
  await changeTeam(em, change, id, async (tx, own) => {
    const member = await mustFind(tx, change, own, id)
    if (!mayGive(own, member.role)) throw new TeamRefusedError('not_allowed')
    await executePrepared(tx, 'delete from auth_member where id = ?', [id])
  })
}

/** @throws TeamRefusedError `last_owner` */
export async function leaveTeam(
  em: EntityManager,
  change: TeamChange & { by: { type: 'person' } },
): Promise<void> {
  const { merchantId, by } = change
  await changeTeam(em, change, by.id, async (tx) => {
    const sql = 'delete from auth_member where organization_id = ? and user_id = ?'
    await executePrepared(tx, sql, [merchantId, by.id])
  })
}

async function mustFind(
  tx: EntityManager,
  { merchantId }: TeamChange,
  own: TeamChanger,
  id: string,
): Promise<{ role: Role }> {
  const sql = 'select role from auth_member where id = ? and organization_id = ?'
  const [member] = await executePrepared<{ role: Role }>(tx, sql, [id, merchantId])
  if (member) return member
  throw new TeamRefusedError(mayGive(own, 'member') ? 'unknown_member' : 'not_allowed')
}

/** The lock keeps the role of the person who makes the change. */
async function changeTeam(
  em: EntityManager,
  { merchantId, by, claim }: TeamChange,
  id: string,
  change: (tx: EntityManager, own: TeamChanger) => Promise<void>,
): Promise<void> {
  try {
    await changeSettings(em, by, async (tx) => {
      await claim?.(tx, id)
      await executePrepared(tx, 'select from auth_organization where id = ? for no key update', [merchantId])
      const own = await changerOf(tx, merchantId, by)
      if (!own) throw new TeamRefusedError('not_allowed')
      await change(tx, own)
    })
  } catch (error) {
    throw violates(error, 'auth_member_owner') ? new TeamRefusedError('last_owner') : error
  }
}

async function changerOf(
  tx: EntityManager,
  merchantId: string,
  by: MerchantActor,
): Promise<TeamChanger | undefined> {
  if (by.type === 'api_key') return 'api_key'
  const sql = 'select role from auth_member where organization_id = ? and user_id = ?'
  const [own] = await executePrepared<{ role: Role }>(tx, sql, [merchantId, by.id])
  return own?.role
}
