import type { Context } from 'hono'
import * as v from 'valibot'
import {
  cancelInvitation,
  changeRole,
  leaveTeam,
  removeMember,
  type TeamRefusal,
  TeamRefusedError,
} from '../../db/identity/change-team.ts'
import { listInvitations, listTeam } from '../../db/identity/team.ts'
import { newId } from '../../db/ids.ts'
import { allows, ROLES } from '../../domain/identity/roles.ts'
import type { ApiDeps } from '../deps.ts'
import { NOT_ALLOWED, refuseSwitched } from './chosen-merchant.ts'
import { checkFields, email, type Fields, type Mistakes, readForm } from './form.ts'
import { createPageApp } from './page-app.tsx'
import { TeamPage } from './pages/team-page.tsx'
import { type MemberEnv, requireMerchant, requirePerson } from './person.ts'

const role = v.picklist(ROLES, 'unknown_role|must be owner, admin, member or accountant')

const REFUSALS: Record<Exclude<TeamRefusal, 'not_allowed'>, string> = {
  last_owner: 'A merchant needs an owner. Make another person owner first.',
  unknown_member: 'This person is not in the team any more.',
  unknown_invitation: 'This invitation is not open any more.',
  already_member: 'This person is in the team already.',
  too_many_invitations: 'A hundred invitations are open. Cancel some first.',
}

export function teamRoutes(deps: ApiDeps) {
  const { identity } = deps
  const routes = createPageApp<MemberEnv>(deps)
  routes.use(requirePerson(deps))
  routes.use(requireMerchant)
  routes.use(refuseSwitched(refuse))

  routes.get('/', async (c) => c.html(await page(c)))

  routes.post('/invitations', async (c) => {
    const fields = await readForm(c)
    const checked = checkFields(fields, { email, role })
    if (!checked.ok) return c.html(await page(c, { fields, mistakes: checked.mistakes }), 422)
    const { merchantId, role: own } = c.get('member')
    if (!allows(own, 'invitation', 'create')) return refuse(c, NOT_ALLOWED, 403)
    await identity.limits.count('invitation', merchantId)
    const invitation = { id: newId('ivt'), ...checked.values }
    return outcome(c, identity.invite(c.get('em'), changeOf(c), invitation))
  })

  routes.post('/invitations/:id/cancel', async (c) =>
    outcome(c, cancelInvitation(c.get('em'), changeOf(c), c.req.param('id'))),
  )

  routes.post('/members/:id/role', async (c) => {
    const fields = await readForm(c)
    const checked = checkFields(fields, { role })
    if (!checked.ok) return refuse(c, 'The role must be owner, admin, member or accountant.', 422)
    const wanted = { id: c.req.param('id'), role: checked.values.role }
    return outcome(c, changeRole(c.get('em'), changeOf(c), wanted))
  })

  routes.post('/members/:id/remove', async (c) =>
    outcome(c, removeMember(c.get('em'), changeOf(c), c.req.param('id'))),
  )

  routes.post('/leave', async (c) => outcome(c, leaveTeam(c.get('em'), changeOf(c))))
  return routes
}

function changeOf(c: Context<MemberEnv>) {
  const { merchantId, person } = c.get('member')
  return { merchantId, by: { type: 'person', id: person.personId } } as const
}

async function outcome(c: Context<MemberEnv>, change: Promise<void>): Promise<Response> {
  try {
    await change
    return c.redirect('/team', 303)
  } catch (error) {
    if (!(error instanceof TeamRefusedError)) throw error
    return error.code === 'not_allowed' ? refuse(c, NOT_ALLOWED, 403) : refuse(c, REFUSALS[error.code])
  }
}

async function refuse(c: Context<MemberEnv>, text: string, status: 403 | 409 | 422 = 409) {
  return c.html(await page(c, { mistakes: { form: text } }), status)
}

async function page(c: Context<MemberEnv>, shown: { fields?: Fields; mistakes?: Mistakes } = {}) {
  const own = c.get('member')
  const { merchantId } = own
  const em = c.get('em')
  const invitations = await listInvitations(em, { merchantId })
  return TeamPage({ own, members: await listTeam(em, merchantId), invitations, ...shown })
}
