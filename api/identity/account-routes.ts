import * as v from 'valibot'
import { chooseBusiness, createBusiness, listMemberships } from '../../db/identity/businesses.ts'
import { endSession, listSessions } from '../../db/identity/sessions.ts'
import { listInvitations } from '../../db/identity/team.ts'
import { isId, newId } from '../../db/ids.ts'
import { isTimeZone } from '../../domain/shared/calendar.ts'
import type { ApiDeps } from '../deps.ts'
import { checkFields, email, type Fields, type Mistakes, name, readForm } from './form.ts'
import { createPageApp } from './page-app.tsx'
import { AccountPage, BusinessesPage, SessionsPage } from './pages/account-pages.tsx'
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

  routes.get('/businesses', async (c) => c.html(await businessesPage(c)))

  routes.post('/businesses', async (c) => {
    const fields = await readForm(c)
    const checked = checkFields(fields, { name, email, time_zone: timeZone })
    if (!checked.ok) return c.html(await businessesPage(c, fields, checked.mistakes), 422)
    const { personId, sessionId } = c.get('person')
    const id = isId('mer', fields['id'] ?? '') ? String(fields['id']) : newId('mer')
    const { time_zone, ...business } = checked.values
    const em = c.get('em')
    const outcome = await createBusiness(em, { id, personId, ...business, timeZone: time_zone })
    if (outcome === 'too_many') {
      const mistakes = { form: 'A person can own ten businesses.' }
      return c.html(await businessesPage(c, fields, mistakes), 409)
    }
    await chooseBusiness(em, sessionId, id)
    return c.redirect('/team', 303)
  })

  routes.post('/businesses/choose', async (c) => {
    const { business = '' } = await readForm(c)
    const isMember = await chooseBusiness(c.get('em'), c.get('person').sessionId, business)
    return c.redirect(isMember ? '/account' : '/account/businesses', 303)
  })

  routes.route('/two-factor', twoFactorRoutes(deps))
  return routes
}

async function businessesPage(c: Context<PersonEnv>, fields: Fields = {}, mistakes: Mistakes = {}) {
  const person = c.get('person')
  const em = c.get('em')
  return BusinessesPage({
    person,
    memberships: await listMemberships(em, person.personId),
    invitations: await listInvitations(em, { email: person.email }),
    newId: fields['id'] ?? newId('mer'),
    fields,
    mistakes,
  })
}
