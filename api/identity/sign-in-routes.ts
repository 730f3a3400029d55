import { endSessionOf } from '../../db/identity/sessions.ts'
import { useCode } from '../../db/identity/people.ts'
import type { ApiDeps } from '../deps.ts'
import { checkFields, code, email, type Mistakes, password, readForm, safePath } from './form.ts'
import { createPageApp } from './page-app.tsx'
import { SecondFactorPage, SignInPage, UnconfirmedPage } from './pages/sign-in-pages.tsx'
import { authRequest, clientAddress, passCookies } from './request.ts'

const HOME = '/dashboard'
const CODE_MISTAKES: Partial<Record<string, Mistakes>> = {
  INVALID_CODE: { code: 'is not right, or has been used. Wait for the next one' },
  INVALID_BACKUP_CODE: { recovery_code: 'is not right, or has been used' },
  ACCOUNT_TEMPORARILY_LOCKED: { form: 'Too many wrong codes. Please try again in 15 minutes.' },
}
const NOTICES: Partial<Record<string, string>> = {
  confirmed: 'Your address is confirmed. Please sign in.',
  changed: 'Your password is changed, and all devices are signed out. Please sign in.',
  out: 'You are signed out.',
}

export function signInRoutes(deps: ApiDeps) {
  const { identity } = deps
  const routes = createPageApp(deps)

  routes.get('/', async (c) => {
    const next = safePath(c.req.query('next'), HOME)
    if (await identity.personOf(c.get('em'), c.req.header('cookie'))) return c.redirect(next, 303)
    const given = Object.keys(c.req.query()).find((key) => key in NOTICES)
    return c.html(SignInPage({ next, notice: given && NOTICES[given] }))
  })

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    const next = safePath(fields['next'], HOME)
    const checked = checkFields(fields, { email, password })
    if (!checked.ok) return c.html(SignInPage({ fields, next, mistakes: checked.mistakes }), 422)
    const { values } = checked
    const address = clientAddress(c)
    await identity.limits.count('password_by_address', address)
    await identity.limits.count('password_by_account', values.email)
    await identity.limits.count('password', `${values.email} ${address}`)
    const answer = await identity.callSignedOut(authRequest(c), (api, headers) =>
      api.signInEmail({ body: values, headers, returnHeaders: true }),
    )
    if (!answer.ok) {
      if (answer.code === 'EMAIL_NOT_VERIFIED') return c.html(UnconfirmedPage({ email: values.email }), 403)
      const mistakes = { form: 'There is no account with this address and password.' }
      return c.html(SignInPage({ fields, next, mistakes }), 422)
    }
    await identity.limits.forgive('password', `${values.email} ${address}`)
    passCookies(c, answer)
    const needsCode = 'twoFactorRedirect' in answer.value
    return c.redirect(needsCode ? `/sign-in/two-factor?next=${encodeURIComponent(next)}` : next, 303)
  })

  routes.get('/two-factor', (c) => c.html(SecondFactorPage({ next: safePath(c.req.query('next'), HOME) })))

  routes.post('/two-factor', async (c) => {
    const fields = await readForm(c)
    const next = safePath(fields['next'], HOME)
    await identity.limits.count('second_factor_by_address', clientAddress(c))
    const recoveryCode = fields['recovery_code']?.trim()
    const checked = recoveryCode ? undefined : checkFields(fields, { code })
    if (checked && !checked.ok) {
      return c.html(SecondFactorPage({ next, mistakes: checked.mistakes }), 422)
    }
    const totp = checked?.values.code
    const answer =
      totp === undefined
        ? await identity.callSignedOut(authRequest(c), (api, headers) =>
            api.verifyBackupCode({ body: { code: recoveryCode ?? '' }, headers, returnHeaders: true }),
          )
        : await identity.callSignedOut(authRequest(c), (api, headers) =>
            api.verifyTOTP({ body: { code: totp }, headers, returnHeaders: true }),
          )
    if (!answer.ok) {
      passCookies(c, answer)
      const mistakes = CODE_MISTAKES[answer.code]
      if (mistakes) return c.html(SecondFactorPage({ next, mistakes }), 422)
      const form = 'The sign-in took too long, or had too many wrong codes. Please begin again.'
      return c.html(SignInPage({ next, mistakes: { form } }), 422)
    }
    const { token = '', user } = answer.value
    if (totp !== undefined && !(await useCode(c.get('em'), user.id, totp))) {
      await endSessionOf(c.get('em'), token)
      const mistakes = { form: 'This code has been used. Sign in again with the next one.' }
      return c.html(SignInPage({ next, mistakes }), 422)
    }
    passCookies(c, answer)
    return c.redirect(next, 303)
  })
  return routes
}
