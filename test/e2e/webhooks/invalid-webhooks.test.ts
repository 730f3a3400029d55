import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { request, type ServerResponse } from 'node:http'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { InboundWebhookRow, PaymentAttemptRow, RefundRow } from '../../../db/entities/index.ts'
import { createWebhookReader } from '../../../integrations/bank/tokenio/webhook.ts'
import { createWebhookVerifier } from '../../../integrations/bank/truelayer/webhooks/verify.ts'
import { postJson } from '../../../sandbox/testing.ts'
import { control, createInvoice, mustCommand, pressPay, readInvoice, timeline } from '../../clients/client.ts'
import { type Jwks, startJwks } from '../../support/jwks.ts'
import { someOf } from '../../support/some-of.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus, waitFor } from '../../support/wait.ts'

const world = useOwnWorld({ returnPollsMs: [] })
let jwks: Jwks
const logged: string[] = []
beforeAll(async () => {
  world.deps.log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  jwks = await startJwks()
  for (const sandbox of [world.sandbox.bankUrl, world.sandbox.tokenio?.url]) {
    await postJson(`${sandbox}/sandbox/webhooks/hold`, { drop: true })
  }
})
afterAll(async () => jwks?.close())
beforeEach(() => {
  logged.length = 0
  jwks.answer(publish)
  readKeys({ refetchMs: 600_000 })
})

function readKeys(rules: { timeoutMs?: number; refetchMs: number }): void {
  world.rail.verifyWebhook = createWebhookVerifier([jwks.url], { timeoutMs: 60_000, ...rules })
}

const publish: Parameters<Jwks['answer']>[0] = (response, keys) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }))

async function post(source: 'truelayer' | 'tokenio', body: string, headers: Record<string, string>) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }
  const response = await fetch(`${world.publicUrl}/webhooks/test/${source}`, init)
  const { code } = (await response.json()) as { code?: string }
  return { status: response.status, code }
}

