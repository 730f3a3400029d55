import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { IdempotencyKeyRow, PayoutAccountRow } from '../../db/entities/index.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { useDatabase } from '../../test/support/use-database.ts'
import type { MerchantEnv } from './api-key-auth.ts'
import { type Command, type Creation, withIdempotency } from './idempotency.ts'
import { Problem, problemResponse } from './problem.ts'

const database = useDatabase()

async function post(
  work: Command | Creation,
  { key, body = '{}' }: { key?: string; body?: string },
): Promise<{ status: number; json: Record<string, unknown>; headers: Headers }> {
  const app = new Hono<MerchantEnv>()
  app.use(async (c, next) => {
    c.set('em', database.orm.em.fork())
    c.set('tenant', { merchantId: database.merchantId, mode: 'test' })
    await next()
  })
  app.post('/things', async (c) => withIdempotency(c, await c.req.text(), work))
  app.onError((error, c) => problemResponse(c, error instanceof Problem ? error : new Problem('internal')))
  const headers = key === undefined ? {} : { 'idempotency-key': key }
  const response = await app.request('/things', { method: 'POST', body, headers })
  return {
    status: response.status,
    json: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  }
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
  const dies = creation('NOK', async () => Promise.reject(new Error('the process died')))
  expect((await post(dies, { key: 'died' })).status).toBe(500)
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
    throw new Error('the process died')
  })
  await post(dies, { key: 'command-died' })
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
