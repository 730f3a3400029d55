import { createSecretKey } from 'node:crypto'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { IdempotencyKeyRow, PayoutAccountRow } from '../../../db/entities/index.ts'
import { deleteOldKeys, eraseAnswers, oldKeys } from '../../../db/idempotency.ts'
import { type LinkKey, signLinkToken } from '../../../domain/payment/payment-link.ts'
import type { Currency } from '../../../domain/shared/money.ts'
import { useDatabase } from '../../../test/support/use-database.ts'
import { waitFor } from '../../../test/support/wait.ts'
import type { MerchantEnv } from '../api-key-auth.ts'
import { type Change, type Command, type Creation, withIdempotency } from './idempotency.ts'
import { notFound, Problem, problemResponse } from '../errors/problem.ts'
import { createStoredAnswers } from './stored-answers.ts'

const database = useDatabase()
const linkKey = (kid: string, byte: number): LinkKey => ({
  kid,
  secret: createSecretKey(new Uint8Array(32).fill(byte)),
})
const RING = [linkKey('k1', 1)]

async function post(
  work: Command | Change | Creation,
  { key, body = '{}', target = '/things', ring = RING }: Sent,
): Promise<{ status: number; json: Record<string, unknown>; headers: Headers }> {
  const app = new Hono<MerchantEnv>()
  app.use(async (c, next) => {
    c.set('em', database.orm.em.fork())
    c.set('answers', createStoredAnswers({ linkKeys: ring }))
    c.set('tenant', { merchantId: database.merchantId, mode: 'test' })
    await next()
  })
  app.post('/things', async (c) => withIdempotency(c, await c.req.text(), work))
  app.onError((error, c) => problemResponse(c, error instanceof Problem ? error : new Problem('internal')))
  const headers = key === undefined ? {} : { 'idempotency-key': key }
  const response = await app.request(target, { method: 'POST', body, headers })
  return {
    status: response.status,
    json: JSON.parse((await response.text()) || '{}') as Record<string, unknown>,
    headers: response.headers,
  }
}

interface Sent {
  key?: string
  body?: string
  target?: string
  ring?: readonly LinkKey[]
}

function command(run: Command['run']): Command {
  return { resourceId: 'inv_1', run }
}

function creation(currency: string, respond: Creation['respond']): Creation & { created: () => number } {
  let created = 0
  return {
    created: () => created,
    async create(claim) {
      await database.orm.em.fork().transactional(async (tx) => {
        await claim?.(tx, currency)
        const now = new Date()
        tx.create(PayoutAccountRow, {
          merchantId: database.merchantId,
          mode: 'test',
          currency: currency as Currency,
          account: { type: 'merchant_account' },
          createdAt: now,
          updatedAt: now,
        })
      })
      created += 1
      return currency
    },
    respond,
    locationOf: (id) => `/things/${id}`,
  }
}

const forever = () => new Promise<never>(() => undefined)

async function startAndDie(work: Command | Change | Creation, key: string): Promise<void> {
  void post(work, { key })
  await waitFor(async () => (await keyRow(key)) !== null)
}

async function expireLock(key: string): Promise<void> {
  await database.orm.em
    .fork()
    .nativeUpdate(IdempotencyKeyRow, { key }, { lockedUntil: new Date(Date.now() - 1) })
}

const keyRow = (key: string) => database.orm.em.fork().findOne(IdempotencyKeyRow, { key })

it('runs a command again when the request has no key', async () => {
  const ids: string[] = []
  const work = command(async (id) => {
    ids.push(id)
    return { status: 200, body: { id } }
  })
  await post(work, {})
  await post(work, {})
  expect(new Set(ids).size).toBe(2)
})

it('answers a repeated creation from the saved response, with its location', async () => {
  const work = creation('CHF', async (id) => ({ id }))
  const first = await post(work, { key: 'creation' })
  const again = await post(work, { key: 'creation' })
  expect([first.status, first.json, first.headers.get('location')]).toEqual([
    201,
    { id: 'CHF' },
    '/things/CHF',
  ])
  expect([again.status, again.json, again.headers.get('location')]).toEqual([
    201,
    { id: 'CHF' },
    '/things/CHF',
  ])
  expect(first.headers.get('idempotency-replayed')).toBeNull()
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(work.created()).toBe(1)
})

