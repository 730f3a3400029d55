import { type Context, Hono } from 'hono'
import { useCode } from '../../db/identity/people.ts'
import type { ApiDeps } from '../deps.ts'
import { checkFields, code, type Mistakes, password, readForm } from './form.ts'
import { RecoveryCodesPage, SetUpCodePage, SetUpPage, TwoFactorPage } from './pages/two-factor-pages.tsx'
import { type PersonEnv, toSignIn } from './person.ts'
import { authRequest, clientAddress, passCookies } from './request.ts'

const WRONG_PASSWORD = { password: 'is not right' }
const WRONG_CODE = { code: 'is not right. Wait for the next one' }

export function twoFactorRoutes({ identity }: ApiDeps) {
  const routes = new Hono<PersonEnv>()

  routes.get('/', (c) => page(c))

  routes.post('/', async (c) => {
    const checked = await checkPassword(c)
    if (!checked.ok) return page(c, checked.mistakes)
    const answer = await identity.call(authRequest(c), (api, headers) =>
      api.enableTwoFactor({ body: { ...checked.values, method: 'totp' }, headers, returnHeaders: true }),
    )
    if (!answer.ok) return refused(c, answer)
    await forgive(c)
    const { value } = answer
    if (value.method !== 'totp') throw new RangeError('the method is not totp')
    const { totpURI: uri, backupCodes: recoveryCodes } = value
    return c.html(SetUpPage({ person: c.get('person'), uri, recoveryCodes }))
  })

  routes.post('/confirm', async (c) => {
    const person = c.get('person')
    const checked = checkFields(await readForm(c), { code })
    if (!checked.ok) return c.html(SetUpCodePage({ person, mistakes: checked.mistakes }), 422)
    await identity.limits.count('password', `${person.personId} code`)
    const answer = await identity.call(authRequest(c), (api, headers) =>
      api.verifyTOTP({ body: checked.values, headers, returnHeaders: true }),
    )
    if (!answer.ok) {
      if (answer.code === 'UNAUTHORIZED') return toSignIn(c)
      return c.html(SetUpCodePage({ person, mistakes: WRONG_CODE }), 422)
    }
    await useCode(c.get('em'), person.personId, checked.values.code)
    passCookies(c, answer)
    return c.redirect('/account/two-factor', 303)
  })

  routes.post('/change', async (c) => {
    const checked = await checkPassword(c)
    if (!checked.ok) return page(c, checked.mistakes)
    const { change, values } = checked
    if (change === 'off') {
      const answer = await identity.call(authRequest(c), (api, headers) =>
        api.disableTwoFactor({ body: values, headers, returnHeaders: true }),
      )
      if (!answer.ok) return refused(c, answer)
      await forgive(c)
      passCookies(c, answer)
      return c.redirect('/account/two-factor', 303)
    }
    const answer = await identity.call(authRequest(c), (api, headers) =>
      api.generateBackupCodes({ body: values, headers, returnHeaders: true }),
    )
    if (!answer.ok) return refused(c, answer)
    await forgive(c)
    return c.html(RecoveryCodesPage({ person: c.get('person'), codes: answer.value.backupCodes }))
  })
  return routes

  function page(c: Context<PersonEnv>, mistakes?: Mistakes) {
    const shown = TwoFactorPage({ person: c.get('person'), ...(mistakes ? { mistakes } : {}) })
    return c.html(shown, mistakes ? 422 : 200)
  }

  async function checkPassword(c: Context<PersonEnv>) {
    const fields = await readForm(c)
    const checked = checkFields(fields, { password })
    if (!checked.ok) return checked
    await identity.limits.count('password', limitKey(c))
    return { ...checked, change: fields['change'] }
  }

  async function forgive(c: Context<PersonEnv>): Promise<void> {
    await identity.limits.forgive('password', limitKey(c))
  }

  function refused(c: Context<PersonEnv>, { code: reason }: { code: string }) {
    if (reason === 'INVALID_PASSWORD') return page(c, WRONG_PASSWORD)
    return c.redirect('/account/two-factor', 303)
  }
}

function limitKey(c: Context<PersonEnv>): string {
  return `${c.get('person').email} ${clientAddress(c)}`
}
