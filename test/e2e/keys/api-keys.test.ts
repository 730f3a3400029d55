import { describe, expect, it } from 'vitest'
import {
  ApiKeyRefusedError,
  createApiKey,
  findApiKey,
  revokeApiKey,
  rotateApiKey,
} from '../../../db/api-keys.ts'
import { ApiKeyRow, IdempotencyKeyRow } from '../../../db/entities/index.ts'
import { hashApiKey } from '../../../domain/merchant/api-key.ts'
import { call, createInvoice, readEvents } from '../../clients/client.ts'
import { csvOf, review } from '../../clients/import-client.ts'
import { ALL_SCOPES, type ApiKeyJson, createKey, readKey, rotateKey } from '../../clients/key-client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()
const UNKNOWN = 'key_00000000000000000000000000'

function as(key: string) {
  return { ...world, apiKey: key }
}

function revoke(id: string, caller = world) {
  return call(caller, 'DELETE', `/v1/api_keys/${id}`)
}

async function ownId(): Promise<string> {
  return (await findApiKey(world.em.fork(), world.apiKey))?.id ?? ''
}

async function change(id: string, columns: Partial<ApiKeyRow>): Promise<void> {
  await world.em.fork().nativeUpdate(ApiKeyRow, { id }, columns)
}

describe('creating a key', () => {
  it('shows the key once and keeps only its hash', async () => {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
    const created = await createKey(world, { name: 'Accounting', scopes: ['read'], expires_at: expiresAt })
    const { key, ...shown } = created
    expect(key).toMatch(/^dw_test_[0-9A-Za-z]{39}$/)
    expect(shown).toMatchObject({
      object: 'api_key',
      name: 'Accounting',
      mode: 'test',
      scopes: ['read'],
      starts_with: key.slice(0, 12),
      status: 'active',
      created_by: { type: 'api_key', id: await ownId() },
      last_used_at: null,
      expires_at: expiresAt,
      revoked_at: null,
      replaced_by: null,
    })
    expect(await readKey(world, created.id)).toEqual(shown)
    const row = await world.em.fork().findOneOrFail(ApiKeyRow, { id: created.id })
    expect(row.hash).toBe(hashApiKey(key))
    expect(JSON.stringify(row)).not.toContain(key)
  })

  it('answers a repetition with the same id and without the key, which is stored nowhere', async () => {
    const headers = { 'idempotency-key': 'create-once' }
    const body = { name: 'Once', scopes: ['read'] }
    const first = await call<ApiKeyJson>(world, 'POST', '/v1/api_keys', body, headers)
    const again = await call<ApiKeyJson>(world, 'POST', '/v1/api_keys', body, headers)
    expect(first.headers.get('location')).toBe(`/v1/api_keys/${first.json.id}`)
    expect(again).toMatchObject({ status: 201, json: { id: first.json.id, key: null } })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(await call(world, 'GET', '/v1/settings', undefined, bearer(first.json.key))).toMatchObject({
      status: 200,
    })
    const saved = await world.em.fork().find(IdempotencyKeyRow, { key: 'create-once' })
    expect(saved).toHaveLength(1)
    expect(JSON.stringify(saved)).not.toContain(first.json.key)
  })

  it('makes no second key when the process died before the answer was saved', async () => {
    const headers = { 'idempotency-key': 'interrupted' }
    const body = { name: 'Interrupted', scopes: ['read'] }
    const first = await call<ApiKeyJson>(world, 'POST', '/v1/api_keys', body, headers)
    const unanswered = { responseStatus: null, responseBody: null, lockedUntil: new Date(0) }
    await world.em.fork().nativeUpdate(IdempotencyKeyRow, { key: 'interrupted' }, unanswered)
    const again = await call<ApiKeyJson>(world, 'POST', '/v1/api_keys', body, headers)
    expect(again).toMatchObject({ status: 201, json: { id: first.json.id, key: null } })
    expect(await world.em.fork().count(ApiKeyRow, { name: 'Interrupted' })).toBe(1)
  })

  it('makes one key for concurrent requests with one idempotency key', async () => {
    const headers = { 'idempotency-key': 'concurrent' }
    const body = { name: 'Concurrent', scopes: ['read'] }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call<ApiKeyJson>(world, 'POST', '/v1/api_keys', body, headers)),
    )
    expect(answers.filter(({ json }) => json.key)).toHaveLength(1)
    for (const { status } of answers) expect([201, 409]).toContain(status)
    expect(await world.em.fork().count(ApiKeyRow, { name: 'Concurrent' })).toBe(1)
  })

  it('refuses wrong fields', async () => {
    const past = new Date(Date.now() - 1_000).toISOString()
    for (const [changes, pointer, code] of [
      [{ name: ' ' }, '/name', 'required'],
      [{ name: 'x'.repeat(101) }, '/name', 'too_long'],
      [{ scopes: [] }, '/scopes', 'required'],
      [{ scopes: ['admin'] }, '/scopes/0', 'unknown_scope'],
      [{ scopes: 'read' }, '/scopes', 'invalid_type'],
      [{ expires_at: past }, '/expires_at', 'in_the_past'],
      [{ mode: 'live' }, '/mode', 'unknown_field'],
    ] as const) {
      const body = { name: 'Wrong', scopes: ['read'], ...changes }
      expect(await call(world, 'POST', '/v1/api_keys', body)).toMatchObject({
        status: 422,
        json: { errors: [{ pointer, code }] },
      })
    }
    expect(await world.em.fork().count(ApiKeyRow, { name: 'Wrong' })).toBe(0)
  })

  it('refuses scopes that the caller lacks', async () => {
    const writer = as((await createKey(world, { scopes: ['read', 'write'] })).key)
    const body = { name: 'More', scopes: ['read', 'refunds'] }
    expect(await call(writer, 'POST', '/v1/api_keys', body)).toMatchObject({
      status: 403,
      json: { code: 'insufficient_scope', detail: expect.stringContaining('lacks `refunds`') },
    })
    const equal = await createKey(writer, { scopes: ['write', 'read', 'read'] })
    expect(equal.scopes).toEqual(['write', 'read'])
  })

  it('refuses a caller that was revoked after the request had begun', async () => {
    const { id } = await createKey(world)
    await revoke(id)
    const tenant = { merchantId: world.merchantId, mode: 'test' } as const
    const wanted = { name: 'Late', scopes: ['read'] as const }
    const late = createApiKey(world.em.fork(), tenant, wanted, { type: 'api_key', id })
    await expect(late).rejects.toThrow(ApiKeyRefusedError)
    expect(await world.em.fork().count(ApiKeyRow, { name: 'Late' })).toBe(0)
  })
})