it('answers 422 when the key comes with another body', async () => {
  const work = command(async () => ({ status: 200, body: {} }))
  await post(work, { key: 'other-body' })
  const other = await post(work, { key: 'other-body', body: '{"a":1}' })
  expect([other.status, other.json['code']]).toEqual([422, 'idempotency_key_reused'])
})

it('answers 409 while the first request is running', async () => {
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const work = command(async () => {
    started.resolve()
    await finish.promise
    return { status: 200, body: {} }
  })
  const first = post(work, { key: 'in-flight' })
  await started.promise
  const second = await post(work, { key: 'in-flight' })
  expect([second.status, second.json['code']]).toEqual([409, 'request_in_progress'])
  finish.resolve()
  expect((await first).status).toBe(200)
})

it('makes one resource when the same creation is sent several times at once', async () => {
  const work = creation('SEK', async (id) => ({ id }))
  const answers = await Promise.all([1, 2, 3, 4].map(() => post(work, { key: 'at-once' })))
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0)
  for (const { status } of answers) expect([201, 409]).toContain(status)
  expect(work.created()).toBe(1)
})

it('continues with the same resource when a creation ended before its response was saved', async () => {
  await startAndDie(creation('NOK', forever), 'died')
  const work = creation('NOK', async (id) => ({ id }))
  expect((await post(work, { key: 'died' })).status).toBe(409)
  await expireLock('died')
  expect(await post(work, { key: 'died' })).toMatchObject({ status: 201, json: { id: 'NOK' } })
  expect(work.created()).toBe(0)
})

it('runs a command again under the same id when the first request ended without a response', async () => {
  const ids: string[] = []
  const dies = command(async (id) => {
    ids.push(id)
    return forever()
  })
  await startAndDie(dies, 'command-died')
  await waitFor(async () => ids.length > 0)
  await expireLock('command-died')
  const work = command(async (id) => {
    ids.push(id)
    return { status: 202, body: {} }
  })
  expect((await post(work, { key: 'command-died' })).status).toBe(202)
  expect(ids[0]).toBe(ids[1])
})

it('leaves no claim when a creation is refused', async () => {
  const refused: Creation = {
    ...creation('DKK', async () => ({})),
    create: async (claim) =>
      database.orm.em.fork().transactional(async (tx) => {
        await claim?.(tx, 'DKK')
        throw new Problem('invalid_fields')
      }),
  }
  expect((await post(refused, { key: 'refused' })).status).toBe(422)
  expect(await keyRow('refused')).toBeNull()
})

it('releases the key when a command is refused', async () => {
  const refused = command(async () => Promise.reject(new Problem('already_paid')))
  expect((await post(refused, { key: 'refused-command' })).status).toBe(409)
  expect(await keyRow('refused-command')).toBeNull()
})

it('keeps the key of a request that took over, when the slow first request is refused later', async () => {
  const started = Promise.withResolvers<void>()
  const refuse = Promise.withResolvers<void>()
  const slow = command(async () => {
    started.resolve()
    await refuse.promise
    throw new Problem('already_paid')
  })
  const first = post(slow, { key: 'taken-over' })
  await started.promise
  await expireLock('taken-over')
  const second = command(async () => {
    refuse.resolve()
    expect((await first).status).toBe(409)
    return { status: 200, body: {} }
  })
  expect((await post(second, { key: 'taken-over' })).status).toBe(200)
  expect(await keyRow('taken-over')).toMatchObject({ responseStatus: 200 })
})

