import type { ApiDeps } from '../deps.ts'
import { RETRY_AFTER } from '../http/errors/unavailable.ts'
import { readForm } from './form.ts'
import { createPageApp } from './page-app.tsx'
import { MessagePage } from './pages/message-page.tsx'
import { SignOutPage } from './pages/sign-in-pages.tsx'
import { authRequest, passCookies } from './request.ts'

const STILL_SIGNED_IN = {
  title: 'You are still signed in',
  text: 'Please try again in a moment.',
  link: { label: 'Sign out', href: '/sign-out' },
}

export function signOutRoutes(deps: ApiDeps) {
  const { identity } = deps
  const routes = createPageApp(deps)

  routes.get('/', async (c) => {
    const person = await identity.personOf(c.get('em'), c.req.header('cookie'))
    return person ? c.html(SignOutPage({ person })) : c.redirect('/sign-in', 303)
  })

  routes.post('/', async (c) => {
    const { everywhere } = await readForm(c)
    if (everywhere === 'yes' && (await identity.personOf(c.get('em'), c.req.header('cookie')))) {
      await identity.call(authRequest(c), (api, headers) =>
        api.revokeSessions({ headers, returnHeaders: true }),
      )
    }
    const answer = await identity.call(authRequest(c), (api, headers) =>
      api.signOut({ headers, returnHeaders: true }),
    )
    // The answer must not claim a sign-out while the session exists.
    if (await identity.personOf(c.get('em'), c.req.header('cookie')))
      return c.html(MessagePage(STILL_SIGNED_IN), 503, RETRY_AFTER)
    passCookies(c, answer)
    return c.redirect('/sign-in?out=yes', 303)
  })
  return routes
}
