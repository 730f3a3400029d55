import { readInvitation } from '../../db/identity/team.ts'
import type { ApiDeps } from '../deps.ts'
import { createPageApp } from './page-app.tsx'
import { InvitationPage } from './pages/invitation-page.tsx'
import { MessagePage } from './pages/message-page.tsx'
import { requirePerson } from './person.ts'
import { authRequest, passCookies } from './request.ts'

export function invitationRoutes(deps: ApiDeps) {
  const { identity } = deps
  const routes = createPageApp(deps)

  routes.get('/:id', async (c) => {
    const invitation = await readInvitation(c.get('em'), c.req.param('id'))
    const person = await identity.personOf(c.get('em'), c.req.header('cookie'))
    return invitation ? c.html(InvitationPage({ invitation, person })) : c.html(EndedPage(), 410)
  })

  routes.post('/:id', requirePerson(deps), async (c) => {
    const invitationId = c.req.param('id')
    const answer = await identity.call(authRequest(c), (api, headers) =>
      api.acceptInvitation({ body: { invitationId }, headers, returnHeaders: true }),
    )
    if (answer.ok) {
      passCookies(c, answer)
      return c.redirect('/team', 303)
    }
    const invitation = await readInvitation(c.get('em'), invitationId)
    if (!invitation) return c.html(EndedPage(), 410)
    return c.html(InvitationPage({ invitation, person: c.get('person') }), 403)
  })
  return routes
}

function EndedPage() {
  const text =
    'It works for a week, and once. If you have not accepted it, please ask the merchant for a new one.'
  return MessagePage({
    title: 'This invitation has ended',
    text,
    link: { label: 'Account', href: '/account' },
  })
}