describe('listing keys', () => {
  it('pages through the keys of the merchant and mode, newest first, without secrets', async () => {
    const shop = await withNewMerchant(world)
    const keys = [await createKey(shop), await createKey(shop), await createKey(shop)]
    const first = await call(shop, 'GET', '/v1/api_keys?limit=3')
    const rest = await call(shop, 'GET', `/v1/api_keys?limit=3&cursor=${String(first.json['next_cursor'])}`)
    const data = [...(first.json['data'] as ApiKeyJson[]), ...(rest.json['data'] as ApiKeyJson[])]
    expect(data.map(({ id }) => id).slice(0, 3)).toEqual(keys.map(({ id }) => id).toReversed())
    expect(data).toHaveLength(4)
    expect(rest.json['next_cursor']).toBeNull()
    expect(data.every(({ mode }) => mode === 'test')).toBe(true)
    expect(data.flatMap(Object.keys).filter((field) => /^(key|hash)$/.test(field))).toEqual([])
  })

  it('hides keys from another merchant and the other mode', async () => {
    const { id } = await createKey(world)
    const stranger = await withNewMerchant(world)
    for (const other of [stranger, as(world.liveApiKey)]) {
      expect(await call(other, 'GET', `/v1/api_keys/${id}`)).toMatchObject({ status: 404 })
      expect(await rotateKey(other, id)).toMatchObject({ status: 404 })
      expect(await revoke(id, other)).toMatchObject({ status: 404 })
    }
    for (const unknown of [UNKNOWN, 'nonsense', '%00'])
      expect(await call(world, 'GET', `/v1/api_keys/${unknown}`)).toMatchObject({ status: 404 })
    expect((await readKey(world, id)).status).toBe('active')
  })
})

describe('revoking a key', () => {
  it('is effective at the next request and records who did it', async () => {
    const { id, key } = await createKey(world)
    expect((await call(as(key), 'GET', '/v1/settings')).status).toBe(200)
    expect((await revoke(id)).status).toBe(204)
    expect(await call(as(key), 'GET', '/v1/settings')).toMatchObject({
      status: 401,
      json: { code: 'unauthorized', detail: `The API key ${id} is revoked.` },
    })
    const revoked = await readKey(world, id)
    expect(revoked).toMatchObject({ status: 'revoked', revoked_by: { type: 'api_key', id: await ownId() } })
    expect((await revoke(id)).status).toBe(204)
    expect(await readKey(world, id)).toEqual(revoked)
  })

  it('lets a key revoke itself', async () => {
    const { id, key } = await createKey(world)
    expect((await revoke(id, as(key))).status).toBe(204)
    expect((await revoke(id, as(key))).status).toBe(401)
  })

  it('ends a stream that the key has opened', async () => {
    const { id: importId } = await review(world, csvOf(1))
    const { id, key } = await createKey(world)
    const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' }
    const stream = await fetch(`${world.publicUrl}/v1/imports/${importId}/progress`, { headers })
    let text = ''
    for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      if (text === '') await revoke(id)
      text += chunk
    }
    expect(text).toContain('event: progress')
    expect(text).toContain('"done":false')
  })
})

