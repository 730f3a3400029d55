import * as v from 'valibot'
import { chooseMerchant, listMemberships } from '../../db/identity/merchants.ts'
import { endSession, listSessions } from '../../db/identity/sessions.ts'
import { listInvitations } from '../../db/identity/team.ts'
import { isId, newId } from '../../db/ids.ts'
import { createMerchant } from '../../db/merchants.ts'
import { isTimeZone } from '../../domain/shared/calendar.ts'
import type { ApiDeps } from '../deps.ts'
import { checkFields, email, type Fields, type Mistakes, name, readForm } from './form.ts'
import { createPageApp } from './page-app.tsx'
import { AccountPage, MerchantsPage, SessionsPage } from './pages/account-pages.tsx'
import { type PersonEnv, requirePerson } from './person.ts'
import { twoFactorRoutes } from './two-factor-routes.ts'
import type { Context } from 'hono'

const timeZone = v.pipe(
  v.string(),
  v.trim(),
  v.check(isTimeZone, 'unknown_time_zone|must be a name of the IANA database, such as Europe/London'),
)

export function accountRoutes(deps: ApiDeps) {
  const routes = createPageApp<PersonEnv>(deps)
  routes.use(requirePerson(deps))

  routes.get('/', (c) => c.html(AccountPage({ person: c.get('person') })))

  routes.get('/sessions', async (c) => {
    const person = c.get('person')
    return c.html(SessionsPage({ person, sessions: await listSessions(c.get('em'), person.personId) }))
  })

  routes.post('/sessions/:id/end', async (c) => {
    await endSession(c.get('em'), c.get('person').personId, c.req.param('id'))
    return c.redirect('/account/sessions', 303)
  })

  routes.get('/merchants', async (c) => c.html(await merchantsPage(c)))

  routes.post('/merchants', async (c) => {
    const fields = await readForm(c)
    const checked = checkFields(fields, { name, email, time_zone: timeZone })
    if (!checked.ok) return c.html(await merchantsPage(c, fields, checked.mistakes), 422)
    const { personId, sessionId } = c.get('person')
    const id = isId('mer', fields['id'] ?? '') ? String(fields['id']) : newId('mer')
    const { time_zone, ...merchant } = checked.values
    const em = c.get('em')
    const { outcome } = await createMerchant(em, {
      id,
      ownerId: personId,
      ...merchant,
      timeZone: time_zone,
    })
    if (outcome === 'too_many') {
      const mistakes = { form: 'A person can own ten merchants.' }
      return c.html(await merchantsPage(c, fields, mistakes), 409)
    }
    await chooseMerchant(em, sessionId, id)
    return c.redirect('/dashboard', 303)
  })

  routes.post('/merchants/choose', async (c) => {
    const { merchant = '' } = await readForm(c)
    const isMember = await chooseMerchant(c.get('em'), c.get('person').sessionId, merchant)
    return c.redirect(isMember ? '/dashboard' : '/account/merchants', 303)
  })

  routes.route('/two-factor', twoFactorRoutes(deps))
  return routes
}

async function merchantsPage(c: Context<PersonEnv>, fields: Fields = {}, mistakes: Mistakes = {}) {
  const person = c.get('person')
  const em = c.get('em')
  return MerchantsPage({
    person,
    memberships: await listMemberships(em, person.personId),
    invitations: await listInvitations(em, { email: person.email }),
    newId: fields['id'] ?? newId('mer'),
    fields,
    mistakes,
  })
}
