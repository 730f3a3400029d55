import { createHash, createPublicKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { apiError } from './errors.ts'
import { applyDelay, type Faults } from '../control/faults.ts'
import { type BankClient, type BankOptions, clientsOf, clientWith } from '../model/options.ts'
import type { Payment } from '../model/payment.ts'
import { object } from '../control/parse.ts'
import { signatureFault } from './signature.ts'
import type { Store } from '../store/store.ts'

const TOKEN_SECONDS = 3_600

export function createTokenServer(options: BankOptions, store: Store, faults: Faults): Hono {
  const app = new Hono()
  app.post('/connect/token', faults.spoil('token'), async (c) => {
    await applyDelay(c)
    const form = (c.req.header('content-type') ?? '').includes('json')
      ? object(await c.req.json<unknown>().catch(() => undefined))
      : await c.req.parseBody()
    if (form['grant_type'] !== 'client_credentials') return c.json({ error: 'unsupported_grant_type' }, 400)
    const client = clientsOf(options).find(
      (one) => same(form['client_id'], one.clientId) && same(form['client_secret'], one.clientSecret),
    )
    if (!client) return c.json({ error: 'invalid_client' }, 400)
    const scopes = (typeof form['scope'] === 'string' ? form['scope'] : '').split(/\s+/)
    if (!scopes.includes('payments')) return c.json({ error: 'invalid_scope' }, 400)
    const token = randomBytes(32).toString('base64url')
    store.saveToken(token, client.clientId, Date.now() + TOKEN_SECONDS * 1_000)
    return c.json({
      access_token: token,
      expires_in: TOKEN_SECONDS,
      token_type: 'Bearer',
      scope: 'payments',
    })
  })
  return app
}

export interface Access {
  client: MiddlewareHandler
  clientOrPayer: MiddlewareHandler
  signed: MiddlewareHandler
  clientOf: (c: Context) => BankClient | undefined
  findPayment: (c: Context, id?: string) => Payment | undefined
}

export function createAccess(options: BankOptions, store: Store): Access {
  const keys = new Map(
    clientsOf(options).map(({ clientId, publicKeyPem }) => [clientId, createPublicKey(publicKeyPem)]),
  )
  const tokenOf = (c: Context): string =>
    /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]?.trim() ?? ''
  const clientOf = (c: Context): BankClient | undefined => {
    const token = tokenOf(c)
    const paymentId = store.paymentOfToken(token)
    const ofPayment = paymentId === undefined ? undefined : store.findPayment(paymentId)?.clientId
    return clientWith(options, store.clientOfToken(token) ?? ofPayment)
  }
  const unknownToken = (c: Context) =>
    apiError(c, 'unauthenticated', 'The access token is missing, unknown or expired.')

  return {
    clientOf,
    findPayment(c, id = c.req.param('id') ?? '') {
      const payment = store.findPayment(id)
      return payment && payment.clientId === clientOf(c)?.clientId ? payment : undefined
    },
    client: async (c, next) => {
      const token = tokenOf(c)
      if (store.clientOfToken(token) !== undefined) return next()
      if (store.paymentOfToken(token) === undefined) return unknownToken(c)
      return apiError(c, 'forbidden', 'A resource token does not open this endpoint.')
    },
    clientOrPayer: async (c, next) => {
      const token = tokenOf(c)
      if (store.clientOfToken(token) !== undefined) return next()
      const paymentId = store.paymentOfToken(token)
      if (paymentId === undefined) return unknownToken(c)
      if (paymentId === c.req.param('id')) return next()
      return apiError(c, 'forbidden', 'The resource token is for another payment.')
    },
    signed: async (c, next) => {
      if (store.paymentOfToken(tokenOf(c)) !== undefined) return next()
      const client = clientOf(c)
      const key = client && keys.get(client.clientId)
      if (!key) return unknownToken(c)
      const fault = requestFault(c, client.keyId, key, await c.req.text())
      return fault ? apiError(c, 'unauthenticated', fault) : next()
    },
  }
}

function requestFault(c: Context, keyId: string, key: KeyObject, body: string): string | undefined {
  const signature = c.req.header('tl-signature')
  if (!signature) return 'The Tl-Signature header is missing.'
  if (!c.req.header('idempotency-key')) return 'The Idempotency-Key header is missing.'
  const { method, path } = c.req
  const headers = c.req.header()
  const claim = { signature, method, path, headers, requiredHeaders: ['Idempotency-Key'], body }
  const fault = signatureFault(claim, (kid) => (kid === keyId ? key : undefined))
  return fault && `Invalid request signature: it ${fault}.`
}

function same(given: unknown, wanted: string): boolean {
  if (typeof given !== 'string') return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
