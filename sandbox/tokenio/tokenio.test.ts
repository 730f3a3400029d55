import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createAuthorization } from '../../integrations/bank/tokenio/http/credentials.ts'
import { eventually } from '../testing.ts'
import { initiation, intoSettlement, type Shown, startTestTokenIo, type TestTokenIo } from './testing.ts'

let bank: TestTokenIo
beforeAll(async () => {
  bank = await startTestTokenIo()
})
beforeEach(() => bank.control('reset'))
afterAll(() => bank.close())

describe('access', () => {
  it.each([
    ['no credentials', {}],
    ['another API key', { authorization: 'Basic other' }],
    ['an invalid token', { authorization: 'Bearer a.b.c' }],
  ])('refuses a request with %s', async (_, headers) => {
    expect((await fetch(`${bank.url}/v2/banks`, { headers })).status).toBe(401)
  })

  it('lists the payments of a member behind newer payments of another', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const member = {
      memberId: 'm:2',
      signingKey: { keyId: 'k', publicKeyPem },
      webhookUrl: bank.receiver.url,
    }
    const shared = await startTestTokenIo({ otherMembers: [member] })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const authorize = createAuthorization({ memberId: 'm:2', keyId: 'k', privateKey: pem })
    const own = await shared.pay()
    const body = JSON.stringify(initiation({ refId: 'other' }))
    const target = new URL('/v2/payments', shared.url)
    const request = { method: 'POST', host: target.host, path: target.pathname, body }
    const authorization = await authorize(request)
    expect((await fetch(target, { method: 'POST', headers: { authorization }, body })).status).toBe(200)
    const listed = (await shared.call('GET', '/v2/payments?limit=1')).body['payments'] as Shown[]
    expect(listed.map(({ id }) => id)).toEqual([own.id])
    await shared.close()
  })

  const pairs: [string, { publicKey: KeyObject; privateKey: KeyObject }][] = [
    ['Ed25519', generateKeyPairSync('ed25519')],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ]
  it.each(pairs)('accepts a request signed with %s', async (_, { publicKey, privateKey }) => {
    const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const other = await startTestTokenIo({ signingKey: { keyId: 'k', publicKeyPem } })
    const target = new URL('/v2/payments', other.url)
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const authorize = createAuthorization({ memberId: 'm:1', keyId: 'k', privateKey: pem })
    const body = JSON.stringify(initiation())
    const request = { method: 'POST', host: target.host, path: target.pathname, body }
    const post = async (authorization: string) =>
      (await fetch(target, { method: 'POST', headers: { authorization }, body })).status
    expect(await post(await authorize(request))).toBe(200)
    expect(await post(await authorize({ ...request, body: '{}' }))).toBe(401)
    expect(await post(await authorize({ ...request, path: '/v2/banks' }))).toBe(401)
    await other.close()
  })
})

describe('a payment', () => {
  it.each([
    ['initiation.refId', { refId: 'x'.repeat(19) }],
    ['initiation.amount.value', { amount: { value: '10,00', currency: 'DKK' } }],
    ['initiation.amount.currency', { amount: { value: '10.00', currency: 'EUR' } }],
    ['initiation.bankId', { bankId: 'none' }],
    ['initiation.localInstrument', { localInstrument: 'FASTER_PAYMENTS' }],
    ['initiation.creditor', { creditor: { name: 'Larkspur', iban: 'none' } }],
    ['initiation.creditor', { creditor: { virtualAccountId: 'pa:other' } }],
    ['initiation.callbackUrl', { callbackUrl: 'nowhere' }],
    ['initiation.flowType', { flowType: undefined }],
  ])('refuses a payment with a wrong %s', async (path, changes) => {
    expect(await bank.call('POST', '/v2/payments', initiation(changes))).toMatchObject({
      status: 400,
      body: { error: { errorCode: expect.stringMatching(/^Field\./), paths: [path] } },
    })
  })

  it('finds payments by their refId, and accepts the same refId twice', async () => {
    const ids = [(await bank.pay()).id, (await bank.pay()).id, (await bank.pay({ refId: 'other' })).id]
    const { body } = await bank.call('GET', '/v2/payments?limit=10&refIds=ref-1')
    const found = (body['payments'] as Shown[]).map(({ id }) => id)
    expect(found.toSorted()).toEqual(ids.slice(0, 2).toSorted())
    expect((await bank.call('GET', '/v2/payments?refIds=ref-1')).status).toBe(400)
  })

  it.each([
    [{ decision: 'authorise' }, 'INITIATION_COMPLETED', 'ACCC'],
    [{ decision: 'authorise', account: 'empty' }, 'INITIATION_REJECTED_INSUFFICIENT_FUNDS', 'RJCT'],
    [{ decision: 'authorise', account: 'slow' }, 'INITIATION_PROCESSING', 'PDNG'],
    [{ decision: 'reject' }, 'INITIATION_DECLINED', undefined],
    [{ decision: 'leave' }, 'INITIATION_PENDING_REDIRECT_HP', undefined],
  ])('gives a payment whose payer chooses %o the status %s', async (fields, status, atBank) => {
    const payment = await bank.pay()
    const back = new URL((await bank.decide(payment, fields)) ?? '')
    expect(Object.fromEntries(back.searchParams)).toEqual({
      from: 'bank',
      'payment-id': payment.id,
      'member-id': 'm:1',
      state: 'state-1',
    })
    await bank.ended(payment.id, status, atBank)
  })

  it('settles a payment into a settlement account', async () => {
    const payment = await bank.pay(intoSettlement())
    await bank.decide(payment, { decision: 'authorise' })
    await eventually(async () => (await bank.read(payment.id)).status === 'SETTLEMENT_COMPLETED')
  })

  it.each(['sandbox-fjordkassen', 'sandbox-lyngsparekasse'])(
    'fails a payment at %s, which is closed',
    async (bankId) => {
      expect(await bank.pay({ bankId })).toMatchObject({
        status: 'INITIATION_FAILED',
        errorInfo: { httpErrorCode: 503 },
      })
    },
  )

  it('cancels a payment while it waits for its payer', async () => {
    const { id } = await bank.pay()
    expect((await bank.call('DELETE', `/v2/payments/${id}`)).body).toMatchObject({
      payment: { status: 'CANCELED' },
    })
    expect((await bank.call('DELETE', `/v2/payments/${id}`)).status).toBe(400)
  })

  it('sets any status that a test requests', async () => {
    const { id } = await bank.pay()
    await bank.control(`payments/${id}/status`, { status: 'A_NEW_WORD', bank_status: 'XXXX' })
    expect(await bank.read(id)).toMatchObject({ status: 'A_NEW_WORD', bankPaymentStatus: 'XXXX' })
  })

  it('shows the page to a payer with the secret address', async () => {
    const { authentication } = await bank.pay()
    const page = authentication?.redirectUrl ?? ''
    expect(await (await fetch(page)).text()).toContain('10.00 DKK')
    expect((await fetch(page.replace(/key=.*/, 'key=guess'))).status).toBe(404)
  })
})