it('lets the same request continue at once, and no other, when the first one failed', async () => {
  const ids: string[] = []
  const fails = command(async (id) => {
    ids.push(id)
    throw new Error('Temporal does not answer')
  })
  expect((await post(fails, { key: 'failed' })).status).toBe(500)
  const work = command(async (id) => {
    ids.push(id)
    return { status: 200, body: {} }
  })
  expect((await post(work, { key: 'failed', body: '{"a":1}' })).json['code']).toBe('idempotency_key_reused')
  expect((await post(work, { key: 'failed' })).status).toBe(200)
  expect(ids[1]).toBe(ids[0])
})

it('keeps the claim when the repetition of a failed command is refused', async () => {
  await post(
    command(async () => Promise.reject(new Error('no answer'))),
    { key: 'unsure' },
  )
  const refused = command(async () => Promise.reject(new Problem('already_paid')))
  expect((await post(refused, { key: 'unsure' })).status).toBe(409)
  expect(await keyRow('unsure')).not.toBeNull()
})

it('gives a command another id when its key is used again after the deletion', async () => {
  const ids: string[] = []
  const work = command(async (id) => {
    ids.push(id)
    return { status: 200, body: {} }
  })
  await post(work, { key: 'again' })
  const claimedAt = (await keyRow('again'))?.createdAt.getTime() ?? 0
  await database.orm.em.fork().nativeDelete(IdempotencyKeyRow, { key: 'again' })
  await waitFor(async () => Date.now() > claimedAt)
  await post(work, { key: 'again' })
  expect(new Set(ids).size).toBe(2)
})

it('counts the query as a part of the request', async () => {
  const work = command(async () => ({ status: 200, body: {} }))
  await post(work, { key: 'query', target: '/things?decimal=comma' })
  const other = await post(work, { key: 'query', target: '/things?decimal=point' })
  expect(other.json['code']).toBe('idempotency_key_reused')
})

it('makes a change once, and only answers again after a crash', async () => {
  let changes = 0
  const change = (respond: Change['respond']): Change => ({
    async change(claim) {
      await database.orm.em.fork().transactional(async (tx) => claim?.(tx, 'set_1'))
      changes += 1
      return 'set_1'
    },
    ...(respond ? { respond } : {}),
  })
  await startAndDie(change(forever), 'change')
  await expireLock('change')
  const again = await post(
    change(async (id) => ({ id })),
    { key: 'change' },
  )
  expect([again.status, again.json, changes]).toEqual([200, { id: 'set_1' }, 1])
  expect((await post(change(undefined), { key: 'no-body' })).status).toBe(204)
  const replayed = await post(change(undefined), { key: 'no-body' })
  expect([replayed.status, replayed.headers.get('idempotency-replayed'), changes]).toEqual([204, 'true', 2])
})

it('says when to repeat a request that is in progress', async () => {
  await startAndDie(command(forever), 'wait')
  const { headers } = await post(command(forever), { key: 'wait' })
  expect(headers.get('retry-after')).toBe('1')
})

it('stores neither names nor link signatures in clear, and makes the link again', async () => {
  const url = `https://duewell.example/pay/${signLinkToken('lnk_01jzxw6z5hf5ntz7r7h1z2e8cd', RING)}`
  const work = command(async () => ({ status: 200, body: { name: 'Ada Byron', link: { url } } }))
  const first = await post(work, { key: 'link' })
  const row = await keyRow('link')
  expect(row?.responseKid).toBe('k1')
  const stored = Buffer.from(row?.responseBody ?? []).toString('latin1')
  for (const part of ['Ada', 'lnk_', url.slice(-22)]) expect(stored).not.toContain(part)
  expect((await post(work, { key: 'link' })).json).toEqual(first.json)
  const rotated = await post(work, { key: 'link', ring: [linkKey('k2', 2), ...RING] })
  const renewed = signLinkToken('lnk_01jzxw6z5hf5ntz7r7h1z2e8cd', [linkKey('k2', 2)])
  expect(rotated.json).toEqual({ name: 'Ada Byron', link: { url: `https://duewell.example/pay/${renewed}` } })
})

