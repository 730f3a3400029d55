import type { ApiDeps } from '../deps.ts'
import { checkFields, email, newPassword, readForm } from './form.ts'
import { createPageApp } from './page-app.tsx'
import { MessagePage } from './pages/message-page.tsx'
import { ForgottenPage, NewPasswordPage } from './pages/sign-in-pages.tsx'
import { CheckMailPage } from './pages/sign-up-pages.tsx'
import { authRequest, passCookies } from './request.ts'
import { countMail } from './sign-up-routes.ts'

export function passwordRoutes(deps: ApiDeps) {
  const { identity } = deps
  const routes = createPageApp(deps)

  routes.get('/', (c) => c.html(ForgottenPage({})))

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    const checked = checkFields(fields, { email })
    if (!checked.ok) return c.html(ForgottenPage({ fields, mistakes: checked.mistakes }), 422)
    const { values } = checked
    await countMail(deps, c, values.email)
    const answer = await identity.callSignedOut(authRequest(c), (api, headers) =>
      api.requestPasswordReset({ body: values, headers, returnHeaders: true }),
    )
    if (!answer.ok) {
      const mistakes = { email: 'must be an e-mail address' }
      return c.html(ForgottenPage({ fields, mistakes }), 422)
    }
    const text = `If ${values.email} has an account, we have sent a link to it. It works once, for an hour.`
    return c.html(CheckMailPage({ email: values.email, again: '/password', text }))
  })

  routes.get('/new', (c) => {
    const token = c.req.query('token')
    return token ? c.html(NewPasswordPage({ token })) : c.redirect('/password', 303)
  })

  routes.post('/new', async (c) => {
    const fields = await readForm(c)
    const { token = '' } = fields
    const checked = checkFields(fields, { password: newPassword })
    if (!checked.ok) return c.html(NewPasswordPage({ token, mistakes: checked.mistakes }), 422)
    const body = { token, newPassword: checked.values.password }
    const answer = await identity.callSignedOut(authRequest(c), (api, headers) =>
      api.resetPassword({ body, headers, returnHeaders: true }),
    )
    if (!answer.ok) {
      const text = 'It works once, for an hour.'
      const link = { label: 'Ask for a new link', href: '/password' }
      return c.html(MessagePage({ title: 'This link has ended', text, link }), 410)
    }
    passCookies(c, answer)
    return c.redirect('/sign-in?changed=yes', 303)
  })
  return routes
}
