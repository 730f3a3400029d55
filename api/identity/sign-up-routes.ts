import type { Context } from 'hono'
import { deleteUnconfirmed } from '../../db/identity/people.ts'
import type { AuthAnswer } from '../../identity/identity.ts'
import { MAILS_AN_HOUR } from '../../identity/rate-limits.ts'
import type { ApiDeps } from '../deps.ts'
import { checkFields, email, name, newPassword, readForm } from './form.ts'
import { createPageApp } from './page-app.tsx'
import { CheckMailPage, ConfirmationEndedPage, ConfirmPage, SignUpPage } from './pages/sign-up-pages.tsx'
import { authRequest, clientAddress, passCookies } from './request.ts'

const WRONG_ADDRESS = { email: 'must be an e-mail address' }

export function signUpRoutes(deps: ApiDeps) {
  const { identity } = deps
  const routes = createPageApp(deps)

  routes.get('/', (c) => c.html(SignUpPage({})))

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    const checked = checkFields(fields, { name, email, password: newPassword })
    if (!checked.ok) return c.html(SignUpPage({ fields, mistakes: checked.mistakes }), 422)
    const { values } = checked
    await countMail(deps, c, values.email)
    const signUp = async () => {
      await deleteUnconfirmed(c.get('em'), values.email)
      return identity.callSignedOut(authRequest(c), (api, headers) =>
        api.signUpEmail({ body: values, headers, returnHeaders: true }),
      )
    }
    let answer = await signUp()
    for (let others = 1; others < MAILS_AN_HOUR && isOvertaken(answer); others++) answer = await signUp()
    if (!answer.ok) return c.html(SignUpPage({ fields, mistakes: WRONG_ADDRESS }), 422)
    passCookies(c, answer)
    return c.html(confirmationSent(values.email))
  })
  return routes
}

export function confirmRoutes(deps: ApiDeps) {
  const { identity } = deps
  const routes = createPageApp(deps)

  routes.get('/', (c) => {
    const token = c.req.query('token')
    return token ? c.html(ConfirmPage({ token })) : c.html(ConfirmationEndedPage({}))
  })

  routes.post('/', async (c) => {
    const { token = '' } = await readForm(c)
    const answer = await identity.callSignedOut(authRequest(c), (api, headers) =>
      api.verifyEmail({ query: { token }, headers, returnHeaders: true }),
    )
    return answer.ok ? c.redirect('/sign-in?confirmed=yes', 303) : c.html(ConfirmationEndedPage({}), 410)
  })

  routes.get('/again', (c) => c.html(ConfirmationEndedPage({})))

  routes.post('/again', async (c) => {
    const fields = await readForm(c)
    const checked = checkFields(fields, { email })
    if (!checked.ok) return c.html(ConfirmationEndedPage({ fields, mistakes: checked.mistakes }), 422)
    const { values } = checked
    await countMail(deps, c, values.email)
    const answer = await identity.callSignedOut(authRequest(c), (api, headers) =>
      api.sendVerificationEmail({ body: values, headers, returnHeaders: true }),
    )
    if (!answer.ok) return c.html(ConfirmationEndedPage({ fields, mistakes: WRONG_ADDRESS }), 422)
    return c.html(confirmationSent(values.email))
  })
  return routes
}

export async function countMail({ identity }: ApiDeps, c: Context, address: string): Promise<void> {
  await identity.limits.count('mail_by_address', clientAddress(c))
  await identity.limits.count('mail', address)
}

function isOvertaken(answer: AuthAnswer<unknown>): boolean {
  return !answer.ok && answer.code === 'FAILED_TO_CREATE_USER'
}

function confirmationSent(address: string) {
  const text = `We have sent a message to ${address}. Open its link to confirm the address; then you can sign in.`
  return CheckMailPage({ email: address, again: '/confirm/again', text })
}