describe('a refund', () => {
  it('refunds at most the paid amount, and only settled payments', async () => {
    const payment = await bank.pay(intoSettlement())
    expect((await bank.refund(payment.id, '1.00')).status).toBe(400)
    await bank.decide(payment, { decision: 'authorise' })
    await eventually(async () => (await bank.read(payment.id)).status === 'SETTLEMENT_COMPLETED')
    expect((await bank.refund(payment.id, '7.50')).status).toBe(200)
    expect((await bank.refund(payment.id, '2.51')).status).toBe(400)
    expect((await bank.refund(payment.id, '2.5')).status).toBe(200)
  })

  it('holds a refund of a payment from the slow account', async () => {
    const { id } = await bank.pay(intoSettlement())
    await bank.control(`payments/${id}/authorise`, { account: 'slow' })
    await bank.control(`payments/${id}/settle`)
    const { refund: created } = (await bank.refund(id, '1.00')).body as { refund: Shown }
    expect(created.status).toBe('INITIATION_PROCESSING')
    await bank.control(`refunds/${created.id}/reject`)
    expect((await bank.call('GET', `/refunds/${created.id}`)).body).toMatchObject({
      refund: { status: 'INITIATION_REJECTED' },
    })
    expect((await bank.control(`refunds/${created.id}/complete`)).status).toBe(409)
  })
})

describe('webhooks', () => {
  const webhooksAbout = (id: string) => bank.receiver.received.filter(({ body }) => body.includes(id))

  it('signs the raw body with the published key', async () => {
    const { id } = await bank.pay()
    const sent = await eventually(() => webhooksAbout(id)[0])
    const x = bank.webhookKey
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    const signature = Buffer.from(String(sent.headers['token-signature']), 'base64url')
    expect(verify(null, Buffer.from(sent.body), key, signature)).toBe(true)
    expect(sent.headers['token-event']).toBe('PAYMENT_STATUS_CHANGED')
  })

  it('repeats the same bytes until the receiver accepts them', async () => {
    bank.receiver.answers.push(500, 503)
    const { id } = await bank.pay()
    await eventually(() => webhooksAbout(id).length === 3)
    expect(new Set(webhooksAbout(id).map(({ body }) => body)).size).toBe(1)
  })

  it('holds, drops and repeats webhooks', async () => {
    await bank.control('webhooks/hold', { drop: true })
    const lost = await bank.pay()
    await bank.control('webhooks/hold')
    const before = await bank.webhooks()
    const held = await bank.pay()
    await eventually(async () => (await bank.webhooks()).length > before.length)
    expect(webhooksAbout(held.id)).toEqual([])
    await bank.control('webhooks/release')
    await eventually(() => webhooksAbout(held.id).length === 1)
    const [last] = await bank.webhooks()
    await bank.control(`webhooks/${last?.event_id}/replay`)
    await eventually(() => webhooksAbout(held.id).length === 2)
    expect(webhooksAbout(lost.id)).toEqual([])
  })
})

describe('a planned failure', () => {
  it('fails the planned number of requests', async () => {
    await bank.control('fail-next', { operation: 'create_payment', status: 429 })
    expect((await bank.call('POST', '/v2/payments', initiation())).status).toBe(429)
    expect((await bank.call('POST', '/v2/payments', initiation())).status).toBe(200)
  })
})
