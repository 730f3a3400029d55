import { createSecretKey } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { IdempotencyKeyRow, WebhookEndpointRow } from '../../../db/entities/index.ts'
import { sealSecretsAgain } from '../../../db/webhooks/seal-again.ts'
import { call } from '../../clients/client.ts'
import {
  createEndpoint,
  type EndpointJson,
  listDeliveries,
  readEndpoint,
  sendTest,
} from '../../clients/webhook-client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { startReceiver } from '../../support/webhook-receiver.ts'

const world = useWorld()
const ADDRESS = 'https://hooks.customer.example/duewell'

describe('webhook endpoints', () => {
  it('creates an endpoint, and shows the secret only once', async () => {
    const created = await createEndpoint(world, ADDRESS, {
      events: ['invoice.paid'],
      description: 'Accounts',
    })
    expect(created).toMatchObject({
      object: 'webhook_endpoint',
      url: ADDRESS,
      status: 'enabled',
      mode: 'test',
    })
    expect(created.secret).toMatch(/^whsec_/)
    const { secret: _, ...shown } = created
    expect(await readEndpoint(world, created.id)).toEqual(shown)
    const stored = await world.em.fork().findOneOrFail(WebhookEndpointRow, { id: created.id })
    expect(JSON.stringify(stored)).not.toContain(created.secret.slice('whsec_'.length))
  })

  it('repeats a creation without a second endpoint, and stores no secret', async () => {
    const send = () =>
      call<EndpointJson>(
        world,
        'POST',
        '/v1/webhook_endpoints',
        { url: ADDRESS },
        { 'idempotency-key': 'once' },
      )
    const [first, again] = [await send(), await send()]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(first.headers.get('location')).toBe(`/v1/webhook_endpoints/${first.json.id}`)
    expect([again.json.id, again.json.secret]).toEqual([first.json.id, null])
  })

  it('shows the secret of a rotation when the process stopped before the first answer', async () => {
    const { id } = await createEndpoint(world, ADDRESS)
    const key = { 'idempotency-key': 'interrupted' }
    const path = `/v1/webhook_endpoints/${id}/rotate_secret`
    const first = await call<EndpointJson>(world, 'POST', path, undefined, key)
    const abandoned = { responseStatus: null, responseBody: null, lockedUntil: new Date(0) }
    await world.em.fork().nativeUpdate(IdempotencyKeyRow, { key: 'interrupted' }, abandoned)
    const again = await call<EndpointJson>(world, 'POST', path, undefined, key)
    expect(first.json.secret).toMatch(/^whsec_/)
    expect([again.json.id, again.json.secret]).toEqual([first.json.id, first.json.secret])
  })

  it.each<[string, object, string]>([
    ['no URL', {}, '/url'],
    ['another scheme', { url: 'ftp://hooks.example/' }, '/url'],
    ['a relative URL', { url: '/hooks' }, '/url'],
    ['a password', { url: 'https://user:secret@hooks.example/' }, '/url'],
    ['a fragment', { url: 'https://hooks.example/#part' }, '/url'],
    ['an unknown event', { url: ADDRESS, events: ['invoice.eaten'] }, '/events/0'],
    ['an internal event', { url: ADDRESS, events: ['recurring_invoice.planned'] }, '/events/0'],
    ['an empty filter', { url: ADDRESS, events: [] }, '/events'],
    ['an unknown field', { url: ADDRESS, colour: 'red' }, '/colour'],
  ])('refuses %s', async (_, body, pointer) => {
    const { status, json } = await call<{ errors: { pointer: string }[] }>(
      world,
      'POST',
      '/v1/webhook_endpoints',
      body,
    )
    expect([status, json.errors.map((error) => error.pointer)]).toEqual([422, [pointer]])
  })

  it('refuses more endpoints than the limit, also of requests at once', async () => {
    const merchant = await withNewMerchant(world)
    const requests = Array.from({ length: 25 }, () =>
      call(merchant, 'POST', '/v1/webhook_endpoints', { url: ADDRESS }),
    )
    const statuses = (await Promise.all(requests)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(20)
    expect(statuses.filter((status) => status === 409)).toHaveLength(5)
  })

  it('lists endpoints page by page, newest first', async () => {
    const merchant = await withNewMerchant(world)
    const ids: string[] = []
    for (const number of [1, 2, 3]) ids.unshift((await createEndpoint(merchant, `${ADDRESS}/${number}`)).id)
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `/v1/webhook_endpoints?limit=2${cursor && `&cursor=${cursor}`}`
      const { json } = await call<{ data: EndpointJson[]; next_cursor: string | null }>(merchant, 'GET', path)
      seen.push(...json.data.map(({ id }) => id))
      cursor = json.next_cursor
    }
    expect(seen).toEqual(ids)
  })

  it('changes an endpoint, disables it, and deletes it', async () => {
    const { id } = await createEndpoint(world, ADDRESS, { events: ['invoice.paid'] })
    const patch = (body: object) => call<EndpointJson>(world, 'PATCH', `/v1/webhook_endpoints/${id}`, body)
    expect((await patch({ events: null, description: 'All' })).json).toMatchObject({
      events: null,
      url: ADDRESS,
    })
    expect((await patch({ status: 'disabled' })).json).toMatchObject({
      status: 'disabled',
      disabled_reason: 'merchant',
    })
    expect((await call(world, 'POST', `/v1/webhook_endpoints/${id}/test`)).json['code']).toBe(
      'webhook_endpoint_disabled',
    )
    expect((await patch({ status: 'enabled' })).json).toMatchObject({
      status: 'enabled',
      disabled_reason: null,
    })
    expect((await call(world, 'DELETE', `/v1/webhook_endpoints/${id}`)).status).toBe(204)
    expect((await patch({ status: 'enabled' })).status).toBe(404)
    expect((await call(world, 'GET', `/v1/webhook_endpoints/${id}`)).status).toBe(404)
  })

  it('signs with both secrets during a rotation, and with the new one after it', async () => {
    const receiver = await startReceiver()
    const { id, secret } = await createEndpoint(world, receiver.url)
    const rotate = (body?: object) =>
      call<EndpointJson>(world, 'POST', `/v1/webhook_endpoints/${id}/rotate_secret`, body)
    const { json: rotated } = await rotate()
    expect(rotated.secret).not.toBe(secret)
    expect(Date.parse(rotated.earlier_secret_expires_at ?? '')).toBeGreaterThan(Date.now())
    await sendTest(world, id)
    const during = await receiver.until('webhook_endpoint.test')
    for (const valid of [secret, rotated.secret]) new Webhook(valid).verify(during.text, during.headers)

    const { json: latest } = await rotate({ overlap: 'PT0S' })
    expect(latest.earlier_secret_expires_at).toBeNull()
    await sendTest(world, id)
    const after = await receiver.until('webhook_endpoint.test', 2)
    new Webhook(latest.secret).verify(after.text, after.headers)
    for (const ended of [secret, rotated.secret]) {
      expect(() => new Webhook(ended).verify(after.text, after.headers)).toThrow('No matching signature')
    }
  })

  it('rotates once when the request is repeated, and refuses a sixth secret', async () => {
    const { id } = await createEndpoint(world, ADDRESS)
    const rotate = (key: string, body = {}) =>
      call<EndpointJson>(world, 'POST', `/v1/webhook_endpoints/${id}/rotate_secret`, body, {
        'idempotency-key': key,
      })
    const first = await rotate('rotation-1')
    expect((await rotate('rotation-1')).json).toEqual({ ...first.json, secret: null })
    for (const number of [2, 3, 4]) expect((await rotate(`rotation-${number}`)).status).toBe(200)
    expect((await rotate('rotation-5')).json).toMatchObject({ code: 'too_many_webhook_secrets' })
    expect((await rotate('rotation-6', { overlap: 'P8D' })).json).toMatchObject({ code: 'invalid_duration' })
    const stored = await world.em.fork().findOneOrFail(WebhookEndpointRow, { id })
    expect(stored.secrets).toHaveLength(5)
  })

  it('seals the secrets with the newest key, so that the older key can be removed', async () => {
    const receiver = await startReceiver()
    const { id, secret } = await createEndpoint(world, receiver.url)
    const [older] = world.linkKeys
    const newer = { kid: 'k2', secret: createSecretKey(new Uint8Array(32).fill(7)) }
    if (!older) throw new RangeError('no key')
    await sealSecretsAgain(world.em, [newer, older])
    const sealed = await world.em.fork().findOneOrFail(WebhookEndpointRow, { id })
    expect(sealed.secrets.map(({ kid }) => kid)).toEqual(['k2'])
    await sealSecretsAgain(world.em, [older, newer])
    await sendTest(world, id)
    const { text, headers } = await receiver.until('webhook_endpoint.test')
    new Webhook(secret).verify(text, headers)
  })

  it('seals the other secrets again when one has an unknown key, and reports it', async () => {
    const lost = await createEndpoint(world, ADDRESS)
    const { id } = await createEndpoint(world, ADDRESS)
    const [older] = world.linkKeys
    if (!older) throw new RangeError('no key')
    const changeKid = `update webhook_endpoint set secrets = jsonb_set(secrets, '{0,kid}', '"unknown"') where id = ?`
    await world.em.fork().execute(changeKid, [lost.id])
    const newer = { kid: 'k3', secret: createSecretKey(new Uint8Array(32).fill(8)) }
    await expect(sealSecretsAgain(world.em, [newer, older])).rejects.toThrow(RangeError)
    const sealed = await world.em.fork().findOneOrFail(WebhookEndpointRow, { id })
    expect(sealed.secrets.map(({ kid }) => kid)).toEqual(['k3'])
    await expect(sealSecretsAgain(world.em, [older, newer])).rejects.toThrow(RangeError)
    await world.em.fork().nativeDelete(WebhookEndpointRow, { id: lost.id })
  })

  it('hides endpoints and deliveries from another merchant', async () => {
    const receiver = await startReceiver()
    const { id } = await createEndpoint(world, receiver.url)
    const delivery = await sendTest(world, id)
    const stranger = await withNewMerchant(world)
    const calls = [
      ['GET', `/v1/webhook_endpoints/${id}`],
      ['PATCH', `/v1/webhook_endpoints/${id}`, {}],
      ['DELETE', `/v1/webhook_endpoints/${id}`],
      ['POST', `/v1/webhook_endpoints/${id}/rotate_secret`],
      ['POST', `/v1/webhook_endpoints/${id}/test`],
      ['POST', `/v1/webhook_endpoints/${id}/redeliver`, { since: new Date(0).toISOString() }],
      ['GET', `/v1/webhook_deliveries/${delivery.id}`],
      ['POST', `/v1/webhook_deliveries/${delivery.id}/redeliver`],
    ] as const
    for (const [method, path, body] of calls) {
      expect([path, (await call(stranger, method, path, body)).status]).toEqual([path, 404])
    }
    expect(await listDeliveries(stranger, `endpoint=${id}`)).toEqual([])
    expect((await call({ ...world, apiKey: 'none' }, 'GET', '/v1/webhook_endpoints')).status).toBe(401)
    expect((await call({ ...world, apiKey: 'none' }, 'GET', '/v1/webhook_deliveries')).status).toBe(401)
  })
})