it('answers 410 when the encryption key of the answer is gone, or the answer is of another key', async () => {
  const work = command(async () => ({ status: 200, body: { a: 1 } }))
  await post(work, { key: 'gone' })
  expect((await post(work, { key: 'gone', ring: [linkKey('k2', 2)] })).json['code']).toBe('answer_erased')
  await post(work, { key: 'source' })
  await database.orm.em.fork().execute(
    `update idempotency_key set response_body = (select response_body from idempotency_key where key = 'source')
     where key = 'gone'`,
  )
  expect((await post(work, { key: 'gone' })).status).toBe(410)
})

it('answers 410, also to a repetition, when the resource was deleted before the answer', async () => {
  const work = creation('HUF', async () => {
    throw notFound('Thing')
  })
  for (const key of ['deleted', 'deleted', undefined]) {
    const { status, json } = await post(
      key ? work : { ...work, create: async () => 'HUF' },
      key ? { key } : {},
    )
    expect([status, json['code']]).toEqual([410, 'answer_erased'])
    expect(json['detail']).toContain('HUF')
  }
  expect(work.created()).toBe(1)
})

it('sends a secret once, and stores it nowhere', async () => {
  const secret = 'whsec_c2VjcmV0'
  const work: Creation = {
    ...creation('PLN', async (id) => ({ id })),
    async create(claim) {
      await database.orm.em.fork().transactional(async (tx) => claim?.(tx, 'whe_1'))
      return { resourceId: 'whe_1', shownOnce: { secret } }
    },
  }
  expect((await post(work, { key: 'secret' })).json).toEqual({ id: 'whe_1', secret })
  const again = await post(work, { key: 'secret' })
  expect([again.status, again.json]).toEqual([201, { id: 'whe_1' }])
  const rotate = command(async () => ({ status: 200, body: { id: 'whe_1' }, shownOnce: { secret } }))
  expect((await post(rotate, { key: 'rotate' })).json).toEqual({ id: 'whe_1', secret })
  expect((await post(rotate, { key: 'rotate' })).json).toEqual({ id: 'whe_1' })
})

it('erases the answers about a resource, also of a request that is still running', async () => {
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const answer = { status: 200, body: { name: 'Ada Byron' } } as const
  await post(
    command(async () => answer),
    { key: 'erased' },
  )
  await post({ resourceId: 'inv_2', run: async () => answer }, { key: 'kept' })
  const running = post(
    command(async () => {
      started.resolve()
      await finish.promise
      return answer
    }),
    { key: 'running' },
  )
  await started.promise
  await eraseAnswers(database.orm.em.fork(), 'mer_other', ['inv_1', 'inv_2'])
  await eraseAnswers(database.orm.em.fork(), database.merchantId, ['inv_1', 'inv_"{}'])
  finish.resolve()
  expect((await running).status).toBe(200)
  for (const key of ['erased', 'running']) {
    expect(await keyRow(key)).toMatchObject({ requestHash: '', responseKid: null, responseBody: null })
    const again = await post(command(forever), { key, body: '{"other":1}' })
    expect([again.status, again.json['code']]).toEqual([410, 'answer_erased'])
    expect(again.json['detail']).toContain('inv_1')
  }
  expect((await post({ resourceId: 'inv_2', run: forever }, { key: 'kept' })).json).toEqual(answer.body)
})

it('deletes keys after 30 days, and no earlier', async () => {
  const work = command(async () => ({ status: 200, body: {} }))
  for (const key of ['day-29', 'day-31']) await post(work, { key })
  const em = database.orm.em.fork()
  await em.execute(
    `update idempotency_key set created_at = now() - interval '719 hours' where key = 'day-29'`,
  )
  await em.execute(
    `update idempotency_key set created_at = now() - interval '721 hours' where key = 'day-31'`,
  )
  const { table, where } = oldKeys()
  expect(await em.execute(`select key from ${table} where ${where}`)).toEqual([{ key: 'day-31' }])
  await deleteOldKeys(em)
  expect([await keyRow('day-29'), await keyRow('day-31')]).toMatchObject([{ key: 'day-29' }, null])
})
