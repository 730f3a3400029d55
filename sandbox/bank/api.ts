import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { extractKid, verify } from 'truelayer-signing'
import type { Faults } from './faults.ts'
import type { BankOptions } from './options.ts'
import { describePayment, type Payments } from './payments.ts'
import { describeProvider, findProvider, PROVIDERS } from './providers.ts'
import type { Payment, PaymentRequest, Store } from './store.ts'
import { paymentErrors, returnUriOf } from './validate.ts'

export interface BankApiDeps {
  options: BankOptions
  store: Store
  payments: Payments
  faults: Faults
}

const TOKEN_SECONDS = 3_600

/** The client's side of the bank: TrueLayer's token server and Payments API v3, strict. */
export function createBankApi({ options, store, payments, faults }: BankApiDeps): Hono {
  const app = new Hono()

  app.post('/connect/token', faults.spoil('token'), async (c) => {
    const form = (c.req.header('content-type') ?? '').includes('json')
      ? await c.req.json<Record<string, unknown>>()
      : await c.req.parseBody()
    if (form['grant_type'] !== 'client_credentials') return c.json({ error: 'unsupported_grant_type' }, 400)
    const genuine =
      same(String(form['client_id']), options.clientId) &&
      same(String(form['client_secret']), options.clientSecret)
    if (!genuine) return c.json({ error: 'invalid_client' }, 400)
    const token = randomBytes(24).toString('base64url')
    store.saveToken(token, Date.now() + TOKEN_SECONDS * 1_000)
    return c.json({ access_token: token, expires_in: TOKEN_SECONDS, token_type: 'Bearer', scope: 'payments' })
  })

  const authorized = createMiddleware(async (c, next) => {
    const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    if (!token || !store.isToken(token))
      return problem(c, 401, 'unauthenticated', 'The access token is missing or expired')
    return next()
  })

  const signed = createMiddleware(async (c, next) => {
    const fault = await signatureFault(c, options)
    if (fault) return problem(c, 401, 'unauthenticated', fault)
    return next()
  })

  /** The same key with the same body gets the same answer; with another body, none. */
  const idempotent = createMiddleware(async (c, next) => {
    const key = `${c.req.path} ${c.req.header('idempotency-key')}`
    const hash = createHash('sha256')
      .update(await c.req.text())
      .digest('hex')
    const known = store.findAnswer(key)
    if (known && known.hash !== hash) {
      return problem(c, 422, 'idempotency-key-reuse', 'The Idempotency-Key was used with another request')
    }
    if (known && known.status === null) {
      return problem(c, 409, 'idempotency-key-concurrency-conflict', 'The first request is still in progress')
    }
    if (known) return c.body(known.body ?? '', known.status as 200, { 'content-type': 'application/json' })
    store.claimAnswer(key, hash)
    await next()
    if (c.res.status < 500) store.saveAnswer(key, c.res.status, await c.res.clone().text())
    else store.forgetAnswer(key)
    return undefined
  })

  const v3 = new Hono()
  v3.use(authorized)

  v3.post('/payments-providers/search', faults.spoil('providers'), async (c) => {
    const { currencies, countries } = await c.req.json<{ currencies?: string[]; countries?: string[] }>()
    const found = PROVIDERS.filter(
      ({ currency, country }) =>
        (currencies?.includes(currency) ?? true) && (countries?.includes(country) ?? true),
    )
    return c.json({ items: found.map((provider) => describeProvider(provider, options.publicUrl)) })
  })

  v3.get('/payments-providers/:id', (c) => {
    const provider = findProvider(c.req.param('id'))
    if (!provider) return problem(c, 404, 'not-found', 'No such provider')
    return c.json(describeProvider(provider, options.publicUrl))
  })

  v3.post('/payments', signed, faults.spoil('create_payment'), idempotent, async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined)
    const errors = paymentErrors(body, options)
    if (Object.keys(errors).length > 0)
      return problem(c, 400, 'invalid-parameters', 'Invalid Parameters', errors)
    const request = body as PaymentRequest & { authorization_flow?: unknown }
    const payment = payments.create(request, returnUriOf(request.authorization_flow) ?? null)
    return c.json({ ...created(payment), ...flowOf(payment, options) }, 201)
  })

  v3.get('/payments/:id', faults.spoil('get_payment'), (c) => {
    const payment = store.findPayment(c.req.param('id'))
    return payment ? c.json(describePayment(payment)) : problem(c, 404, 'not-found', 'No such payment')
  })

  v3.post('/payments/:id/authorization-flow', signed, idempotent, async (c) => {
    const payment = store.findPayment(c.req.param('id'))
    if (!payment) return problem(c, 404, 'not-found', 'No such payment')
    const returnUri = returnUriOf(await c.req.json().catch(() => undefined))
    if (!returnUri)
      return problem(c, 400, 'invalid-parameters', 'Invalid Parameters', {
        'redirect.return_uri': ['must be a URL'],
      })
    if (payment.status !== 'authorization_required')
      return problem(c, 409, 'invalid-state', 'The flow has begun already')
    const started = payments.startFlow(payment, returnUri)
    return c.json({ status: started.status, ...flowOf(started, options) })
  })

  v3.post('/payments/:id/actions/cancel', signed, (c) => {
    const payment = store.findPayment(c.req.param('id'))
    if (!payment) return problem(c, 404, 'not-found', 'No such payment')
    if (!payments.cancel(payment))
      return problem(c, 409, 'invalid-state', 'The payment was authorised already')
    return c.body(null, 202)
  })

  app.route('/v3', v3)
  return app
}

/** Why a request's `Tl-Signature` does not prove that the client made it; undefined if it does. */
async function signatureFault(c: Context, options: BankOptions): Promise<string | undefined> {
  const signature = c.req.header('tl-signature')
  if (!signature) return 'The Tl-Signature header is missing'
  if (!c.req.header('idempotency-key')) return 'The Idempotency-Key header is missing'
  try {
    if (extractKid(signature) !== options.keyId) return 'The key id of the signature is unknown'
    verify({
      publicKeyPem: options.publicKeyPem,
      signature,
      method: 'POST' as never,
      path: c.req.path,
      headers: c.req.header(),
      requiredHeaders: ['Idempotency-Key'],
      body: await c.req.text(),
    })
    return undefined
  } catch {
    return 'The signature does not fit the request'
  }
}

function created(payment: Payment): object {
  const resourceToken = createHash('sha256').update(payment.secret).digest('base64url')
  return {
    id: payment.id,
    user: { id: payment.userId },
    resource_token: resourceToken,
    status: payment.status,
  }
}

function flowOf(payment: Payment, { publicUrl }: BankOptions): object {
  if (payment.status !== 'authorizing') return {}
  const uri = `${publicUrl}/authorize/${payment.id}?key=${payment.secret}`
  return {
    authorization_flow: { actions: { next: { type: 'redirect', uri, metadata: { type: 'provider' } } } },
  }
}

function problem(
  c: Context,
  status: 400 | 401 | 404 | 409 | 422,
  type: string,
  detail: string,
  errors?: object,
): Response {
  const title = type.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase())
  const body = {
    type: `https://docs.truelayer.com/docs/error-types#${type}`,
    title,
    status,
    trace_id: randomUUID(),
    detail,
  }
  return c.json(errors ? { ...body, errors } : body, status)
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [given, wanted].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