function postInPieces(source: string, body: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${world.publicUrl}/webhooks/test/${source}`, { method: 'POST', headers })
    let status = 0
    sent.on('response', (response) => {
      status = response.statusCode ?? 0
      response.resume()
      resolve(status)
    })
    sent.on('error', (error) => (status === 0 ? reject(error) : undefined))
    const write = (from: number) => {
      if (status !== 0) return sent.destroy()
      if (from >= body.length) return sent.end()
      return sent.write(body.slice(from, from + 50_000), () => setTimeout(write, 2, from + 50_000))
    }
    write(0)
  })
}

async function count(source: string, outcome: string): Promise<number> {
  const text = await (await fetch(world.metricsUrl)).text()
  const line = new RegExp(`duewell_webhooks_total\\{source="${source}",outcome="${outcome}"\\} (\\d+)`)
  return Number(line.exec(text)?.[1] ?? 0)
}

async function waiting(currency = 'GBP', bankId = 'sandbox-harbour') {
  const { id, link } = await createInvoice(world, { currency })
  await pressPay(link?.url ?? '', bankId)
  const { id: attempt, providerPaymentId } = await world.em
    .fork()
    .findOneOrFail(PaymentAttemptRow, { invoiceId: id })
  return { id, attempt, payment: providerPaymentId ?? '' }
}

const settled = (payment: string, attempt?: string) =>
  JSON.stringify({
    type: 'payment_settled',
    event_id: randomUUID(),
    event_version: 1,
    payment_id: payment,
    metadata: attempt ? { attempt_id: attempt } : {},
  })

function savedAs(body: string) {
  const { id = '', event_id: eventId = id } = JSON.parse(body) as { id?: string; event_id?: string }
  return { eventId }
}

let untouched: ReturnType<typeof waiting> | undefined
const openPayment = () => (untouched ??= waiting())

interface Refused {
  status: number
  outcome: string
  reason: unknown
}

async function refuses(
  { status, outcome, reason }: Refused,
  { id }: { id: string },
  body: string,
  headers: Record<string, string>,
  source: 'truelayer' | 'tokenio' = 'truelayer',
): Promise<void> {
  const before = await count(source, outcome)
  const saved = await world.em.fork().count(InboundWebhookRow, { source })
  expect((await post(source, body, headers)).status).toBe(status)
  expect(await count(source, outcome)).toBe(before + 1)
  const lines = logged.filter((line) => line.includes('webhook.refused'))
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ source, reason })
  for (const secret of [...Object.values(headers), body]) expect(lines[0]).not.toContain(secret)
  expect(await world.em.fork().count(InboundWebhookRow, { source })).toBe(saved)
  expect(await timeline(world, id)).not.toContain('payment_settled')
  expect(await readInvoice(world, id)).toMatchObject({ amount_paid: 0 })
}

const FORGED = { status: 401, outcome: 'forged' }

describe('POST /webhooks/truelayer', () => {
  it('accepts a correct signature, also when it is four minutes old', async () => {
    const { id, attempt, payment } = await waiting()
    const body = settled(payment, attempt)
    const headers = jwks.sign(body, { at: new Date(Date.now() - 4 * 60_000) })
    expect((await post('truelayer', body, headers)).status).toBe(200)
    await untilStatus(world, id, 'paid')
    expect(logged.filter((line) => line.includes('refused'))).toEqual([])
  })

  it.each(someOf(['none', 'HS512', 'HS256', 'ES256', 'RS512', 'es512'], 2))(
    'refuses the alg %s',
    async (alg) => {
      const open = await openPayment()
      const body = settled(open.payment, open.attempt)
      await refuses({ ...FORGED, reason: 'bad_signature' }, open, body, jwks.sign(body, { alg }))
    },
  )

  it.each([
    ['is not on the list', 'https://webhooks.truelayer.com.evil.example/.well-known/jwks'],
    ['is nearly on the list', undefined],
    ['is missing', null],
  ])('refuses a signature whose jku %s without a fetch of keys', async (_, given) => {
    const open = await openPayment()
    const body = settled(open.payment, open.attempt)
    const jku = given === null ? undefined : (given ?? `${jwks.url}?x`)
    const asked = jwks.asked()
    await refuses({ ...FORGED, reason: 'unknown_jku' }, open, body, jwks.sign(body, { jku }))
    expect(jwks.asked()).toBe(asked)
  })

  it('refuses an unpublished kid and fetches the keys once for many webhooks', async () => {
    const open = await openPayment()
    const body = settled(open.payment, open.attempt)
    const asked = jwks.asked()
    await refuses({ ...FORGED, reason: 'bad_signature' }, open, body, jwks.sign(body, { kid: 'kid-2' }))
    const more = Array.from({ length: 20 }, () => post('truelayer', body, jwks.sign(body, { kid: 'kid-3' })))
    expect((await Promise.all(more)).every(({ status }) => status === 401)).toBe(true)
    expect(jwks.asked()).toBeLessThanOrEqual(asked + 2)
  })

  const silent: Parameters<Jwks['answer']>[0] = () => undefined
  const answers = (status: number, body: string): Parameters<Jwks['answer']>[0] => {
    return (response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  }
  const NO_KEYS: [string, Parameters<Jwks['answer']>[0]][] = [
    ['do not come', silent],
    ['come with a 404', answers(404, '{"keys":[]}')],
    ['come with a 500', answers(500, '{}')],
    ['are no JSON', answers(200, '<html>')],
    ['are no list', answers(200, '{"keys":{}}')],
    ['are null', answers(200, 'null')],
  ]
  it.each(someOf(NO_KEYS, 2))(
    'answers 503 while the keys %s, so that the provider tries again',
    async (_, how) => {
      const open = await waiting()
      readKeys({ refetchMs: 0, timeoutMs: 500 })
      jwks.answer(how)
      const body = settled(open.payment, open.attempt)
      const reason: unknown = expect.any(String)
      await refuses({ status: 503, outcome: 'unproven', reason }, open, body, jwks.sign(body))
      jwks.answer(publish)
      await waitFor(async () => (await post('truelayer', body, jwks.sign(body))).status === 200)
      await untilStatus(world, open.id, 'paid')
    },
  )

  it('processes webhooks with known keys while the key server does not answer', async () => {
    const first = await waiting()
    const second = await waiting()
    readKeys({ refetchMs: 0 })
    const known = settled(first.payment, first.attempt)
    expect((await post('truelayer', known, jwks.sign(known))).status).toBe(200)
    const held: ServerResponse[] = []
    jwks.answer((response) => void held.push(response))
    const slow = Array.from({ length: 10 }, (_, n) => {
      const body = settled(second.payment, second.attempt)
      return post('truelayer', body, jwks.sign(body, { kid: `new-${n}` }))
    })
    let isOver = false
    const all = Promise.all(slow).then((answered) => {
      isOver = true
      return answered
    })
    const body = settled(second.payment, second.attempt)
    expect((await post('truelayer', body, jwks.sign(body))).status).toBe(200)
    expect((await fetch(`${world.publicUrl}/healthz`)).status).toBe(200)
    expect(isOver).toBe(false)
    jwks.answer(answers(503, ''))
    for (const response of held) response.writeHead(503).end()
    expect((await all).map(({ status }) => status)).toEqual(slow.map(() => 503))
  })

  it('keeps known keys when the key server’s answer is invalid', async () => {
    const [first, second] = [await waiting(), await waiting()]
    readKeys({ refetchMs: 0 })
    const known = settled(first.payment, first.attempt)
    await post('truelayer', known, jwks.sign(known))
    jwks.answer(answers(404, '{}'))
    const body = settled(second.payment, second.attempt)
    expect((await post('truelayer', body, jwks.sign(body, { kid: 'kid-2' }))).status).toBe(503)
    expect((await post('truelayer', body, jwks.sign(body))).status).toBe(200)
  })

  it.each([
    ['older than five minutes', -5 * 60_000 - 2_000],
    ['an hour old', -3_600_000],
    ['from the future', 3_600_000],
  ])('refuses a webhook that is %s', async (_, ms) => {
    const open = await openPayment()
    const body = settled(open.payment, open.attempt)
    const headers = jwks.sign(body, { at: new Date(Date.now() + ms) })
    await refuses({ status: 401, outcome: 'stale', reason: 'stale' }, open, body, headers)
  })

  it.each([
    ['is not signed', 'bad_signature', (body: string) => jwks.sign(body, { timeUnsigned: true })],
    [
      'is another than the one signed',
      'bad_signature',
      (body: string) => ({
        ...jwks.sign(body, { at: new Date(Date.now() - 3_600_000) }),
        'x-tl-webhook-timestamp': new Date().toISOString(),
      }),
    ],
    [
      'is invalid',
      'no_timestamp',
      (body: string) => ({ ...jwks.sign(body), 'x-tl-webhook-timestamp': 'yesterday' }),
    ],
  ])('refuses a timestamp that %s', async (_, reason, headersOf) => {
    const open = await openPayment()
    const body = settled(open.payment, open.attempt)
    await refuses({ ...FORGED, reason }, open, body, headersOf(body))
  })

  it('refuses a signature for another address', async () => {
    const open = await openPayment()
    const body = settled(open.payment, open.attempt)
    const headers = jwks.sign(body, { path: '/webhooks/somewhere' })
    await refuses({ ...FORGED, reason: 'bad_signature' }, open, body, headers)
  })
})

describe('POST /webhooks/truelayer about a refund', () => {
  it('refuses a refund webhook with ids of another payment or refund', async () => {
    const [paid, other] = [await waiting(), await waiting()]
    const said = settled(paid.payment, paid.attempt)
    await control(world, `payments/${paid.payment}/authorise`)
    await control(world, `payments/${paid.payment}/settle`)
    await post('truelayer', said, jwks.sign(said))
    await untilStatus(world, paid.id, 'paid')
    await mustCommand(world, paid.id, 'refunds', { amount: 2_500 })
    const refund = await waitFor(async () => {
      const row = await world.em.fork().findOne(RefundRow, { invoiceId: paid.id })
      return row?.providerRefundId ? { id: row.id, providerId: row.providerRefundId } : undefined
    })
    const failed = (payment: string, providerId: string, id: string) =>
      JSON.stringify({
        type: 'refund_failed',
        event_id: randomUUID(),
        event_version: 1,
        payment_id: payment,
        refund_id: providerId,
        failure_reason: 'blocked',
        metadata: { refund_id: id },
      })
    for (const body of [
      failed(other.payment, refund.providerId, refund.id),
      failed(paid.payment, randomUUID(), refund.id),
      failed(paid.payment, refund.providerId, 'rfd_of_somebody_else'),
    ]) {
      const before = await count('truelayer', 'mismatched')
      expect((await post('truelayer', body, jwks.sign(body))).status).toBe(422)
      expect(await count('truelayer', 'mismatched')).toBe(before + 1)
    }
    expect(await timeline(world, paid.id)).not.toContain('refund_failed')
    const genuine = failed(paid.payment, refund.providerId, refund.id)
    expect((await post('truelayer', genuine, jwks.sign(genuine))).status).toBe(200)
    await untilEvent(world, paid.id, 'refund_failed')
  })
})

const pair = generateKeyPairSync('ed25519')
const tokenIoSigned = (body: string, key = pair.privateKey) => ({
  'token-signature': sign(null, Buffer.from(body), key).toString('base64url'),
})
const completed = (payment: string, attempt: string, changes: object = {}) =>
  JSON.stringify({
    id: randomUUID(),
    createdAtMs: String(Date.now()),
    payment: {
      id: payment,
      memberId: 'm:1',
      status: 'SETTLEMENT_COMPLETED',
      initiation: { callbackState: attempt, amount: { value: '125.00', currency: 'DKK' } },
    },
    ...changes,
  })

describe('POST /webhooks/tokenio', () => {
  beforeAll(() => {
    const key = pair.publicKey.export({ format: 'jwk' }).x ?? ''
    const reader = createWebhookReader({ keys: [key], accounts: {}, memberId: 'm:1', paidWhen: 'credited' })
    world.deps.rails.test.get('tokenio').verifyWebhook = async (webhook) => reader.verifyWebhook(webhook)
  })
  const danish = () => waiting('DKK', 'sandbox-klitbanken')
  let untouchedDanish: ReturnType<typeof waiting> | undefined

  it('accepts a correct Token.io signature', async () => {
    const open = await danish()
    const body = completed(open.payment, open.attempt)
    expect((await post('tokenio', body, tokenIoSigned(body))).status).toBe(200)
    await untilStatus(world, open.id, 'paid')
  })

  const hours = (count_: number) => String(Date.now() + count_ * 3_600_000)
  const stranger = generateKeyPairSync('ed25519').privateKey
  it.each([
    ['without a signature', 'forged', 'no_signature', {}, () => ({})],
    [
      'signed with another key',
      'forged',
      'bad_signature',
      {},
      (body: string) => tokenIoSigned(body, stranger),
    ],
    ['signed for another body', 'forged', 'bad_signature', {}, (body: string) => tokenIoSigned(`${body} `)],
    ['older than any repetition', 'stale', 'stale', { createdAtMs: hours(-74) }, tokenIoSigned],
    ['from the future', 'stale', 'stale', { createdAtMs: hours(1) }, tokenIoSigned],
    [
      'about another member',
      'forged',
      'other_member',
      { payment: { id: 'pm2:1', memberId: 'm:2', status: 'SETTLEMENT_COMPLETED' } },
      tokenIoSigned,
    ],
  ])('refuses a webhook that is %s', async (_, outcome, reason, changes, headersOf) => {
    const open = await (untouchedDanish ??= danish())
    const body = completed(open.payment, open.attempt, changes)
    const expected = { status: 401, outcome, reason }
    await refuses(expected, open, body, (headersOf as typeof tokenIoSigned)(body), 'tokenio')
  })
})

const PAYMENTS = {
  truelayer: {
    open: () => waiting(),
    says: settled,
    sign: (body: string) => jwks.sign(body),
  },
  tokenio: {
    open: () => waiting('DKK', 'sandbox-klitbanken'),
    says: (payment: string, attempt = '') => completed(payment, attempt),
    sign: (body: string) => tokenIoSigned(body),
  },
} as const

describe.each(['truelayer', 'tokenio'] as const)('POST /webhooks/%s', (source) => {
  const { open, says, sign: signed } = PAYMENTS[source]

  it('refuses a payment under the attempt of another invoice and keeps the webhook without its body', async () => {
    const [mine, theirs] = [await open(), await open()]
    for (const [payment, attempt] of [
      [mine.payment, theirs.attempt],
      [theirs.payment, mine.attempt],
      [mine.payment, 'pat_of_somebody_else'],
      ['a-payment-that-nobody-knows', mine.attempt],
    ] as const) {
      logged.length = 0
      const before = await count(source, 'mismatched')
      const body = says(payment, attempt)
      expect(await post(source, body, signed(body))).toMatchObject({
        status: 422,
        code: 'mismatched_webhook',
      })
      expect(await count(source, 'mismatched')).toBe(before + 1)
      const line = logged.find((one) => one.includes('webhook.refused'))
      expect(JSON.parse(line ?? '')).toMatchObject({ source, payment, attempt })
      expect(await world.em.fork().findOneOrFail(InboundWebhookRow, savedAs(body))).toMatchObject({
        outcome: 'mismatched',
        body: '{}',
      })
      expect((await post(source, body, signed(body))).status).toBe(200)
    }
    for (const { id } of [mine, theirs]) {
      expect(await timeline(world, id)).not.toContain('payment_settled')
      expect(await readInvoice(world, id)).toMatchObject({ amount_paid: 0 })
    }
  })

  it('ignores a payment that is not ours', async () => {
    const before = await count(source, 'ignored')
    const body = says(randomUUID(), `pat_${randomUUID()}`)
    expect((await post(source, body, signed(body))).status).toBe(200)
    expect(await count(source, 'ignored')).toBe(before + 1)
    expect((await world.em.fork().findOneOrFail(InboundWebhookRow, savedAs(body))).outcome).toBe(
      'unknown_payment',
    )
  })

  it.each(['with its length', 'without one'])('refuses a body of more than a megabyte: %s', async (how) => {
    const before = await count(source, 'too_large')
    const text = JSON.stringify({ filling: 'x'.repeat(1024 * 1024) })
    const headers = signed(text)
    const { status } =
      how === 'with its length'
        ? await post(source, text, headers)
        : { status: await postInPieces(source, text, headers) }
    expect(status).toBe(413)
    expect(await count(source, 'too_large')).toBe(before + 1)
    const lines = logged.filter((one) => one.includes('webhook.refused'))
    expect(lines.map((one) => (JSON.parse(one) as { reason: string }).reason)).toEqual(['too_large'])
    expect(lines[0]).not.toContain('xxx')
  })
})