describe('rotating a key', () => {
  it('makes a key with the same terms, and the old one expires after the overlap', async () => {
    const old = await createKey(world, { name: 'Web shop', scopes: ['read', 'write'] })
    const { status, json: rotated, headers } = await rotateKey(world, old.id, { overlap: 'PT2H' })
    expect({ status, location: headers.get('location') }).toEqual({
      status: 201,
      location: `/v1/api_keys/${rotated.id}`,
    })
    expect(rotated).toMatchObject({ name: 'Web shop', scopes: ['read', 'write'], expires_at: null })
    const replaced = await readKey(world, old.id)
    expect(replaced).toMatchObject({ status: 'active', replaced_by: rotated.id })
    const overlap = Date.parse(String(replaced.expires_at)) - Date.parse(rotated.created_at)
    expect(Math.abs(overlap - 7_200_000)).toBeLessThan(60_000)
    for (const { key } of [old, rotated])
      expect((await call(as(key), 'GET', '/v1/settings')).status).toBe(200)
    await change(old.id, { expiresAt: new Date() })
    expect(await call(as(old.key), 'GET', '/v1/settings')).toMatchObject({
      status: 401,
      json: { detail: `The API key ${old.id} has expired.` },
    })
    expect((await call(as(rotated.key), 'GET', '/v1/settings')).status).toBe(200)
  })

  it('ends the old key at once when the overlap is zero, also when it rotates itself', async () => {
    const old = await createKey(world)
    const { json: rotated } = await rotateKey(as(old.key), old.id, { overlap: 'PT0S' })
    expect((await call(as(old.key), 'GET', '/v1/settings')).status).toBe(401)
    expect((await readKey(as(rotated.key), old.id)).status).toBe('expired')
  })

  it('keeps an earlier expiry of the old key, and the new key has the same', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const { id } = await createKey(world, { expires_at: expiresAt })
    const { json: rotated } = await rotateKey(world, id)
    expect(rotated.expires_at).toBe(expiresAt)
    expect((await readKey(world, id)).expires_at).toBe(expiresAt)
  })

  it('refuses a key that was rotated, revoked or has expired', async () => {
    const [rotated, revoked, expired] = [
      await createKey(world),
      await createKey(world),
      await createKey(world),
    ]
    await rotateKey(world, rotated.id)
    await revoke(revoked.id)
    await change(expired.id, { expiresAt: new Date() })
    for (const [{ id }, code] of [
      [rotated, 'api_key_rotated'],
      [revoked, 'api_key_revoked'],
      [expired, 'api_key_expired'],
    ] as const) {
      const headers = { 'idempotency-key': code }
      for (let times = 0; times < 2; times++)
        expect(await rotateKey(world, id, {}, headers)).toMatchObject({ status: 409, json: { code } })
    }
  })

  it('refuses a wrong overlap', async () => {
    const { id } = await createKey(world)
    for (const overlap of ['P31D', '-PT1S', 'a day', '', 5, null]) {
      expect(await rotateKey(world, id, { overlap })).toMatchObject({
        status: 422,
        json: { errors: [{ pointer: '/overlap' }] },
      })
    }
    expect((await readKey(world, id)).replaced_by).toBeNull()
  })

  it('refuses a caller that lacks a scope of the key', async () => {
    const strong = await createKey(world)
    const writer = as((await createKey(world, { scopes: ['write'] })).key)
    expect(await rotateKey(writer, strong.id)).toMatchObject({
      status: 403,
      json: { code: 'insufficient_scope' },
    })
    expect((await readKey(world, strong.id)).replaced_by).toBeNull()
  })

  it('makes one new key when it is requested twice at the same time', async () => {
    const { id } = await createKey(world, { name: 'Twice' })
    const answers = await Promise.all(Array.from({ length: 6 }, () => rotateKey(world, id)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5)
    expect(await world.em.fork().count(ApiKeyRow, { name: 'Twice' })).toBe(2)
  })

  it('answers a repetition with the same id and without the key', async () => {
    const { id } = await createKey(world)
    const headers = { 'idempotency-key': 'rotate-once' }
    const first = await rotateKey(world, id, {}, headers)
    const again = await rotateKey(world, id, {}, headers)
    expect(first.json.key).toMatch(/^dw_test_/)
    expect(again).toMatchObject({ status: 201, json: { id: first.json.id, key: null } })
  })

  it('has no deadlock when two keys rotate each other at the same time', async () => {
    const day = 86_400_000
    for (let round = 0; round < 20; round++) {
      const [one, two] = [await createKey(world), await createKey(world)]
      const bothBegun = Promise.withResolvers<void>()
      let begun = 0
      const meet = async () => {
        if ((begun += 1) === 2) bothBegun.resolve()
        await bothBegun.promise
      }
      const rotate = ({ id }: ApiKeyJson, by: ApiKeyJson) => {
        const old = { merchantId: world.merchantId, mode: 'test', id } as const
        return rotateApiKey(world.em.fork(), old, day, { type: 'api_key', id: by.id }, meet)
      }
      const made = await Promise.all([rotate(one, two), rotate(two, one)])
      const replaced = [await readKey(world, one.id), await readKey(world, two.id)]
      expect(replaced.map(({ replaced_by: by }) => by)).toEqual(made.map(({ id }) => id))
    }
  })

  it('makes no key after the revocation of its caller has answered', async () => {
    for (let round = 0; round < 10; round++) {
      const name = `Raced ${round}`
      const caller = await createKey(world)
      const create = call(as(caller.key), 'POST', '/v1/api_keys', { name, scopes: ['read'] })
      expect((await revoke(caller.id)).status).toBe(204)
      const atRevocation = await world.em.fork().count(ApiKeyRow, { name })
      const { status } = await create
      expect([201, 401]).toContain(status)
      expect(await world.em.fork().count(ApiKeyRow, { name })).toBe(atRevocation)
      expect(status).toBe(atRevocation === 1 ? 201 : 401)
    }
  })
})

