import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Currency } from '../../../../domain/shared/money.ts'
import { type Sandbox, startSandbox } from '../../../../sandbox/sandbox.ts'
import {
  eventually,
  postJson,
  type Receiver,
  startReceiver,
  testOptions,
} from '../../../../sandbox/testing.ts'
import { type BankRail, RailUnavailableError, type RefundRequest } from '../../rail.ts'
import { createTrueLayerRail } from '../rail.ts'
import { readWebhook } from '../webhooks/verify.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })
const GBP = 'GBP' as Currency

let receiver: Receiver
let sandbox: Sandbox
let rail: BankRail
beforeAll(async () => {
  receiver = await startReceiver()
  const options = testOptions()
  sandbox = await startSandbox({
    ...options,
    bank: {
      ...options.bank,
      publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      webhookUrl: `${receiver.url}/webhooks/truelayer`,
      executeDelayMs: 1,
      settleDelayMs: 1,
    },
  })
  const { clientId, clientSecret, keyId } = options.bank
  rail = createTrueLayerRail({
    apiUrl: sandbox.bankUrl,
    authUrl: sandbox.bankUrl,
    clientId,
    clientSecret,
    keyId,
    signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    merchantAccounts: { GBP: 'account-gbp' },
    accountHolderName: 'Duewell',
    returnUrl: 'http://127.0.0.1:9/pay/return',
    webhookJku: [`${sandbox.bankUrl}/.well-known/jwks`],
    timeoutMs: 60_000,
  })
})
afterAll(async () => {
  await sandbox.close()
  await receiver.close()
})

const control = (path: string, body: object = {}) => postJson(`${sandbox.bankUrl}/sandbox/${path}`, body)

async function settled(account = 'current'): Promise<string> {
  const attemptId = randomUUID()
  const body = rail.preparePayment({
    attemptId,
    invoiceId: 'inv_1',
    bankId: 'sandbox-harbour',
    amount: 9_000,
    currency: GBP,
    payout: { type: 'merchant_account' },
    remittanceReference: 'INV-0001',
    payer: { name: 'Ada Lovelace', email: 'ada@example.com' },
  })
  const created = await rail.createPayment(attemptId, body)
  if (created.outcome !== 'created') throw new Error(created.reason)
  await control(`payments/${created.providerPaymentId}/authorise`, { account })
  await control(`payments/${created.providerPaymentId}/settle`)
  return created.providerPaymentId
}

function refundRequestOf(amount: number): RefundRequest {
  return {
    refundId: randomUUID(),
    attemptId: 'att_1',
    invoiceId: 'inv_1',
    amount,
    currency: GBP,
    remittanceReference: 'REF-0001',
  }
}

async function refund(paymentId: string, request: RefundRequest): Promise<string> {
  const created = await rail.createRefund(request.refundId, paymentId, rail.prepareRefund(request))
  if (created.outcome !== 'created') throw new Error(created.reason)
  return created.providerRefundId
}

async function webhookOf(providerRefundId: string, type: string) {
  const sent = await eventually(() =>
    receiver.received.find(({ body }) => body.includes(providerRefundId) && body.includes(type)),
  )
  const headers = Object.fromEntries(
    Object.entries(sent.headers).map(([name, value]) => [name, String(value)]),
  )
  return rail.verifyWebhook({ path: sent.path, headers, body: sent.body })
}

describe('a refund over the rail', () => {
  it('requests a refund by amount and our ids', () => {
    const request = refundRequestOf(2_500)
    expect(JSON.parse(rail.prepareRefund(request))).toEqual({
      amount_in_minor: 2_500,
      reference: 'REF-0001',
      metadata: { refund_id: request.refundId, attempt_id: 'att_1', invoice_id: 'inv_1' },
    })
  })

  it('reads an executed refund, and verifies its webhook', async () => {
    const paymentId = await settled()
    const request = refundRequestOf(2_500)
    const id = await refund(paymentId, request)
    await eventually(async () => (await rail.readRefund(paymentId, id)).status === 'executed')
    const webhook = await webhookOf(id, 'refund_executed')
    expect(webhook).toEqual({
      eventId: expect.any(String),
      type: 'refund_executed',
      refundReport: {
        providerPaymentId: paymentId,
        providerRefundId: id,
        refundId: request.refundId,
        status: 'executed',
      },
    })
  })

  it('reads a refund as pending until it fails, then with the reason', async () => {
    const paymentId = await settled('slow')
    const id = await refund(paymentId, refundRequestOf(2_500))
    expect(await rail.readRefund(paymentId, id)).toEqual({ status: 'pending' })
    await control(`refunds/${id}/fail`, { reason: 'blocked' })
    const report = { status: 'failed', reason: 'blocked' }
    expect(await rail.readRefund(paymentId, id)).toEqual(report)
    expect((await webhookOf(id, 'refund_failed')).refundReport).toMatchObject(report)
  })

  it('refuses a refund above the rest of the payment', async () => {
    const paymentId = await settled('slow')
    const request = refundRequestOf(9_001)
    const refused = { outcome: 'refused', reason: 'invalid_parameters' }
    expect(await rail.createRefund(request.refundId, paymentId, rail.prepareRefund(request))).toEqual(refused)
    await refund(paymentId, refundRequestOf(9_000))
    const late = refundRequestOf(1)
    expect(await rail.createRefund(late.refundId, paymentId, rail.prepareRefund(late))).toEqual({
      outcome: 'refused',
      reason: 'invalid_state',
    })
  })

  it('creates one refund when its answer was lost and the request is repeated', async () => {
    const paymentId = await settled('slow')
    const request = refundRequestOf(9_000)
    await control('fail-next', { operation: 'create_refund', mode: 'lost_after_accept' })
    await expect(refund(paymentId, request)).rejects.toThrow(RailUnavailableError)
    const id = await refund(paymentId, request)
    expect(await refund(paymentId, request)).toBe(id)
  })

  it('throws RailUnavailableError while the rail is unavailable, and for an unknown id', async () => {
    const paymentId = await settled('slow')
    const id = await refund(paymentId, refundRequestOf(1))
    await control('fail-next', { operation: 'get_refund', status: 503 })
    await expect(rail.readRefund(paymentId, id)).rejects.toThrow(RailUnavailableError)
    await expect(rail.readRefund(paymentId, randomUUID())).rejects.toThrow(RailUnavailableError)
  })
})

describe('the webhook of a refund', () => {
  const event = { event_id: 'evt_1', payment_id: 'pay_1', refund_id: 'rfd_1' }

  it('reads the webhook of a refund without our id and without a reason', () => {
    expect(readWebhook(JSON.stringify({ ...event, type: 'refund_failed' })).refundReport).toEqual({
      providerPaymentId: 'pay_1',
      providerRefundId: 'rfd_1',
      status: 'failed',
      reason: 'unknown',
    })
  })

  it.each([
    ['an unknown type', { ...event, type: 'refund_authorized' }],
    ['no refund id', { ...event, type: 'refund_executed', refund_id: undefined }],
  ])('reads no refund from a webhook with %s', (_, body) => {
    expect(readWebhook(JSON.stringify(body))).toEqual({ eventId: 'evt_1', type: body.type })
  })
})
