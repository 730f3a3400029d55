import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  cancelInvitation,
  changeRole,
  removeMember,
  type TeamRefusal,
  TeamRefusedError,
} from '../../../db/identity/change-team.ts'
import { type Invitation, listInvitations, listTeam, type TeamMember } from '../../../db/identity/team.ts'
import { isId, newId } from '../../../db/ids.ts'
import { mayGive, ROLES } from '../../../domain/identity/roles.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { email } from '../../http/request/fields.ts'
import { type ClaimKey, withIdempotency } from '../../http/idempotency/idempotency.ts'
import { parseBody, readJson } from '../../http/request/json-body.ts'
import { notFound, Problem, type ProblemCode } from '../../http/errors/problem.ts'

const KEY_ROLES = ROLES.filter((role) => mayGive('api_key', role))

const role = v.picklist(
  KEY_ROLES,
  `unknown_role|must be ${KEY_ROLES.join(' or ')}; people make owners and admins, at /team`,
)

export const NewInvitationBody = v.strictObject({
  email: v.pipe(
    email,
    v.transform((text) => text.toLowerCase()),
  ),
  role,
})

export const MemberBody = v.strictObject({ role })

export function teamRoutes({ identity }: Pick<ApiDeps, 'identity'>): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    const { merchantId } = c.get('tenant')
    const members = await listTeam(c.get('em'), merchantId)
    const invitations = await listInvitations(c.get('em'), { merchantId })
    return c.json({
      object: 'team',
      members: members.map(memberView),
      invitations: invitations.map(invitationView),
    })
  })

  routes.post('/invitations', async (c) => {
    const { merchantId } = c.get('tenant')
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      async create(claim) {
        const invitation = { id: newId('ivt'), ...parseBody(NewInvitationBody, json) }
        await identity.limits.count('invitation', merchantId)
        await attempt(identity.invite(c.get('em'), changeOf(c, claim), invitation))
        return invitation.id
      },
      async respond(id) {
        const open = await listInvitations(c.get('em'), { merchantId })
        const found = open.find((one) => one.id === id)
        if (!found) throw notFound('Invitation')
        return invitationView(found)
      },
      locationOf: () => '/v1/team',
    })
  })

  routes.delete('/invitations/:id', async (c) => {
    const id = idOf(c, 'ivt', 'Invitation')
    return withIdempotency(c, await c.req.text(), {
      async change(claim) {
        await attempt(cancelInvitation(c.get('em'), changeOf(c, claim), id))
        return id
      },
    })
  })

  routes.patch('/members/:id', async (c) => {
    const { id } = await mustFind(c)
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      async change(claim) {
        const wanted = { id, ...parseBody(MemberBody, json) }
        await attempt(changeRole(c.get('em'), changeOf(c, claim), wanted))
        return id
      },
      respond: async () => memberView(await mustFind(c)),
    })
  })

  routes.delete('/members/:id', async (c) => {
    const id = idOf(c, 'mem', 'Member')
    return withIdempotency(c, await c.req.text(), {
      async change(claim) {
        await attempt(removeMember(c.get('em'), changeOf(c, claim), id))
        return id
      },
    })
  })
  return routes
}

function idOf(c: Context, prefix: string, thing: string): string {
  const id = c.req.param('id') ?? ''
  if (!isId(prefix, id)) throw notFound(thing)
  return id
}

async function mustFind(c: Context<MerchantEnv>): Promise<TeamMember> {
  const members = await listTeam(c.get('em'), c.get('tenant').merchantId)
  const found = members.find(({ id }) => id === c.req.param('id'))
  if (!found) throw notFound('Member')
  return found
}

function changeOf(c: Context<MerchantEnv>, claim: ClaimKey | undefined) {
  return { merchantId: c.get('tenant').merchantId, by: c.get('actor'), claim }
}

const PROBLEMS: Record<Exclude<TeamRefusal, 'unknown_member' | 'unknown_invitation'>, ProblemCode> = {
  not_allowed: 'owner_or_admin',
  last_owner: 'owner_or_admin',
  already_member: 'already_member',
  too_many_invitations: 'too_many_invitations',
}

async function attempt(change: Promise<void>): Promise<void> {
  try {
    await change
  } catch (error) {
    if (!(error instanceof TeamRefusedError)) throw error
    if (error.code === 'unknown_member') throw notFound('Member')
    if (error.code === 'unknown_invitation') throw notFound('Invitation')
    throw new Problem(PROBLEMS[error.code])
  }
}

function memberView({ id, personId, name, email: address, role: own, isTwoFactorOn, joinedAt }: TeamMember) {
  return {
    object: 'team_member',
    id,
    person: personId,
    name,
    email: address,
    role: own,
    two_factor: isTwoFactorOn,
    joined_at: new Date(joinedAt).toISOString(),
  }
}

function invitationView({ id, email: address, role: invited, createdAt, expiresAt }: Invitation) {
  return {
    object: 'team_invitation',
    id,
    email: address,
    role: invited,
    created_at: new Date(createdAt).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
  }
}