describe('the last use of a key', () => {
  const lastUse = async (id: string) => (await readKey(world, id)).last_used_at

  it('is written once a minute', async () => {
    const { id, key } = await createKey(world)
    await Promise.all(Array.from({ length: 5 }, () => call(as(key), 'GET', '/v1/settings')))
    const first = await waitFor(async () => (await lastUse(id)) ?? undefined)
    await call(as(key), 'GET', '/v1/settings')
    await Promise.all(world.deps.background)
    expect(await lastUse(id)).toBe(first)
    const before = new Date(Date.now() - 61_000)
    await change(id, { lastUsedAt: before })
    await call(as(key), 'GET', '/v1/settings')
    await waitFor(async () => (await lastUse(id)) !== before.toISOString())
  })

  it('delays no request while its row is locked', async () => {
    const { id, key } = await createKey(world)
    await world.em.fork().transactional(async (tx) => {
      await tx.execute('select id from api_key where id = ? for update', [id])
      expect((await call(as(key), 'GET', '/v1/settings')).status).toBe(200)
      expect(await lastUse(id)).toBeNull()
    })
    await waitFor(async () => (await lastUse(id)) ?? undefined)
  })
})

it('names the key in the events of its requests, and in those of its successor the successor', async () => {
  const { id, key } = await createKey(world)
  const invoice = await createInvoice(as(key))
  const [issued] = await readEvents(world, invoice.id)
  expect(issued?.actor).toEqual({ type: 'api_key', id })
  const { json: rotated } = await rotateKey(world, id)
  await call(as(rotated.key), 'POST', `/v1/invoices/${invoice.id}/pause`, {})
  const events = await readEvents(world, invoice.id)
  expect(events.find(({ type }) => type === 'invoice.hold_placed')?.actor).toEqual({
    type: 'api_key',
    id: rotated.id,
  })
})

it('revokes only once when revocations are concurrent', async () => {
  const { id } = await createKey(world)
  const tenant = { merchantId: world.merchantId, mode: 'test', id } as const
  const revokers = ALL_SCOPES.map((name) => ({ type: 'person', id: name }) as const)
  await Promise.all(revokers.map((by) => revokeApiKey(world.em.fork(), tenant, by)))
  const { revoked_by: first } = await readKey(world, id)
  await revokeApiKey(world.em.fork(), tenant, { type: 'system' })
  expect((await readKey(world, id)).revoked_by).toEqual(first)
})

function bearer(key: string) {
  return { authorization: `Bearer ${key}` }
}
