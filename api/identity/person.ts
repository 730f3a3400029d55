import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Role } from '../../domain/identity/roles.ts'
import type { Person } from '../../identity/identity.ts'
import type { ApiDeps } from '../deps.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { authRequest, passCookies } from './request.ts'

type Deps = Pick<ApiDeps, 'identity'>

export interface PersonEnv {
  Variables: RequestEnv['Variables'] & { person: Person }
}

export interface Member {
  person: Person
  merchantId: string
  role: Role
  timeZone: string
}

export interface MemberEnv {
  Variables: PersonEnv['Variables'] & { member: Member }
}

export function requirePerson(deps: Deps) {
  return createMiddleware<PersonEnv>(async (c, next) => {
    const person = await deps.identity.personOf(c.get('em'), c.req.header('cookie'))
    if (!person) return toSignIn(c)
    if (person.isRenewalDue) {
      passCookies(
        c,
        await deps.identity.call(authRequest(c), (api, headers) =>
          api.getSession({ headers, returnHeaders: true }),
        ),
      )
    }
    c.set('person', person)
    await next()
  })
}

export const requireMerchant = createMiddleware<MemberEnv>(async (c, next) => {
  const person = c.get('person')
  const { merchantId, role, merchantTimeZone: timeZone } = person
  if (merchantId === null || role === null || timeZone === null) return leadTo(c, '/account/merchants')
  c.set('member', { person, merchantId, role, timeZone })
  await next()
})

export function toSignIn(c: Context): Response {
  const { pathname, search } = new URL(c.req.url)
  const next = c.req.method === 'GET' ? `?next=${encodeURIComponent(pathname + search)}` : ''
  return leadTo(c, `/sign-in${isFromHtmx(c) ? '' : next}`)
}

/** htmx would put the page of a redirect into its target. */
function leadTo(c: Context, path: string): Response {
  return isFromHtmx(c) ? c.body(null, 401, { 'hx-redirect': path }) : c.redirect(path, 303)
}

function isFromHtmx(c: Context): boolean {
  return c.req.header('hx-request') === 'true'
}
