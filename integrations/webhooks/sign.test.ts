import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { newSecret, signedHeaders } from './sign.ts'

const AT = new Date('2026-11-30T09:00:00.900Z')
const BODY = '{"type":"invoice.paid"}'

it('makes secrets with a prefix and 24 to 64 bytes of base64', () => {
  const [one, other] = [newSecret(), newSecret()]
  expect(one).not.toBe(other)
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/)
  const { length } = Buffer.from(one.slice('whsec_'.length), 'base64')
  expect([length >= 24, length <= 64]).toEqual([true, true])
})

it('signs id, timestamp in seconds and body with HMAC-SHA256', () => {
  const secret = newSecret()
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const seconds = Math.floor(AT.getTime() / 1_000)
  const mac = createHmac('sha256', key).update(`evt_1.${seconds}.${BODY}`).digest('base64')
  expect(signedHeaders('evt_1', AT, BODY, [secret])).toEqual({
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${mac}`,
  })
})

it('signs with each secret of a rotation, separated by a space', () => {
  const secrets = [newSecret(), newSecret()]
  const headers = signedHeaders('evt_1', new Date(), BODY, secrets)
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2)
  for (const secret of secrets) expect(new Webhook(secret).verify(BODY, headers)).toEqual(JSON.parse(BODY))
  expect(() => new Webhook(newSecret()).verify(BODY, headers)).toThrow('No matching signature')
  expect(() => new Webhook(secrets[0] ?? '').verify(`${BODY} `, headers)).toThrow('No matching signature')
})
