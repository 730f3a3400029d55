import type { Context } from 'hono'
import * as v from 'valibot'
import { cancelInvitation, listInvitations, listTeam } from '../../db/identity/team.ts'
import { allows, ROLES } from '../../domain/identity/roles.ts'
import type { AuthAnswer } from '../../identity/identity.ts'
import type { ApiDeps } from '../deps.ts'
import { NOT_ALLOWED, refuseSwitched } from './chosen-merchant.ts'
import { checkFields, email, type Fields, type Mistakes, readForm } from './form.ts'
import { createPageApp } from './page-app.tsx'
import { TeamPage } from './pages/team-page.tsx'
import { type MemberEnv, requireMerchant, requirePerson, toSignIn } from './person.ts'
import { authRequest } from './request.ts'

const role = v.picklist(ROLES, 'unknown_role|must be owner, admin, member or accountant')

const LAST_OWNER = new Set([
  'LAST_OWNER',
  'YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER',
  'YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER',
])
const REFUSALS: Partial<Record<string, string>> = {
  USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION: 'This person is in the team already.',
  MEMBER_NOT_FOUND: 'This person is not in the team any more.',
  INVITATION_LIMIT_REACHED: 'A hundred invitations are open. Cancel some first.',
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
    const { merchantId: organizationId, role: own } = c.get('member')
    if (!allows(own, 'invitation', 'create')) return refuse(c, NOT_ALLOWED, 403)
    await identity.limits.count('invitation', organizationId)
    const body = { ...checked.values, organizationId }
    return outcome(
      c,
      await identity.call(authRequest(c), (api, headers) =>
        api.createInvitation({ body, headers, returnHeaders: true }),
      ),
    )
  })

  routes.post('/invitations/:id/cancel', async (c) => {
    const { merchantId, role: own } = c.get('member')
    if (!allows(own, 'invitation', 'cancel')) return refuse(c, NOT_ALLOWED, 403)
    const isCancelled = await cancelInvitation(c.get('em'), merchantId, c.req.param('id'))
    return isCancelled ? c.redirect('/team', 303) : refuse(c, 'This invitation is not open any more.')
  })

  routes.post('/members/:id/role', async (c) => {
    const fields = await readForm(c)
    const checked = checkFields(fields, { role })
    if (!checked.ok) return refuse(c, 'The role must be owner, admin, member or accountant.', 422)
    const { merchantId: organizationId } = c.get('member')
    const body = { role: checked.values.role, memberId: c.req.param('id'), organizationId }
    return outcome(
      c,
      await identity.call(authRequest(c), (api, headers) =>
        api.updateMemberRole({ body, headers, returnHeaders: true }),
      ),
    )
  })

  routes.post('/members/:id/remove', async (c) => {
    const { merchantId: organizationId } = c.get('member')
    const body = { memberIdOrEmail: c.req.param('id'), organizationId }
    return outcome(
      c,
      await identity.call(authRequest(c), (api, headers) =>
        api.removeMember({ body, headers, returnHeaders: true }),
      ),
    )
  })

  routes.post('/leave', async (c) => {
    const { merchantId: organizationId } = c.get('member')
    return outcome(
      c,
      await identity.call(authRequest(c), (api, headers) =>
        api.leaveOrganization({ body: { organizationId }, headers, returnHeaders: true }),
      ),
    )
  })
  return routes

  async function outcome(c: Context<MemberEnv>, answer: AuthAnswer<unknown>) {
    if (answer.ok) return c.redirect('/team', 303)
    if (answer.code === 'UNAUTHORIZED') return toSignIn(c)
    const isOwner = c.get('member').role === 'owner'
    if (LAST_OWNER.has(answer.code) && isOwner)
      return refuse(c, 'A merchant needs an owner. Make another person owner first.')
    const text = REFUSALS[answer.code]
    return text ? refuse(c, text) : refuse(c, NOT_ALLOWED, 403)
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
