import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createWebhookReader } from './webhook.ts'

const keys = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')] as const
const published = keys.map(({ publicKey }) => publicKey.export({ format: 'jwk' }).x ?? '')
const accounts = { EUR: 'pa:1' }
const reader = createWebhookReader({ keys: published, accounts, memberId: 'm:1', paidWhen: 'credited' })

const payment = { id: 'pm2:1', memberId: 'm:1', status: 'SETTLEMENT_COMPLETED' }
const event = (changes: object = {}) => ({
  id: 'evt_1',
  createdAtMs: String(Date.now()),
  payment,
  ...changes,
})

function signed(body: object | string, key = keys[0].privateKey) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const signature = sign(null, Buffer.from(text), key).toString('base64url')
  return { path: '/webhooks/tokenio', headers: { 'token-signature': signature }, body: text }
}

describe('a webhook of Token.io', () => {
  it('accepts a webhook signed by a configured key, and refuses any other', async () => {
    await reader.verifyWebhook(signed(event(), keys[0].privateKey))
    await reader.verifyWebhook(signed(event(), keys[1].privateKey))
    const stranger = signed(event(), generateKeyPairSync('ed25519').privateKey)
    await expect(reader.verifyWebhook(stranger)).rejects.toThrow('bad_signature')
  })

  it('accepts a webhook 72 hours after its event, and refuses it after 74', async () => {
    const hoursAgo = (hours: number) => String(Date.now() - hours * 3_600_000)
    await reader.verifyWebhook(signed(event({ createdAtMs: hoursAgo(72) })))
    await expect(reader.verifyWebhook(signed(event({ createdAtMs: hoursAgo(74) })))).rejects.toThrow('stale')
  })

  it('dates a webhook by its payment when it has no time of its own', async () => {
    const at = (updatedDateTime: string) => ({ id: 'evt', payment: { ...payment, updatedDateTime } })
    await reader.verifyWebhook(signed(at(new Date().toISOString())))
    await expect(reader.verifyWebhook(signed(at('2020-01-01T00:00:00Z')))).rejects.toThrow('stale')
    await expect(reader.verifyWebhook(signed({ id: 'evt', payment }))).rejects.toThrow('no_timestamp')
  })

  it.each([
    ['other_member', event({ payment: { ...payment, memberId: 'm:2' } })],
    ['unreadable', 'no JSON'],
    ['unreadable', event({ id: 'evt\u0000' })],
    ['unreadable', event({ payment: { status: 'SETTLEMENT_COMPLETED' } })],
  ])('refuses an invalid webhook as %s', async (reason, body) => {
    await expect(reader.verifyWebhook(signed(body))).rejects.toThrow(reason)
  })

  it('marks the report as provisional when the amount is unreadable', async () => {
    const initiation = { amount: { value: '1e3', currency: 'DKK' } }
    const webhook = await reader.verifyWebhook(signed(event({ payment: { ...payment, initiation } })))
    expect(webhook.paymentReport).toMatchObject({ provisional: true, unreadableAmount: '1e3/DKK' })
  })

  it('reads the refund of a webhook by Token.io’s id alone', async () => {
    const refundStatusChanged = { refundId: 'rf:1', memberId: 'm:1', status: 'INITIATION_COMPLETED' }
    const body = { id: 'evt_2', createdAtMs: Date.now(), refundStatusChanged }
    expect(await reader.verifyWebhook(signed(body))).toEqual({
      eventId: 'evt_2',
      type: 'REFUND_STATUS_CHANGED',
      refundReport: { providerRefundId: 'rf:1', status: 'executed' },
    })
  })

  it('reads neither payment nor refund from a webhook about something else', async () => {
    const body = { id: 'evt_3', createdAtMs: String(Date.now()), eventType: 'BANK_SIP_OUTAGE_STATUS_CHANGED' }
    expect(await reader.verifyWebhook(signed(body))).toEqual({
      eventId: 'evt_3',
      type: 'BANK_SIP_OUTAGE_STATUS_CHANGED',
    })
  })

  it('derives the id of a webhook from its body when it has none', () => {
    const text = JSON.stringify({ payment })
    expect(reader.readWebhook(text).eventId).toMatch(/^[0-9a-f]{64}$/)
    expect(reader.readWebhook(text)).toEqual(reader.readWebhook(text))
  })
})
