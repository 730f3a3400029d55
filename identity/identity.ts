import { Pool } from 'pg'
import type { Logger } from 'pino'
import { addInvitation, type NewInvitation } from '../db/identity/change-team.ts'
import { readSession, type SessionRow } from '../db/identity/sessions.ts'
import { readInvitation } from '../db/identity/team.ts'
import type { EntityManager } from '../db/orm.ts'
import type { AccountMail } from '../domain/identity/account-mail.ts'
import type { Auth } from './auth.ts'
import { RENEWAL_S, SESSION_S, sessionToken, withoutSession } from './cookies.ts'
import { saveAccountMail, withMailErrors } from './mail-hooks.ts'
import { createRateLimits, type RateLimits } from './rate-limits.ts'

export interface Person extends Omit<SessionRow, 'expiresAt'> {
  isRenewalDue: boolean
}

export interface AuthRequest {
  cookies: string | undefined
  userAgent: string | undefined
  address: string
}

export type AuthAnswer<T> = { cookies: string[] } & ({ ok: true; value: T } | { ok: false; code: string })

type AuthCall<T> = (api: Auth['api'], headers: Headers) => Promise<{ headers: Headers; response: T }>

export interface Identity {
  limits: RateLimits
  personOf(em: EntityManager, cookies: string | undefined): Promise<Person | undefined>
  call<T>(request: AuthRequest, call: AuthCall<T>): Promise<AuthAnswer<T>>
  callSignedOut<T>(request: AuthRequest, call: AuthCall<T>): Promise<AuthAnswer<T>>
  /** @throws TeamRefusedError */
  invite(
    em: EntityManager,
    change: Parameters<typeof addInvitation>[1],
    invitation: NewInvitation,
  ): Promise<void>
  /** The worker sends the e-mail. `tx` can be a transaction. */
  saveMail(tx: EntityManager, recipient: string, lifetimeS: number, mail: AccountMail): Promise<void>
  /** @internal */
  options(): Promise<Auth['options']>
  close(): Promise<void>
}

export interface IdentitySettings {
  databaseUrl: string
  em: EntityManager
  secret: string
  publicUrl: string
  log: Pick<Logger, 'debug'>
}

const POOL = { max: 3, connectionTimeoutMillis: 5_000 }

export function createIdentity({ databaseUrl, em, secret, publicUrl, log }: IdentitySettings): Identity {
  const pool = new Pool({ connectionString: databaseUrl, ...POOL })
  // An `error` event without a listener throws: https://nodejs.org/api/events.html#error-events
  const noteLost = (error: Error) => log.debug({ err: error }, 'identity.connection_lost')
  pool.on('error', noteLost)
  pool.on('connect', (client) => client.on('error', noteLost))
  const load = async () => {
    const { createAuth, isAPIError } = await import('./auth.ts')
    return { auth: createAuth({ pool, em, secret, publicUrl }), isAPIError }
  }
  let loaded: ReturnType<typeof load> | undefined
  const library = () => (loaded ??= load())
  const tokenOf = (cookies: string | undefined) => sessionToken(cookies, { publicUrl, secret })

  async function run<T>(headers: Headers, call: AuthCall<T>): Promise<AuthAnswer<T>> {
    const { auth, isAPIError } = await library()
    try {
      const { headers: sent, response } = await withMailErrors(() => call(auth.api, headers))
      return { ok: true, value: response, cookies: sent.getSetCookie() }
    } catch (error) {
      if (!isAPIError(error)) throw error
      // An outage of the database must not look like a missing session.
      if (error.statusCode === 401 || error.statusCode >= 500) await em.fork().execute('select 1')
      if (error.statusCode >= 500) throw error
      const { body, headers: sent } = error
      return { ok: false, code: body?.code ?? '', cookies: new Headers(sent).getSetCookie() }
    }
  }

  const saveMail: Identity['saveMail'] = (tx, recipient, lifetimeS, mail) =>
    saveAccountMail(tx, { recipient, lifetimeS, mail, secret })

  return {
    limits: createRateLimits(pool),
    async personOf(at, cookies) {
      const token = tokenOf(cookies)
      const session = token === undefined ? undefined : await readSession(at, token)
      if (!session) return undefined
      const { expiresAt, ...person } = session
      return { ...person, isRenewalDue: expiresAt - Date.now() < (SESSION_S - RENEWAL_S) * 1_000 }
    },
    call: (request, call) => run(headersOf(request, request.cookies ?? ''), call),
    callSignedOut: (request, call) =>
      run(headersOf(request, withoutSession(request.cookies, publicUrl)), call),
    invite: (at, change, invitation) =>
      addInvitation(at, change, invitation, async (tx) => {
        const { id, email } = invitation
        const saved = await readInvitation(tx, id)
        if (!saved) throw new RangeError(`no auth_invitation has the id ${id}`)
        const { inviter, merchantName: merchant, createdAt, expiresAt } = saved
        const url = `${publicUrl}/invitations/${id}`
        const mail: AccountMail = { kind: 'invitation', name: email, inviter, merchant, url }
        await saveMail(tx, email, (expiresAt - createdAt) / 1_000, mail)
      }),
    saveMail,
    options: async () => (await library()).auth.options,
    close: () => pool.end(),
  }
}

function headersOf({ userAgent, address }: AuthRequest, cookie: string): Headers {
  const headers = new Headers({ cookie, 'x-client-ip': address })
  if (userAgent) headers.set('user-agent', userAgent.slice(0, 500))
  return headers
}
