import twilio from 'twilio'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../sandbox.ts'
import {
  accountSid,
  authToken,
  eventually,
  postJson,
  startReceiver,
  testOptions,
  type Receiver,
} from '../testing.ts'
import { countSegments } from './segments.ts'

const from = '+15005550006'
const to = '+447700900123'
let sandbox: Sandbox
let receiver: Receiver

beforeAll(async () => {
  receiver = await startReceiver()
  sandbox = await startSandbox(testOptions())
})
afterEach(async () => {
  await fetch(`${sandbox.twilioUrl}/sandbox/reset`, { method: 'POST' })
  receiver.received.length = 0
})
afterAll(async () => {
  await sandbox.close()
  await receiver.close()
})

describe('texts', () => {
  it('delivers a text and calls back with a valid signature', async () => {
    const statusCallback = `${receiver.url}/webhooks/twilio?invoice=inv_1&x='y'`
    const created = await clientFor().messages.create({ to, from, body: 'Your invoice', statusCallback })
    expect(created).toMatchObject({ status: 'queued', numSegments: '1', direction: 'outbound-api', to, from })
    const callbacks = await eventually(() => receiver.received.length >= 3 && receiver.received)
    const statuses = callbacks.map(({ body }) => new URLSearchParams(body).get('MessageStatus'))
    expect(new Set(statuses)).toEqual(new Set(['delivered', 'queued', 'sent']))
    for (const { headers, body } of callbacks) {
      const parameters = Object.fromEntries(new URLSearchParams(body))
      const signature = String(headers['x-twilio-signature'])
      expect(parameters['MessageSid']).toBe(created.sid)
      expect(twilio.validateRequest(authToken, signature, statusCallback, parameters)).toBe(true)
      expect(twilio.validateRequest('other', signature, statusCallback, parameters)).toBe(false)
    }
    const fetched = await clientFor().messages(created.sid).fetch()
    expect(fetched.status).toBe('delivered')
    expect(fetched.dateSent).toBeInstanceOf(Date)
  })

  it('leaves a text to a number ending in 0000 undelivered', async () => {
    const { sid } = await clientFor().messages.create({ to: '+447700900000', from, body: 'Hi' })
    const text = await eventually(async () => {
      const known = await clientFor().messages(sid).fetch()
      return known.status === 'undelivered' && known
    })
    expect(text.errorCode).toBe(30003)
  })

  it('lists texts by recipient and date, page by page', async () => {
    const bodies = ['one', 'two', 'three']
    for (const body of bodies) await clientFor().messages.create({ to, from, body })
    await clientFor().messages.create({ to: '+447700900999', from, body: 'other' })
    const dateSentAfter = new Date(Date.now() - 60_000)
    const listed = await clientFor().messages.list({ to, dateSentAfter, pageSize: 2 })
    expect(listed.map(({ body }) => body)).toEqual(bodies.toReversed())
    expect(await clientFor().messages.list({ to, dateSentAfter: new Date(Date.now() + 60_000) })).toEqual([])
  })

  it('counts segments in both alphabets', () => {
    expect([countSegments('a'.repeat(160)), countSegments('a'.repeat(161))]).toEqual([1, 2])
    expect([countSegments('€'.repeat(80)), countSegments('€'.repeat(81))]).toEqual([1, 2])
    expect([countSegments('ж'.repeat(70)), countSegments('ж'.repeat(71))]).toEqual([1, 2])
  })
})

describe('refusals', () => {
  it.each([
    ['no recipient', { to: '' }, 21604],
    ['a bad recipient', { to: '07700900123' }, 21211],
    ['no sender', { from: '' }, 21603],
    ['no body', { body: '' }, 21602],
    ['a long body', { body: 'x'.repeat(1601) }, 21617],
    ['a country not enabled', { to: '+15005550003' }, 21408],
    ['a landline', { to: '+15005550009' }, 21614],
    ['a recipient who opted out', { to: '+15005550004' }, 21610],
    ['a sender that is not a number', { from: '+15005550001' }, 21212],
  ])('refuses %s', async (_, change, code) => {
    const refused = clientFor().messages.create({ to, from, body: 'Hi', ...change })
    await expect(refused).rejects.toMatchObject({ code, status: 400 })
  })

  it('refuses wrong credentials', async () => {
    const refused = clientFor('wrong').messages.create({ to, from, body: 'Hi' })
    await expect(refused).rejects.toMatchObject({ code: 20003, status: 401 })
  })

  it('refuses a text after STOP, and accepts one after START', async () => {
    const reply = (body: string): Promise<Response> =>
      postJson(`${sandbox.twilioUrl}/sandbox/incoming`, { from: to, to: from, body })
    await reply('stop')
    await expect(clientFor().messages.create({ to, from, body: 'Hi' })).rejects.toMatchObject({ code: 21610 })
    await reply('START')
    await expect(clientFor().messages.create({ to, from, body: 'Hi' })).resolves.toMatchObject({
      status: 'queued',
    })
  })

  it('answers 404 for an unknown text', async () => {
    await expect(
      clientFor()
        .messages(`SM${'0'.repeat(32)}`)
        .fetch(),
    ).rejects.toMatchObject({ code: 20404, status: 404 })
  })
})

describe('planned failures', () => {
  it('answers with the planned status', async () => {
    await postJson(`${sandbox.twilioUrl}/sandbox/fail-next`, { operation: 'create', status: 429 })
    await expect(clientFor().messages.create({ to, from, body: 'Hi' })).rejects.toMatchObject({
      status: 429,
      code: 20429,
    })
  })

  it('accepts a text and closes the connection without an answer', async () => {
    await postJson(`${sandbox.twilioUrl}/sandbox/fail-next`, { operation: 'create', mode: 'reset' })
    await expect(clientFor().messages.create({ to, from, body: 'Hi' })).rejects.toMatchObject({
      code: 'ECONNRESET',
    })
    expect(await clientFor().messages.list({ to })).toHaveLength(1)
  })
})

function clientFor(token = authToken): twilio.Twilio {
  const httpClient = new twilio.RequestClient({ timeout: 60_000 })
  const request = httpClient.request.bind(httpClient)
  httpClient.request = (options) =>
    request({
      ...options,
      uri: options.uri.replace('https://api.twilio.com', sandbox.twilioUrl),
    })
  return twilio(accountSid, token, { httpClient })
}
